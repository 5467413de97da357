package dev.statefun.method.internal;

import java.util.Collection;
import java.util.List;

import dev.statefun.method.HandlerArgumentResolver;
import dev.statefun.type.TypeRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringValueResolver;
import org.springframework.validation.Validator;

/**
 * The collaborators of handler methods.
 *
 * @param types finds the types of payloads and states
 * @param knownClasses classes that messages can be of: a handler whose payload is a
 * parent of them takes them too, sealed or not
 * @param argumentResolvers supply arguments, asked in this order
 * @param validator validates payloads, or {@code null} if there is none
 * @param placeholders replaces placeholders in annotations
 */
public record FunctionSupport(TypeRegistry types, Collection<Class<?>> knownClasses,
		List<HandlerArgumentResolver> argumentResolvers, @Nullable Validator validator,
		StringValueResolver placeholders) {

	/**
	 * Create a support that knows types only.
	 * @param types finds the types of payloads and states
	 * @return the support
	 */
	public static FunctionSupport of(TypeRegistry types) {
		return new FunctionSupport(types, List.of(), List.of(), null, (text) -> text);
	}

}
