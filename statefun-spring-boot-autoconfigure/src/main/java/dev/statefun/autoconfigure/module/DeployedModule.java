package dev.statefun.autoconfigure.module;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.statefun.autoconfigure.module.ModuleDocument.Part;
import org.jspecify.annotations.Nullable;

/**
 * The functions in a module file that is deployed.
 */
final class DeployedModule {

	private static final String MASK = "******";

	private final List<Endpoint> endpoints;

	private final Map<Part, Set<String>> ids;

	private DeployedModule(List<Endpoint> endpoints, Map<Part, Set<String>> ids) {
		this.endpoints = endpoints;
		this.ids = ids;
	}

	/**
	 * Read a file for either generation of the engine.
	 * @throws ModuleException if it is no module file
	 */
	static DeployedModule read(Object source, String text) {
		List<Map<?, ?>> documents = LegacyFormat.translate(Documents.read("module file", source, text));
		List<Endpoint> endpoints = endpoints(documents);
		if (endpoints.isEmpty()) {
			throw ModuleException.invalid("module file", source, "it names no functions",
					"Name the file 'module.yaml' that the engine runs with.");
		}
		return new DeployedModule(endpoints, ModuleIds.of(documents));
	}

	private static List<Endpoint> endpoints(List<Map<?, ?>> documents) {
		List<Endpoint> endpoints = new ArrayList<>();
		for (Map<?, ?> document : documents) {
			Map<?, ?> spec = Documents.mapping(document.get("spec"));
			if (String.valueOf(document.get("kind")).startsWith("io.statefun.endpoints.")) {
				endpoints.add(new Endpoint(String.valueOf(spec.get("functions")),
						String.valueOf(spec.get("urlPathTemplate")), null));
			}
			Map<?, ?> module = Documents.mapping(document.get("module"));
			for (Object function : Documents.list(Documents.mapping(module.get("spec")).get("functions"))) {
				endpoints.add(legacy(Documents.mapping(Documents.mapping(function).get("function")),
						ModuleFileV2.name(function)));
			}
		}
		return endpoints;
	}

	/** The functions that documents describe, or their namespaces with an asterisk. */
	static List<String> functions(List<Map<?, ?>> documents) {
		return endpoints(LegacyFormat.translate(documents)).stream().map(Endpoint::pattern).toList();
	}

	/** Report the egresses that the file lacks. */
	List<String> missing(Set<String> required) {
		return missing(required, ids(Part.EGRESS));
	}

	/** Report the ingresses and egresses of the application that the file lacks. */
	List<String> missing(List<ModuleDocument> documents) {
		return documents.stream()
			.filter((document) -> !ids(document.part()).contains(document.id()))
			.map((document) -> "The module file has no %s %s, which %s describes.".formatted(document.part().element(),
					document.id(), document.source()))
			.toList();
	}

	private Set<String> ids(Part part) {
		return this.ids.getOrDefault(part, Set.of());
	}

	static List<String> missing(Set<String> required, Set<String> present) {
		return required.stream()
			.filter((egress) -> !present.contains(egress))
			.map("The module file has no egress %s, to which dead letters go: the first one fails the job."::formatted)
			.toList();
	}

	private static Endpoint legacy(Map<?, ?> function, String name) {
		Map<?, ?> spec = Documents.mapping(function.get("spec"));
		Map<String, StateSchema> states = new LinkedHashMap<>();
		for (Object state : Documents.list(spec.get("states"))) {
			if (state instanceof Map<?, ?> described) {
				String after = StateSchema.text(described.get("expireAfter"));
				String mode = StateSchema.text(described.get("expireMode"));
				states.put(String.valueOf(described.get("name")),
						new StateSchema("", after, (after != null && mode == null) ? "after-invoke" : mode));
			}
			else {
				states.put(String.valueOf(state), new StateSchema("", null, null));
			}
		}
		return new Endpoint(name, String.valueOf(spec.get("endpoint")), states);
	}

	/**
	 * Compare with the functions of the application.
	 * @param url where they are
	 * @param secret whether the last segment of URLs is a secret, not to be told
	 * @return what does not fit, as sentences
	 */
	List<String> compare(Schema schema, String url, boolean secret) {
		List<String> problems = new ArrayList<>();
		schema.functions().forEach((name, function) -> {
			Endpoint endpoint = find(name);
			if (endpoint == null) {
				problems.add("The module file has no endpoint of the function %s: a message to it fails the job."
					.formatted(name));
			}
			else {
				endpoint.compare(name, function, url, secret, problems);
			}
		});
		this.endpoints.stream()
			.filter((endpoint) -> endpoint.urlOf(endpoint.pattern()).equals(url) && !endpoint.pattern().endsWith("/*")
					&& !schema.functions().containsKey(endpoint.pattern()))
			.forEach((endpoint) -> problems
				.add("The module file has the function %s at %s, which this application does not serve."
					.formatted(endpoint.pattern(), shown(url, secret))));
		return problems;
	}

	private static String shown(String url, boolean secret) {
		return secret ? url.substring(0, url.lastIndexOf('/') + 1) + MASK : url;
	}

	/** A name wins over a namespace, as in the engine. */
	private @Nullable Endpoint find(String function) {
		String namespace = function.substring(0, function.lastIndexOf('/')) + "/*";
		Endpoint found = null;
		for (Endpoint endpoint : this.endpoints) {
			if (endpoint.pattern().equals(function)) {
				return endpoint;
			}
			found = endpoint.pattern().equals(namespace) ? endpoint : found;
		}
		return found;
	}

	/**
	 * An endpoint in the module file.
	 *
	 * @param pattern a function, or a namespace with an asterisk
	 * @param states the states of the function, whose types are not told, or {@code null}
	 * if the engine asks the function for them
	 */
	private record Endpoint(String pattern, String url, @Nullable Map<String, StateSchema> states) {

		void compare(String name, FunctionSchema function, String expectedUrl, boolean secret, List<String> problems) {
			String actual = urlOf(name);
			String deployed = shown(actual, secret);
			String expected = shown(expectedUrl, secret);
			if (!deployed.equals(expected)) {
				problems.add("The module file has the function %s at %s, but it is at %s.".formatted(name, deployed,
						expected));
			}
			else if (!actual.equals(expectedUrl)) {
				problems.add("The module file has the function %s at %s, but with another secret.".formatted(name,
						deployed));
			}
			if (this.states != null) {
				compareStates(name, this.states, function.states(), problems);
			}
		}

		/**
		 * The engine puts the name of the function, without its namespace, into the URL.
		 */
		String urlOf(String function) {
			return this.url.replace("{function.name}", function.substring(function.lastIndexOf('/') + 1));
		}

		private static void compareStates(String name, Map<String, StateSchema> deployed,
				Map<String, StateSchema> states, List<String> problems) {
			states.forEach((state, schema) -> {
				StateSchema old = deployed.get(state);
				if (old == null) {
					problems.add("The module file lacks the state '%s' of %s: all of its requests would fail."
						.formatted(state, name));
				}
				else if (!schema.expiresAs(old)) {
					problems.add(
							"The expiration of the state '%s' of %s is %s in the module file and %s in the code, which engines of 2.x do not ask."
								.formatted(state, name, old.describeExpiration(), schema.describeExpiration()));
				}
			});
			deployed.keySet()
				.stream()
				.filter((state) -> !states.containsKey(state))
				.forEach((state) -> problems
					.add("The module file has a state '%s' of %s, which the code does not declare.".formatted(state,
							name)));
		}

	}

}
