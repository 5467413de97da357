package dev.statefun.autoconfigure.module;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.statefun.autoconfigure.module.internal.Credentials;
import dev.statefun.autoconfigure.module.internal.EngineModule;
import dev.statefun.autoconfigure.module.internal.EngineModule.KafkaConnection;

/**
 * Finds in a module file what the application must know of the engine that runs with it.
 */
final class EmbeddedModule {

	private EmbeddedModule() {
	}

	/**
	 * Read a file.
	 * @param resolved the credentials that placeholders were resolved to
	 */
	static EngineModule of(String text, Set<String> resolved) {
		Set<String> credentials = new LinkedHashSet<>(resolved);
		List<KafkaConnection> connections = new ArrayList<>();
		for (Map<?, ?> document : Documents.read("module file", "of the embedded engine", text)) {
			Documents.replace("", document, (key, value) -> {
				if (Credentials.areIn(key)) {
					credentials.add(value.toString());
				}
				return value;
			});
			for (Map<?, ?> part : LegacyFormat.translate(List.of(document))) {
				String kind = String.valueOf(part.get("kind"));
				Map<?, ?> spec = Documents.mapping(part.get("spec"));
				if (kind.startsWith("io.statefun.kafka.v1/") && spec.get("address") != null) {
					String name = kind.substring(kind.indexOf('/') + 1);
					connections.add(new KafkaConnection(name + " " + spec.get("id"), spec.get("address").toString(),
							name.equals("ingress") || isExactlyOnce(spec)));
				}
			}
		}
		return new EngineModule(text, connections, credentials);
	}

	/** Such an egress begins a transaction when it starts. */
	private static boolean isExactlyOnce(Map<?, ?> spec) {
		return "exactly-once".equals(Documents.mapping(spec.get("deliverySemantic")).get("type"));
	}

}
