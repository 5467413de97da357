package dev.statefun.test;

import java.time.Clock;
import java.time.InstantSource;
import java.util.List;

import dev.statefun.autoconfigure.StatefunAutoConfiguration;
import dev.statefun.dispatch.FunctionRegistrar;
import dev.statefun.embedded.EmbeddedEngine;
import dev.statefun.protocol.ProtocolVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of how a runtime comes into an application context.
 */
class StatefunTestAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(StatefunAutoConfiguration.class, StatefunTestAutoConfiguration.class))
		.withBean(FunctionRegistrar.class, () -> () -> List.of(TestFunctions.counter("demo/counter")));

	@Test
	void whenNothingIsSaidThenThereIsNoRuntime() {
		this.contextRunner.run((context) -> assertThat(context).doesNotHaveBean(StatefunTestRuntime.class)
			.doesNotHaveBean(Clock.class));
	}

	@Test
	void whenInMemoryThenThereIsARuntimeWithoutTheEmbeddedEngine() {
		this.contextRunner.withPropertyValues("statefun.test.engine=IN_MEMORY")
			.withClassLoader(new FilteredClassLoader(EmbeddedEngine.class))
			.withBean(RuntimeSettings.class, () -> settings(TestEngine.IN_MEMORY, ProtocolVersion.V2))
			.run((context) -> {
				StatefunTestRuntime runtime = context.getBean(StatefunTestRuntime.class);
				runtime.send("demo/counter", "1", "hello");
				assertThat(runtime).hasState("demo/counter", "1", "count", 1);
				assertThat(context.getBean(Clock.class).instant()).isEqualTo(runtime.now());
			});
	}

	@ParameterizedTest
	@EnumSource
	void whenTheApplicationHasAClockThenItIsTheOnlyOne(TestEngine engine) {
		InstantSource own = InstantSource.system();
		this.contextRunner.withPropertyValues("statefun.test.engine=" + engine)
			.withBean(InstantSource.class, () -> own)
			.run((context) -> assertThat(context.getBean(InstantSource.class)).isSameAs(own));
	}

	@ParameterizedTest
	@EnumSource
	void whenTheApplicationHasARuntimeThenItIsTheOnlyOne(TestEngine engine) {
		StatefunTestRuntime own = StatefunTestRuntime.of(TestFunctions.counter("demo/counter"));
		this.contextRunner.withPropertyValues("statefun.test.engine=" + engine)
			.withBean(StatefunTestRuntime.class, () -> own)
			.run((context) -> assertThat(context.getBean(StatefunTestRuntime.class)).isSameAs(own));
	}

	@Test
	void whenTheEmbeddedEngineDoesNotRunThenTheMessageSaysWhatItNeeds() {
		this.contextRunner.withPropertyValues("statefun.test.engine=EMBEDDED")
			.withBean(RuntimeSettings.class, () -> settings(TestEngine.EMBEDDED, ProtocolVersion.V3))
			.run((context) -> assertThatException().isThrownBy(() -> context.getBean(StatefunTestRuntime.class))
				.withStackTraceContaining("The embedded engine does not run")
				.withStackTraceContaining("netty-codec-http"));
	}

	@Test
	void whenTheEmbeddedEngineIsToSpeak2xThenTheMessageSaysWhatDoes() {
		this.contextRunner.withPropertyValues("statefun.test.engine=EMBEDDED")
			.withBean(RuntimeSettings.class, () -> settings(TestEngine.EMBEDDED, ProtocolVersion.V2))
			.run((context) -> assertThatException().isThrownBy(() -> context.getBean(StatefunTestRuntime.class))
				.withStackTraceContaining("speaks the 3.x protocol only"));
	}

	@Test
	void whenTheEmbeddedEngineIsMissingThenTheMessageSaysHowToAddIt() {
		GenericApplicationContext context = new GenericApplicationContext();
		context.setClassLoader(new FilteredClassLoader(EmbeddedEngine.class));
		assertThatIllegalStateException()
			.isThrownBy(() -> customizer(OnTheEmbeddedEngine.class).customizeContext(context,
					new MergedContextConfiguration(OnTheEmbeddedEngine.class, null, null, null, null)))
			.withMessageContaining("OnTheEmbeddedEngine wants the embedded engine")
			.withMessageContaining("Add statefun-embedded-engine with scope test");
	}

	@Test
	void whenTwoTestsSayTheSameThenTheyShareAContext() {
		assertThat(customizer(InMemory.class)).isEqualTo(customizer(AlsoInMemory.class))
			.hasSameHashCodeAs(customizer(AlsoInMemory.class))
			.isNotEqualTo(customizer(OnTheEmbeddedEngine.class));
		assertThat(customizer(Object.class)).isNull();
	}

	private static ContextCustomizer customizer(Class<?> testClass) {
		return new RuntimeContextCustomizerFactory().createContextCustomizer(testClass, List.of());
	}

	private static RuntimeSettings settings(TestEngine engine, ProtocolVersion protocol) {
		return new RuntimeSettings(engine, protocol, List.of());
	}

	@StatefunTest
	static class InMemory {

	}

	@StatefunTest(engine = TestEngine.IN_MEMORY)
	static class AlsoInMemory {

	}

	@StatefunTest(engine = TestEngine.EMBEDDED)
	static class OnTheEmbeddedEngine {

	}

}
