package dev.statefun.autoconfigure.module;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.statefun.dispatch.FunctionRegistry;

/**
 * The data of an application that the engine keeps: stored states, and messages on their
 * way. This data outlives a version of the code, so a later version is compared with it.
 *
 * @param functions what each function leaves, by its type
 * @since 0.1.0
 */
public record Schema(Map<String, FunctionSchema> functions) {

	private static final String FUNCTIONS = "functions";

	static Schema of(FunctionRegistry registry) {
		Map<String, FunctionSchema> functions = new TreeMap<>();
		registry.functions()
			.forEach((function) -> functions.put(function.typeName().toString(), FunctionSchema.of(function)));
		return new Schema(functions);
	}

	/**
	 * Read what {@link #write()} has written, or the {@code statefun} endpoint of the
	 * actuator has answered.
	 * @throws ModuleException if it is none of that
	 */
	static Schema read(Object source, String text) {
		List<Map<?, ?>> documents = Documents.read("schema", source, text);
		if (documents.size() != 1 || !(documents.get(0).get(FUNCTIONS) instanceof Map<?, ?> recorded)) {
			throw ModuleException.invalid("schema", source, "it has no 'functions'",
					"Write it with 'statefun.export.schema', or save what the actuator's endpoint 'statefun' answers.");
		}
		Map<String, FunctionSchema> functions = new TreeMap<>();
		recorded.forEach((name, function) -> functions.put(String.valueOf(name),
				FunctionSchema.read(Documents.mapping(function))));
		return new Schema(functions);
	}

	/**
	 * Write the schema.
	 * @return YAML
	 */
	public String write() {
		Map<String, Object> written = new TreeMap<>();
		this.functions.forEach((name, function) -> written.put(name, function.write()));
		return Documents.write(Map.of(FUNCTIONS, written));
	}

	/**
	 * Compare with what was recorded of an earlier version.
	 * @return what no longer fits, as sentences
	 */
	List<String> compare(Schema recorded) {
		List<String> problems = new ArrayList<>();
		recorded.functions.forEach((name, old) -> {
			FunctionSchema function = this.functions.get(name);
			if (function != null) {
				function.compare(name, old, problems);
			}
			else {
				problems.add("The function %s is gone, with its states %s: messages to it would fail again and again."
					.formatted(name, old.states().keySet()));
			}
		});
		return problems;
	}

}
