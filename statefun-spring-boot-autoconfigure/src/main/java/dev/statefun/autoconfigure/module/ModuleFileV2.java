package dev.statefun.autoconfigure.module;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.statefun.Expiration.Mode;
import dev.statefun.Expiration;
import dev.statefun.ValueSpec;
import dev.statefun.autoconfigure.module.ModuleDocument.Part;
import dev.statefun.autoconfigure.module.internal.RemoteEndpoint;
import dev.statefun.dispatch.FunctionDefinition;

/**
 * The module file of an engine of 2.x: one document, which names the states of each
 * function. Format 1.0 knows their names only, format 2.0 when they expire as well.
 */
final class ModuleFileV2 {

	static final String FORMAT_NAMES = "1.0";

	static final String FORMAT_EXPIRATIONS = "2.0";

	private ModuleFileV2() {
	}

	static Map<String, Object> document(Collection<FunctionDefinition> functions, RemoteEndpoint endpoint) {
		String format = functions.stream().allMatch(ModuleFileV2::expiresNothing) ? FORMAT_NAMES : FORMAT_EXPIRATIONS;
		List<Object> specs = new ArrayList<>();
		functions.stream()
			.sorted(Comparator.comparing((function) -> function.typeName().toString()))
			.forEach((function) -> specs.add(Map.of("function", function(function, endpoint, format))));
		Map<String, Object> spec = new LinkedHashMap<>();
		spec.put("functions", specs);
		Map<String, Object> module = new LinkedHashMap<>();
		module.put("meta", Map.of("type", "remote"));
		module.put("spec", spec);
		Map<String, Object> document = new LinkedHashMap<>();
		document.put("version", format);
		document.put("module", module);
		return document;
	}

	private static boolean expiresNothing(FunctionDefinition function) {
		return function.states().stream().allMatch((state) -> state.expiration().mode() == Mode.NONE);
	}

	private static Map<String, Object> function(FunctionDefinition function, RemoteEndpoint endpoint, String format) {
		Map<String, Object> meta = new LinkedHashMap<>();
		meta.put("kind", "http");
		meta.put("type", function.typeName().toString());
		Map<String, Object> spec = new LinkedHashMap<>();
		spec.put("endpoint", endpoint.url());
		spec.put("states",
				function.states()
					.stream()
					.map((state) -> FORMAT_NAMES.equals(format) ? state.name() : state(state))
					.toList());
		if (endpoint.maxNumBatchRequests() != null) {
			spec.put("maxNumBatchRequests", endpoint.maxNumBatchRequests());
		}
		spec.putAll(endpoint.options());
		Map<String, Object> result = new LinkedHashMap<>();
		result.put("meta", meta);
		result.put("spec", spec);
		return result;
	}

	private static Map<String, Object> state(ValueSpec<?> state) {
		Map<String, Object> result = new LinkedHashMap<>();
		result.put("name", state.name());
		Expiration expiration = state.expiration();
		if (expiration.mode() != Mode.NONE) {
			result.put("expireAfter", Documents.duration(expiration.timeToLive()));
			result.put("expireMode", StateSchema.expireMode(expiration));
		}
		return result;
	}

	/** Add ingresses and egresses to a document of this class. */
	static Map<String, Object> add(Map<String, Object> document, List<ModuleDocument> documents) {
		Map<Object, Object> spec = new LinkedHashMap<>(
				Documents.mapping(Documents.mapping(document.get("module")).get("spec")));
		for (Part part : Part.values()) {
			List<Object> elements = documents.stream()
				.filter((added) -> added.part() == part)
				.<Object>map(ModuleDocument::element)
				.toList();
			if (!elements.isEmpty()) {
				spec.put(part.list(), elements);
			}
		}
		return withSpec(document, spec);
	}

	private static Map<String, Object> withSpec(Map<String, Object> document, Map<Object, Object> spec) {
		Map<String, Object> module = new LinkedHashMap<>();
		module.put("meta", Map.of("type", "remote"));
		module.put("spec", spec);
		Map<String, Object> changed = new LinkedHashMap<>(document);
		changed.put("module", module);
		return changed;
	}

	/** Take over all that another module has: ingresses, routers, egresses, functions. */
	static Map<String, Object> merge(Map<String, Object> document, Object source, String included) {
		List<Map<?, ?>> documents = Documents.read("file", source, included);
		if (documents.isEmpty()) {
			return document;
		}
		if (documents.size() > 1 || !(documents.get(0).get("module") instanceof Map<?, ?>)) {
			throw ModuleException.invalid("file", source, "it is not a module of StateFun 2.x",
					"Name a file with one document, with 'version' and 'module', or set 'statefun.module.engine=v3'.");
		}
		Map<?, ?> other = documents.get(0);
		Map<?, ?> otherSpec = Documents.mapping(Documents.mapping(other.get("module")).get("spec"));
		List<?> otherFunctions = Documents.list(otherSpec.get("functions"));
		if (!otherFunctions.isEmpty() && !String.valueOf(document.get("version")).equals(other.get("version"))) {
			throw ModuleException
				.invalid("file", source,
						"it describes functions in version %s, but those of this application need version \"%s\""
							.formatted(other.get("version"), document.get("version")),
						"Write its functions in that version.");
		}
		Map<?, ?> ownSpec = Documents.mapping(Documents.mapping(document.get("module")).get("spec"));
		List<Object> functions = new ArrayList<>(Documents.list(ownSpec.get("functions")));
		List<String> names = functions.stream().map(ModuleFileV2::name).toList();
		for (Object function : otherFunctions) {
			if (names.contains(name(function))) {
				throw ModuleException.invalid("file", source,
						"it has the function %s, which this application serves".formatted(name(function)),
						"Remove it there: it is generated.");
			}
			functions.add(function);
		}
		Map<Object, Object> spec = new LinkedHashMap<>();
		spec.put("functions", functions);
		ownSpec.forEach(spec::putIfAbsent);
		for (Part part : Part.values()) {
			List<Object> elements = new ArrayList<>(Documents.list(ownSpec.get(part.list())));
			elements.addAll(Documents.list(otherSpec.get(part.list())));
			if (!elements.isEmpty()) {
				spec.put(part.list(), elements);
			}
		}
		otherSpec.forEach(spec::putIfAbsent);
		return withSpec(document, spec);
	}

	static String name(Object function) {
		Map<?, ?> inner = Documents.mapping(Documents.mapping(function).get("function"));
		return String.valueOf(Documents.mapping(inner.get("meta")).get("type"));
	}

}
