package dev.statefun.autoconfigure.module;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.statefun.StateValue;
import dev.statefun.annotation.State;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.aot.AotDetector;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.SpringProperties;
import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link ModuleCommand}, in applications that are started with it.
 */
@ExtendWith(OutputCaptureExtension.class)
class ModuleCommandTests {

	private static final String URL = "--statefun.module.url=http://app/statefun";

	@TempDir
	private Path directory;

	@Test
	void whenFilesAreExportedThenTheApplicationServesNothingAndEnds() throws Exception {
		Path module = this.directory.resolve("new/module.yaml");
		Path schema = this.directory.resolve("schema.yaml");
		run(Counting.class, URL, "--statefun.export.module-file=" + module, "--statefun.export.schema=" + schema,
				"--statefun.server.port=0");
		assertThat(module).content().contains("functions: demo/counter");
		assertThat(schema).content().contains("type: io.statefun.types/int");
	}

	@Test
	void whenNothingHasChangedThenTheCheckSucceeds(CapturedOutput output) throws Exception {
		Path module = this.directory.resolve("module.yaml");
		Path schema = this.directory.resolve("schema.yaml");
		run(Counting.class, URL, "--statefun.export.module-file=" + module, "--statefun.export.schema=" + schema);
		run(Counting.class, URL, "--statefun.check.module-file=file:" + module,
				"--statefun.check.schema=file:" + schema);
		assertThat(output).contains("fit what is deployed and stored");
	}

	@Test
	void whenFilesAreNamedByTheirPathsThenWhatWasWrittenIsRead(CapturedOutput output) {
		Path module = this.directory.resolve("module.yaml");
		Path schema = this.directory.resolve("schema.yaml");
		run(Counting.class, URL, "--statefun.export.module-file=" + module, "--statefun.export.schema=" + schema);
		run(Counting.class, URL, "--statefun.check.module-file=" + module, "--statefun.check.schema=" + schema);
		assertThat(output).contains("fit what is deployed and stored");
		Path working = Path.of("").toAbsolutePath();
		run(Counting.class, "--statefun.check.schema=" + working.relativize(schema.toAbsolutePath()));
	}

	@Test
	void whenTheModuleFileLacksTheEgressOfDeadLettersThenTheCheckSaysSo(CapturedOutput output) {
		Path module = this.directory.resolve("module.yaml");
		String[] rules = { URL, "--statefun.errors.dead-letter.egress=demo/dead",
				"--statefun.errors.rules[0].action=dead-letter", "--statefun.errors.rules[1].action=dead-letter",
				"--statefun.errors.rules[1].deadLetter.egress=demo/other" };
		run(Counting.class, StringUtils.addStringToArray(rules, "--statefun.export.module-file=" + module));
		assertThat(output).contains("no egress demo/dead, to which dead letters go", "no egress demo/other");
		assertThatExceptionOfType(ModuleException.class)
			.isThrownBy(() -> run(Counting.class,
					StringUtils.addStringToArray(rules, "--statefun.check.module-file=" + module)))
			.withMessageContaining("no egress demo/dead")
			.withMessageContaining("no egress demo/other");
	}

	@Test
	void whenTheTypeOfAStateHasChangedThenTheCheckFailsWithItsNameAndBothTypes(CapturedOutput output) {
		Path schema = this.directory.resolve("schema.yaml");
		run(Counting.class, "--statefun.export.schema=" + schema);
		assertThatExceptionOfType(ModuleException.class)
			.isThrownBy(() -> run(CountingMore.class, "--statefun.check.schema=file:" + schema))
			.satisfies((ex) -> assertThat(ex.getExitCode()).isEqualTo(1));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("'total' of demo/counter was io.statefun.types/int and is io.statefun.types/long");
	}

	@Test
	void whenACheckFailsThenNothingIsExported() {
		Path schema = this.directory.resolve("schema.yaml");
		run(Counting.class, "--statefun.export.schema=" + schema);
		assertThatExceptionOfType(ModuleException.class).isThrownBy(() -> run(CountingMore.class,
				"--statefun.check.schema=file:" + schema, "--statefun.export.schema=" + schema));
		assertThat(schema).content().contains("io.statefun.types/int");
	}

	@Test
	void whenAFileIsMissingThenTheErrorNamesIt() {
		assertThatExceptionOfType(ModuleException.class)
			.isThrownBy(() -> run(Counting.class, "--statefun.check.schema=file:nowhere.yaml"))
			.withMessageContaining("nowhere.yaml");
	}

	@Test
	void whenTheFileCannotBeWrittenThenTheErrorNamesIt() throws Exception {
		Path file = Files.createFile(this.directory.resolve("file"));
		assertThatExceptionOfType(ModuleException.class)
			.isThrownBy(() -> run(Counting.class, "--statefun.export.schema=" + file.resolve("schema.yaml")))
			.withMessageContaining("schema.yaml");
	}

	@Test
	void whenProcessedAheadOfTimeThenTheErrorSaysHowToExport() {
		SpringProperties.setProperty(AotDetector.AOT_ENABLED, "true");
		try {
			assertThatExceptionOfType(ModuleException.class)
				.isThrownBy(() -> run(Counting.class, "--statefun.export.schema=" + this.directory.resolve("x")))
				.withMessageContaining("-Dspring.aot.enabled=false");
		}
		finally {
			SpringProperties.setProperty(AotDetector.AOT_ENABLED, null);
		}
	}

	/** With the end of the JVM replaced by an exception, which ends the run as well. */
	private static void run(Class<?> function, String... arguments) {
		SpringApplication application = new SpringApplication(TestApplication.class, function);
		application.addInitializers((context) -> context.getBeanFactory().addBeanPostProcessor(new BeanPostProcessor() {

			@Override
			public Object postProcessAfterInitialization(Object bean, String name) {
				return (bean instanceof ModuleCommand command) ? command.withExit(ModuleCommandTests::end) : bean;
			}

		}));
		List<String> all = new ArrayList<>(List.of(arguments));
		// No web server would start with this
		all.add("--server.port=-5");
		try {
			application.run(all.toArray(String[]::new));
		}
		catch (Ended ex) {
			return;
		}
		throw new AssertionError("The application did not end");
	}

	private static void end(ApplicationContext context) {
		throw new Ended();
	}

	@SuppressWarnings("serial")
	private static final class Ended extends RuntimeException {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class TestApplication {

		@Bean
		CommandLineRunner runner() {
			return (arguments) -> {
				throw new AssertionError("The application was run");
			};
		}

		@Bean
		Object expensive() {
			throw new AssertionError("A bean was created that nobody needs");
		}

	}

	@StatefunFunction("demo/counter")
	static class Counting {

		@StatefunHandler
		void count(String text, @State("total") StateValue<Integer> total) {
		}

	}

	@StatefunFunction("demo/counter")
	static class CountingMore {

		@StatefunHandler
		void count(String text, @State("total") StateValue<Long> total) {
		}

	}

}
