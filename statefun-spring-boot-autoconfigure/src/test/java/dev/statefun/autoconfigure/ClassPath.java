package dev.statefun.autoconfigure;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A class path that really lacks some jars. A filtering class loader would not do: the
 * classes that it does load would still find those that it hides.
 */
final class ClassPath {

	private static final String FINDING = "Found ";

	private final String entries;

	private ClassPath(String entries) {
		this.entries = entries;
	}

	/** The class path of the tests, without jars and modules of these names. */
	static ClassPath without(List<String> prefixes) {
		return new ClassPath(Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.map((entry) -> Path.of(entry).toAbsolutePath())
			.filter((entry) -> prefixes.stream().noneMatch((prefix) -> name(entry).startsWith(prefix)))
			.map(Path::toString)
			.collect(Collectors.joining(File.pathSeparator)));
	}

	/** The name of a jar, or of the module that the classes are of. */
	private static String name(Path entry) {
		Path named = entry.endsWith("target/classes") ? entry.getParent().getParent() : entry;
		return named.getFileName().toString();
	}

	/** To be called by a program: have the test know. */
	static void tell(String finding) {
		System.out.println(FINDING + finding);
	}

	/**
	 * Run a program on this class path, in a JVM of its own. It must not log a warning.
	 * @return what it told
	 */
	List<String> run(Class<?> program) throws IOException, InterruptedException {
		Path java = Path.of(System.getProperty("java.home"), "bin", "java");
		Process process = new ProcessBuilder(java.toString(), "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-cp",
				this.entries, program.getName())
			.redirectErrorStream(true)
			.start();
		String output;
		try {
			output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
		finally {
			process.destroy();
		}
		assertThat(process.waitFor()).as(output).isZero();
		assertThat(output.lines()).noneMatch((line) -> line.contains(" WARN ") || line.contains(" ERROR "));
		return output.lines()
			.filter((line) -> line.startsWith(FINDING))
			.map((line) -> line.substring(FINDING.length()))
			.toList();
	}

}
