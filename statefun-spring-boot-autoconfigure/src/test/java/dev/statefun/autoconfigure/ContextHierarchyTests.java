package dev.statefun.autoconfigure;

import dev.statefun.annotation.StatefunFunction;
import dev.statefun.autoconfigure.server.StatefunServerAutoConfiguration;
import dev.statefun.autoconfigure.web.servlet.StatefunWebMvcAutoConfiguration;
import dev.statefun.dispatch.FunctionRegistry;
import dev.statefun.http.netty.StatefunServer;
import dev.statefun.http.servlet.StatefunController;
import dev.statefun.type.TypeName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Functions in parent and child contexts.
 */
@ExtendWith(OutputCaptureExtension.class)
class ContextHierarchyTests {

	private static final AutoConfigurations OURS = AutoConfigurations.of(StatefunAutoConfiguration.class,
			StatefunServerAutoConfiguration.class, StatefunWebMvcAutoConfiguration.class,
			WebMvcAutoConfiguration.class);

	private final ApplicationContextRunner parents = new ApplicationContextRunner().withBean("parent",
			ParentFunctions.class);

	private final WebApplicationContextRunner children = new WebApplicationContextRunner().withConfiguration(OURS);

	/** Applications of other tests may have set other levels. */
	@BeforeEach
	void logInfo() {
		LoggingSystem.get(getClass().getClassLoader()).setLogLevel("dev.statefun", LogLevel.INFO);
	}

	@AfterEach
	void restoreLevel() {
		LoggingSystem.get(getClass().getClassLoader()).setLogLevel("dev.statefun", null);
	}

	@Test
	void whenOnlyTheChildIsConfiguredThenItServesTheFunctionsOfBoth(CapturedOutput output) {
		this.parents
			.run((parent) -> this.children.withParent(parent).withBean("child", ChildFunctions.class).run((child) -> {
				assertThat(child.getBean(FunctionRegistry.class).typeNames())
					.containsExactlyInAnyOrder(TypeName.parse("demo/child"), TypeName.parse("demo/parent"));
				assertThat(output).contains("Found 2 stateful functions for requests to '/statefun'");
			}));
	}

	@Test
	void whenTheParentIsConfiguredButHasNoServerThenTheChildServesTheFunctionsOfBoth() {
		this.parents.withConfiguration(OURS)
			.run((parent) -> this.children.withParent(parent)
				.withBean("child", ChildFunctions.class)
				.run((child) -> assertThat(child.getBean(FunctionRegistry.class).typeNames())
					.containsExactlyInAnyOrder(TypeName.parse("demo/child"), TypeName.parse("demo/parent"))));
	}

	@Test
	void whenBothContextsHaveTheSameBeanThenThatOfTheChildServes() {
		this.parents.run((parent) -> this.children.withParent(parent)
			.withBean("parent", ParentFunctions.class)
			.run((child) -> assertThat(child.getBean(FunctionRegistry.class).typeNames())
				.containsExactly(TypeName.parse("demo/parent"))));
	}

	@Test
	void whenTheParentServesThenThereIsOneServerAndTheLogSaysThatTheChildIsNotServed(CapturedOutput output) {
		this.parents.withConfiguration(OURS)
			.withPropertyValues("statefun.server.port=0")
			.run((parent) -> this.children.withParent(parent)
				.withPropertyValues("statefun.server.port=0")
				.withBean("child", ChildFunctions.class)
				.run((child) -> {
					assertThat(child).hasNotFailed().doesNotHaveBean(StatefunController.class);
					assertThat(child.getBean(StatefunServer.class)).isSameAs(parent.getBean(StatefunServer.class));
					assertThat(child.getBean(FunctionRegistry.class).typeNames())
						.containsExactly(TypeName.parse("demo/child"));
					assertThat(output).contains("Found 1 stateful function for requests to '/statefun'")
						.contains("Found 1 stateful function in a child context, which the engine cannot reach");
				}));
	}

	@Test
	void whenTheParentServesAndTheChildHasNoFunctionsThenTheLogHasNoWarning(CapturedOutput output) {
		this.parents.withConfiguration(OURS)
			.withPropertyValues("statefun.server.port=0")
			.run((parent) -> this.children.withParent(parent)
				.withPropertyValues("statefun.server.port=0")
				.run((child) -> assertThat(output).doesNotContain("WARN")));
	}

	static class ParentFunctions {

		@StatefunFunction("demo/parent")
		void parent(String text) {
		}

	}

	static class ChildFunctions {

		@StatefunFunction("demo/child")
		void child(String text) {
		}

	}

}
