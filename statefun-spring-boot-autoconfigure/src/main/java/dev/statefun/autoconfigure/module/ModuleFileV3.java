package dev.statefun.autoconfigure.module;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import dev.statefun.autoconfigure.module.internal.RemoteEndpoint;

/**
 * The module file of an engine of 3.x: a document for each function, which learns the
 * states from the function itself, and those of others as they are.
 */
final class ModuleFileV3 {

	static final String ENDPOINT_KIND = "io.statefun.endpoints.v2/http";

	private ModuleFileV3() {
	}

	static String write(Collection<String> functions, RemoteEndpoint endpoint) {
		StringBuilder file = new StringBuilder();
		for (String function : new TreeSet<>(functions)) {
			file.append(file.isEmpty() ? "" : Documents.SEPARATOR)
				.append(Documents.write(document(function, endpoint)));
		}
		return file.toString();
	}

	private static Map<String, Object> document(String function, RemoteEndpoint endpoint) {
		Map<String, Object> transport = new LinkedHashMap<>();
		transport.put("type", endpoint.transport().typename());
		transport.putAll(endpoint.options());
		Map<String, Object> spec = new LinkedHashMap<>();
		spec.put("functions", function);
		spec.put("urlPathTemplate", endpoint.url());
		if (endpoint.maxNumBatchRequests() != null) {
			spec.put("maxNumBatchRequests", endpoint.maxNumBatchRequests());
		}
		spec.put("transport", transport);
		Map<String, Object> document = new LinkedHashMap<>();
		document.put("kind", ENDPOINT_KIND);
		document.put("spec", spec);
		return document;
	}

	/** Add ingresses and egresses. */
	static String add(String file, List<ModuleDocument> documents) {
		StringBuilder all = new StringBuilder(file);
		for (ModuleDocument document : documents) {
			all.append(all.isEmpty() ? "" : Documents.SEPARATOR).append(Documents.write(document.document()));
		}
		return all.toString();
	}

	/** Add documents as they are, with their comments. */
	static String merge(String file, Object source, String included, Collection<String> functions) {
		List<Map<?, ?>> read = Documents.read("file", source, included);
		List<Map<?, ?>> documents = LegacyFormat.translate(read);
		for (Map<?, ?> document : documents) {
			if (!(document.get("kind") instanceof String)) {
				throw ModuleException.invalid("file", source,
						document.containsKey("module") ? "it is a module of StateFun 2.x"
								: "it has a document without 'kind'",
						"Name a file with documents of StateFun 3.x. For a deployed engine of 2.x, set 'statefun.module.engine=v2'.");
			}
			Object function = Documents.mapping(document.get("spec")).get("functions");
			if (function instanceof String name && functions.contains(name)) {
				throw ModuleException.invalid("file", source,
						"it has an endpoint of the function %s, which this application serves".formatted(name),
						"Remove that document: it is generated.");
			}
		}
		if (documents.isEmpty()) {
			return file;
		}
		boolean translated = read.stream().anyMatch(LegacyFormat::is);
		String further = translated
				? String.join(Documents.SEPARATOR, documents.stream().map(Documents::write).toList())
				: included.stripLeading();
		return file + (further.startsWith("---") || file.isEmpty() ? "" : Documents.SEPARATOR) + further
				+ (further.endsWith("\n") ? "" : "\n");
	}

}
