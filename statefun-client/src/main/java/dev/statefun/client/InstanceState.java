package dev.statefun.client;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;

import dev.statefun.Address;
import dev.statefun.ValueSpec;
import dev.statefun.dispatch.FunctionDefinition;
import dev.statefun.type.SerializationException;
import dev.statefun.type.TypedValue;

import org.springframework.util.ClassUtils;

/**
 * The states of one function instance, as its function would have seen them at one
 * moment. <pre class="code">
 * InstanceState state = this.statefun.to("demo/greeter", "ada").state().join();
 * int seen = state.get("seen", Integer.class).orElse(0);
 * </pre>
 * <p>
 * Immutable, and safe for use by many threads. Its text has no values, so it can be
 * logged.
 *
 * @since 0.1.0
 * @see FunctionInstance#state()
 */
public final class InstanceState {

	private final Address address;

	private final FunctionDefinition function;

	private final Map<String, Optional<TypedValue>> values;

	/**
	 * Create the states of an instance.
	 * @param address the instance
	 * @param function its function, which declares the states
	 * @param values the values by the names of the states, in the order of declaration;
	 * nothing where there is none
	 */
	public InstanceState(Address address, FunctionDefinition function, Map<String, Optional<TypedValue>> values) {
		this.address = address;
		this.function = function;
		this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
	}

	/**
	 * Whose states these are.
	 * @return the function instance
	 */
	public Address address() {
		return this.address;
	}

	/**
	 * The states that the function declares.
	 * @return their names, in the order of declaration
	 */
	public Set<String> names() {
		return this.values.keySet();
	}

	/**
	 * Tell whether a state has a value.
	 * @param name the name of the state
	 * @return whether there is a value
	 * @throws IllegalArgumentException if the function does not declare the state
	 */
	public boolean isPresent(String name) {
		return typedValue(name).isPresent();
	}

	/**
	 * Read the value of a state.
	 * @param <T> the class of the value
	 * @param name the name of the state
	 * @param javaType the class of the value, or a parent of it
	 * @return the value, or nothing if there is none
	 * @throws IllegalArgumentException if the function does not declare the state, or
	 * declares it with another class
	 * @throws SerializationException if what is stored is of another type or cannot be
	 * read
	 */
	public <T> Optional<T> get(String name, Class<T> javaType) {
		ValueSpec<?> spec = this.function.state(name);
		Class<?> declared = spec.type().javaType();
		if (!ClassUtils.isAssignable(javaType, declared)) {
			throw new IllegalArgumentException("The state '%s' of %s is a %s, not a %s".formatted(name,
					this.function.typeName(), declared.getName(), javaType.getName()));
		}
		return typedValue(name).map((value) -> cast(value.as(spec.type())));
	}

	@SuppressWarnings("unchecked")
	private static <T> T cast(Object value) {
		return (T) value;
	}

	/**
	 * Read the value of a state.
	 * @param <T> the class of the value
	 * @param spec one of the states that the function declares
	 * @return the value, or nothing if there is none
	 * @throws IllegalArgumentException if the function does not declare the state
	 * @throws SerializationException if what is stored is of another type or cannot be
	 * read
	 */
	public <T> Optional<T> get(ValueSpec<T> spec) {
		this.function.checkDeclares(spec);
		return typedValue(spec.name()).map((value) -> value.as(spec.type()));
	}

	/**
	 * The value of a state as it is stored: its bytes, and the name of their type. This
	 * works for a value that cannot be read.
	 * @param name the name of the state
	 * @return the value, or nothing if there is none
	 * @throws IllegalArgumentException if the function does not declare the state
	 */
	public Optional<TypedValue> typedValue(String name) {
		Optional<TypedValue> value = this.values.get(name);
		if (value == null) {
			throw new IllegalArgumentException("The function %s does not declare the state '%s', only %s"
				.formatted(this.function.typeName(), name, names()));
		}
		return value;
	}

	/**
	 * Describe the states without their values.
	 * @return the instance, and for each state its type
	 */
	@Override
	public String toString() {
		StringJoiner text = new StringJoiner(", ", "InstanceState[" + this.address + ": ", "]");
		this.values.forEach((name, value) -> text
			.add(name + value.map((present) -> " of " + present.typeName()).orElse(" absent")));
		return text.toString();
	}

}
