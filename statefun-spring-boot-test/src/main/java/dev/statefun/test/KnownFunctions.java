package dev.statefun.test;

import java.util.List;

import dev.statefun.Address;
import dev.statefun.ValueSpec;
import dev.statefun.dispatch.FunctionDefinition;
import dev.statefun.dispatch.FunctionRegistry;
import dev.statefun.type.TypeRegistry;
import dev.statefun.type.TypedValue;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * The functions of the application as a test names them. If a function or a state does
 * not exist, the exception says which ones do.
 */
final class KnownFunctions {

	private final FunctionRegistry functions;

	private final TypeRegistry types;

	KnownFunctions(FunctionRegistry functions, TypeRegistry types) {
		this.functions = functions;
		this.types = types;
	}

	Envelope message(@Nullable Address from, Address to, Object value) {
		definition(to);
		if (to.id().isEmpty()) {
			throw new IllegalArgumentException(
					"A message to %s needs the id of an instance, but the id is empty".formatted(to.type()));
		}
		return new Envelope(from, to, this.types.serialize(value));
	}

	/** Serialize a value as functions do that send it. */
	CapturedValue capture(Object value) {
		return new CapturedValue(this.types.serialize(value), this.types);
	}

	private FunctionDefinition definition(Address address) {
		FunctionDefinition definition = this.functions.find(address.type());
		if (definition == null) {
			throw new IllegalArgumentException("There is no function %s. The application serves %s"
				.formatted(address.type(), this.functions.typeNames()));
		}
		return definition;
	}

	ValueSpec<?> state(Address address, String name) {
		List<ValueSpec<?>> states = definition(address).states();
		return states.stream()
			.filter((state) -> state.name().equals(name))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("The function %s has no state '%s', only %s"
				.formatted(address.type(), name, states.stream().map(ValueSpec::name).toList())));
	}

	@SuppressWarnings("unchecked")
	<T> ValueSpec<T> state(Address address, String name, Class<T> javaType) {
		ValueSpec<?> spec = state(address, name);
		if (spec.type().javaType() != ClassUtils.resolvePrimitiveIfNecessary(javaType)) {
			throw otherClass(address, spec, javaType);
		}
		return (ValueSpec<T>) spec;
	}

	/** Serialize the value of a state as its function does. */
	TypedValue serialize(Address address, String name, Object value) {
		ValueSpec<?> spec = state(address, name);
		if (!spec.type().javaType().isInstance(value)) {
			throw otherClass(address, spec, value.getClass());
		}
		return serialize(spec, value);
	}

	private static <T> TypedValue serialize(ValueSpec<T> spec, Object value) {
		return TypedValue.of(spec.type(), spec.type().javaType().cast(value));
	}

	private static IllegalArgumentException otherClass(Address address, ValueSpec<?> spec, Class<?> javaType) {
		return new IllegalArgumentException("The state '%s' of %s is of %s (%s), not of %s".formatted(spec.name(),
				address.type(), spec.type().javaType().getName(), spec.type().typeName(), javaType.getName()));
	}

}
