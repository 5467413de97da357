package dev.statefun.autoconfigure.module;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.statefun.ValueSpec;
import dev.statefun.dispatch.FunctionDefinition;
import dev.statefun.dispatch.internal.DescribedFunction;
import dev.statefun.type.Type;
import dev.statefun.type.internal.StructuredType;

/**
 * The data of a function that the engine keeps: types of messages, and states.
 *
 * @param messageTypes the names of the types of messages that it handles, sorted; empty
 * if it takes any, or only itself knows
 * @param states its states, by name
 * @param fields the fields of values that travel as JSON: what each field is, by its
 * path, by the name of the type
 * @since 0.1.0
 */
public record FunctionSchema(List<String> messageTypes, Map<String, StateSchema> states,
		Map<String, Map<String, String>> fields) {

	/**
	 * Describe a function.
	 * @param function the function
	 * @return the schema
	 */
	public static FunctionSchema of(FunctionDefinition function) {
		Map<String, StateSchema> states = new LinkedHashMap<>();
		function.states().forEach((state) -> states.put(state.name(), StateSchema.of(state)));
		return new FunctionSchema(function.messageTypes().stream().sorted().toList(), states, fields(function));
	}

	private static Map<String, Map<String, String>> fields(FunctionDefinition function) {
		Map<String, Map<String, String>> fields = new TreeMap<>();
		Stream<Type<?>> messages = (function.function() instanceof DescribedFunction described)
				? described.types().stream() : Stream.empty();
		Stream.concat(messages, function.states().stream().map(ValueSpec::type)).forEach((type) -> {
			if (type instanceof StructuredType structured && !structured.structure().isEmpty()) {
				fields.put(type.typeName(), structured.structure());
			}
		});
		return fields;
	}

	static FunctionSchema read(Map<?, ?> recorded) {
		Map<String, StateSchema> states = new LinkedHashMap<>();
		Documents.mapping(recorded.get("states"))
			.forEach((name, state) -> states.put(String.valueOf(name), StateSchema.read(Documents.mapping(state))));
		return new FunctionSchema(
				Documents.list(recorded.get("messageTypes")).stream().map(String::valueOf).sorted().toList(), states,
				readFields(recorded));
	}

	/** Records that were made before there were fields have none. */
	private static Map<String, Map<String, String>> readFields(Map<?, ?> recorded) {
		Map<String, Map<String, String>> fields = new TreeMap<>();
		Documents.mapping(recorded.get("fields")).forEach((type, kinds) -> {
			Map<String, String> ofType = new TreeMap<>();
			Documents.mapping(kinds).forEach((path, kind) -> ofType.put(String.valueOf(path), String.valueOf(kind)));
			fields.put(String.valueOf(type), ofType);
		});
		return fields;
	}

	Map<String, Object> write() {
		Map<String, Object> written = new LinkedHashMap<>();
		this.states.forEach((name, state) -> written.put(name, state.write()));
		Map<String, Object> result = new LinkedHashMap<>();
		result.put("messageTypes", this.messageTypes);
		result.put("states", written);
		if (!this.fields.isEmpty()) {
			result.put("fields", this.fields);
		}
		return result;
	}

	void compare(String function, FunctionSchema recorded, List<String> problems) {
		recorded.states.forEach((name, old) -> {
			StateSchema state = this.states.get(name);
			if (state == null) {
				problems.add(
						"The state '%s' of %s, of type %s, is gone: what the engine has stored of it can no longer be read."
							.formatted(name, function, old.type()));
			}
			else {
				compare(function, name, state, old, problems);
			}
		});
		if (!this.messageTypes.isEmpty()) {
			recorded.messageTypes.stream()
				.filter((type) -> !this.messageTypes.contains(type))
				.forEach((type) -> problems.add(
						"%s no longer handles messages of type %s: one that is on its way, or delayed, would fail again and again."
							.formatted(function, type)));
		}
		recorded.fields.forEach((type, old) -> {
			Map<String, String> present = this.fields.get(type);
			if (present != null) {
				FieldChanges.compare(function, type, present, old, problems);
			}
		});
	}

	private static void compare(String function, String name, StateSchema state, StateSchema old,
			List<String> problems) {
		if (!state.type().equals(old.type())) {
			problems.add("The type of the state '%s' of %s was %s and is %s: the engine refuses another one."
				.formatted(name, function, old.type(), state.type()));
		}
		if (!state.expiresAs(old)) {
			problems.add(
					"The expiration of the state '%s' of %s was %s and is %s: the engine keeps to the old one for as long as it has the state."
						.formatted(name, function, old.describeExpiration(), state.describeExpiration()));
		}
	}

}
