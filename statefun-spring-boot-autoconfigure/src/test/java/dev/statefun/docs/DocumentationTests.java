package dev.statefun.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.SpringBootVersion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

/**
 * The examples of the documents are those that are compiled here, or in the tests of the
 * test kit or of the sample.
 */
class DocumentationTests {

	/** The modules lie side by side, and a module is where its tests run. */
	private static final Path PROJECT = Path.of("..");

	private static final Pattern EXAMPLE = Pattern.compile("^```java\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

	/** The first line of an example that needs what cannot be compiled here. */
	private static final String OLD_CODE = "// statefun-sdk-java 3.3\n";

	private static final int MAXIMUM_LINES = 15;

	private static final int MAXIMUM_LINES_OF_A_TEST = 11;

	@ParameterizedTest
	@MethodSource("examples")
	void whenADocumentHasAnExampleThenItIsCompiled(String example) throws IOException {
		try (Stream<Path> sources = Stream
			.of(Path.of("src/test/java/dev/statefun/docs"), Path.of("src/test/java/com/example"),
					Path.of("src/test/java/dev/statefun/autoconfigure/security"),
					PROJECT.resolve("statefun-spring-boot-test/src/test/java/com/example"),
					PROJECT.resolve("statefun-spring-boot-test/src/test/java/dev/statefun/test/slice"),
					PROJECT.resolve("statefun-spring-boot-test/src/test/java/dev/statefun/test/wallet"),
					PROJECT.resolve("statefun-sample-app/src/test/java/com/example/accounts"),
					PROJECT.resolve("statefun-embedded-engine/src/test/java/com/example/points"),
					PROJECT.resolve("statefun-sample-app/src/test/java/dev/statefun/sample"))
			.flatMap(DocumentationTests::list)) {
			assertThat(sources.map(DocumentationTests::read).map(DocumentationTests::withoutWhitespace))
				.as("an example that is not in the test sources: %n%s", example)
				.anyMatch((source) -> source.contains(withoutWhitespace(example)));
		}
	}

	@ParameterizedTest
	@MethodSource("modelExamples")
	void whenTheModelHasAnExampleThenItIsShort(String example) {
		assertThat(example.lines()).hasSizeLessThanOrEqualTo(MAXIMUM_LINES);
	}

	@ParameterizedTest
	@MethodSource("testExamples")
	void whenATestIsAnExampleThenItIsShort(String example) {
		assertThat(example.lines()).hasSizeLessThanOrEqualTo(MAXIMUM_LINES_OF_A_TEST);
	}

	@Test
	void whenTheReadmeNamesSpringBootThenItIsTheOneOfTheBuild() {
		assertThat(read(PROJECT.resolve("README.md"))).contains(
				"<version>" + SpringBootVersion.getVersion() + "</version>",
				"all tests on " + SpringBootVersion.getVersion());
	}

	static Stream<Arguments> examples() {
		return Stream
			.of("README.md", "docs/programming-model.md", "docs/error-handling.md", "docs/production.md",
					"docs/testing.md", "docs/operations.md", "docs/migrating-from-statefun-sdk-java.md",
					"docs/without-spring.md", "docs/client.md", "docs/poison-message.md", "docs/kafka.md")
			.flatMap(DocumentationTests::examples);
	}

	static Stream<Arguments> modelExamples() {
		return examples("docs/programming-model.md");
	}

	static Stream<Arguments> testExamples() {
		return examples("docs/testing.md");
	}

	private static Stream<Arguments> examples(String document) {
		String text = read(PROJECT.resolve(document));
		List<Arguments> examples = new ArrayList<>();
		for (MatchResult match : EXAMPLE.matcher(text).results().toList()) {
			if (!match.group(1).startsWith(OLD_CODE)) {
				long line = text.substring(0, match.start()).lines().count() + 1;
				examples.add(argumentSet(document + ":" + line, match.group(1)));
			}
		}
		assertThat(examples).as("examples of " + document).isNotEmpty();
		return examples.stream();
	}

	private static Stream<Path> list(Path directory) {
		try {
			return Files.list(directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String read(Path file) {
		try {
			return Files.readString(file).replace("\r\n", "\n");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String withoutWhitespace(String text) {
		return text.replaceAll("\\s", "");
	}

}
