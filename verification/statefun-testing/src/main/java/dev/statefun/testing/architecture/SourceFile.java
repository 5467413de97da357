package dev.statefun.testing.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A source file of the module's main code.
 *
 * @param path where it is
 * @param text its text
 */
record SourceFile(Path path, String text) {

	private static final Pattern PUBLIC_TYPE = Pattern.compile("(?<doc>/\\*\\*(?:(?!\\*/).)*)\\*/\\s+(?:@[^\\n]*\\s+)*"
			+ "public (?:[a-z-]+ )*(?:class|interface|record|enum|@interface) (?<name>\\w+)", Pattern.DOTALL);

	static List<SourceFile> all() throws IOException {
		List<SourceFile> all = new ArrayList<>();
		try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
			for (Path file : files.filter((path) -> path.toString().endsWith(".java")).toList()) {
				all.add(new SourceFile(file, Files.readString(file)));
			}
		}
		return all;
	}

	long lines() {
		return this.text.lines().count();
	}

	boolean isInternal() {
		return this.path.getName(this.path.getNameCount() - 2).toString().equals("internal");
	}

	List<PublicType> publicTypes() {
		List<PublicType> types = new ArrayList<>();
		Matcher type = PUBLIC_TYPE.matcher(this.text);
		while (type.find()) {
			types.add(new PublicType("%s in %s".formatted(type.group("name"), this.path),
					type.group("doc").contains("@since")));
		}
		return types;
	}

	/**
	 * A type that is public and has Javadoc.
	 *
	 * @param name its name, and the file that it is in
	 * @param hasSince whether its Javadoc has the tag {@code since}
	 */
	record PublicType(String name, boolean hasSince) {

	}

}
