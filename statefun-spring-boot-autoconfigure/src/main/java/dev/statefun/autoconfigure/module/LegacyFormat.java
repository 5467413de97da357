package dev.statefun.autoconfigure.module;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The format of module files of 3.0, which later engines of 3.x still read: one document
 * with all parts, {@code version: "3.0"} and {@code module}. Each part can also be a
 * document of its own, in the format of today.
 */
final class LegacyFormat {

	/** The kinds of today, as the engine 3.3.0 translates them. */
	private static final Map<String, String> KINDS = Map.of("http", "io.statefun.endpoints.v1/http",
			"io.statefun.kafka/ingress", "io.statefun.kafka.v1/ingress", "io.statefun.kafka/egress",
			"io.statefun.kafka.v1/egress", "io.statefun.kinesis/ingress", "io.statefun.kinesis.v1/ingress",
			"io.statefun.kinesis/egress", "io.statefun.kinesis.v1/egress");

	private LegacyFormat() {
	}

	/** Tell whether a document is in that format, and not in one of 2.x. */
	static boolean is(Map<?, ?> document) {
		return document.get("module") instanceof Map<?, ?> && String.valueOf(document.get("version")).startsWith("3.");
	}

	/** Replace documents in that format by those of their parts. */
	static List<Map<?, ?>> translate(List<Map<?, ?>> documents) {
		List<Map<?, ?>> translated = new ArrayList<>();
		for (Map<?, ?> document : documents) {
			if (is(document)) {
				Map<?, ?> spec = Documents.mapping(Documents.mapping(document.get("module")).get("spec"));
				translate(spec, "endpoints", "endpoint", "kind", translated);
				translate(spec, "ingresses", "ingress", "type", translated);
				translate(spec, "egresses", "egress", "type", translated);
			}
			else {
				translated.add(document);
			}
		}
		return translated;
	}

	private static void translate(Map<?, ?> spec, String list, String name, String kind, List<Map<?, ?>> translated) {
		for (Object element : Documents.list(spec.get(list))) {
			Map<?, ?> part = Documents.mapping(Documents.mapping(element).get(name));
			Map<?, ?> meta = Documents.mapping(part.get("meta"));
			String type = String.valueOf(meta.get(kind));
			Map<Object, @Nullable Object> partSpec = new LinkedHashMap<>();
			if (meta.get("id") != null) {
				partSpec.put("id", meta.get("id"));
			}
			partSpec.putAll(Documents.mapping(part.get("spec")));
			Map<String, Object> document = new LinkedHashMap<>();
			document.put("kind", KINDS.getOrDefault(type, type));
			document.put("spec", partSpec);
			translated.add(document);
		}
	}

}
