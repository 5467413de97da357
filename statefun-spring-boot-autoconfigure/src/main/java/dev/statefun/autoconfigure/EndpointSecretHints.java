package dev.statefun.autoconfigure;

import java.util.List;

import dev.statefun.http.EndpointSecret;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;

/**
 * Keeps how a property becomes an {@link EndpointSecret}, which is by reflection.
 */
final class EndpointSecretHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.reflection()
			.registerType(EndpointSecret.class,
					(type) -> type.withMethod("of", List.of(TypeReference.of(String.class)), ExecutableMode.INVOKE));
	}

}
