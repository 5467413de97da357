package dev.statefun.autoconfigure.module;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

import dev.statefun.autoconfigure.module.ModuleDocument.Part;

/**
 * The ids of the ingresses and egresses of one module file, with the place of each. An
 * engine refuses an id that occurs twice, but does not say where.
 */
final class ModuleIds {

	private final Map<Part, Map<String, String>> places = new EnumMap<>(Part.class);

	/**
	 * Add what beans contribute.
	 * @throws ModuleException if an id is there already
	 */
	void add(List<ModuleDocument> documents) {
		documents.forEach((document) -> add(document.part(), document.id(), document.source()));
	}

	/**
	 * Add the documents of a file, in any format.
	 * @throws ModuleException if an id is there already
	 */
	void add(List<Map<?, ?>> documents, Object file) {
		read(documents, (part, id) -> add(part, id, "the file " + file));
	}

	private void add(Part part, String id, String place) {
		String other = this.places.computeIfAbsent(part, (key) -> new TreeMap<>()).putIfAbsent(id, place);
		if (other != null) {
			throw ModuleException.sameId(part.element(), id, other, place);
		}
	}

	Set<String> egresses() {
		return this.places.getOrDefault(Part.EGRESS, Map.of()).keySet();
	}

	/** The ids that documents in any format have. */
	static Map<Part, Set<String>> of(List<Map<?, ?>> documents) {
		Map<Part, Set<String>> ids = new EnumMap<>(Part.class);
		read(documents, (part, id) -> ids.computeIfAbsent(part, (key) -> new TreeSet<>()).add(id));
		return ids;
	}

	private static void read(List<Map<?, ?>> documents, BiConsumer<Part, String> ids) {
		for (Map<?, ?> document : LegacyFormat.translate(documents)) {
			Object id = Documents.mapping(document.get("spec")).get("id");
			Map<?, ?> spec = Documents.mapping(Documents.mapping(document.get("module")).get("spec"));
			for (Part part : Part.values()) {
				if (id != null && String.valueOf(document.get("kind")).endsWith("/" + part.element())) {
					ids.accept(part, id.toString());
				}
				for (Object element : Documents.list(spec.get(part.list()))) {
					Map<?, ?> described = Documents.mapping(Documents.mapping(element).get(part.element()));
					ids.accept(part, String.valueOf(Documents.mapping(described.get("meta")).get("id")));
				}
			}
		}
	}

}
