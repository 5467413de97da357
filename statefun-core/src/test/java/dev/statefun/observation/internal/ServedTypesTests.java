package dev.statefun.observation.internal;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import dev.statefun.dispatch.FunctionDefinition;
import dev.statefun.dispatch.FunctionRegistry;
import dev.statefun.type.TypeName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link ServedTypes}.
 */
class ServedTypesTests {

	@Test
	void whenTheRegistryExistsThenItsTypesAreServedAndNoOthers() {
		AtomicReference<FunctionRegistry> registry = new AtomicReference<>();
		ServedTypes served = new ServedTypes(registry::get);
		registry.set(new FunctionRegistry(List.of(FunctionDefinition.of("demo/served", (context, message) -> {
		}))));
		assertThat(served.test(TypeName.parse("demo/served"))).isTrue();
		assertThat(served.test(TypeName.parse("demo/other"))).isFalse();
	}

}
