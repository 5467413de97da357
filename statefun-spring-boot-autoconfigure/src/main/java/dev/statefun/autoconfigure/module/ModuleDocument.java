package dev.statefun.autoconfigure.module;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * An ingress or an egress in the module file of the engine. Immutable.
 *
 * @param part what it is
 * @param id its id, {@code namespace/name}
 * @param type what the engine has for it, such as {@code io.statefun.kafka.v1/egress} in
 * 3.x, and {@code statefun.kafka.io/generic-egress} in 2.x
 * @param spec its options by their names in the module file, without the id. Values are
 * text, numbers, booleans, and lists and maps of them. They are written in this order
 * @param source where it comes from, as errors name it: a property or a bean
 * @since 0.1.0
 */
public record ModuleDocument(Part part, String id, String type, Map<String, ?> spec, String source) {

	/**
	 * Create a document.
	 * @param part what it is
	 * @param id its id, {@code namespace/name}
	 * @param type what the engine has for it
	 * @param spec its options, without the id
	 * @param source where it comes from, as errors name it
	 */
	public ModuleDocument {
		spec = Collections.unmodifiableMap(new LinkedHashMap<>(spec));
	}

	/**
	 * Describe an ingress.
	 * @param id its id, {@code namespace/name}
	 * @param type what the engine has for it
	 * @param spec its options, without the id
	 * @param source where it comes from, as errors name it
	 * @return the document
	 */
	public static ModuleDocument ingress(String id, String type, Map<String, ?> spec, String source) {
		return new ModuleDocument(Part.INGRESS, id, type, spec, source);
	}

	/**
	 * Describe an egress.
	 * @param id its id, {@code namespace/name}
	 * @param type what the engine has for it
	 * @param spec its options, without the id
	 * @param source where it comes from, as errors name it
	 * @return the document
	 */
	public static ModuleDocument egress(String id, String type, Map<String, ?> spec, String source) {
		return new ModuleDocument(Part.EGRESS, id, type, spec, source);
	}

	/**
	 * Replace values of the options, such as credentials.
	 * @param value gets each key, or that of the list in which the value is, and the
	 * value; returns what to have instead
	 * @return a document with these values
	 */
	public ModuleDocument replaceValues(BiFunction<String, Object, Object> value) {
		Map<String, Object> replaced = new LinkedHashMap<>();
		this.spec.forEach((key, present) -> replaced.put(key, Documents.replace(key, present, value)));
		return new ModuleDocument(this.part, this.id, this.type, replaced, this.source);
	}

	/** The form of 3.x. */
	Map<String, Object> document() {
		Map<String, Object> withId = new LinkedHashMap<>();
		withId.put("id", this.id);
		withId.putAll(this.spec);
		Map<String, Object> document = new LinkedHashMap<>();
		document.put("kind", this.type);
		document.put("spec", withId);
		return document;
	}

	/** The form of 2.x, an element of a list. */
	Map<String, Object> element() {
		Map<String, Object> meta = new LinkedHashMap<>();
		meta.put("type", this.type);
		meta.put("id", this.id);
		Map<String, Object> described = new LinkedHashMap<>();
		described.put("meta", meta);
		described.put("spec", this.spec);
		return Map.of(this.part.element(), described);
	}

	/**
	 * The kind of a document.
	 *
	 * @since 0.1.0
	 */
	public enum Part {

		/** Where records come in. */
		INGRESS("ingress", "ingresses"),

		/** Where records go out. */
		EGRESS("egress", "egresses");

		private final String element;

		private final String list;

		Part(String element, String list) {
			this.element = element;
			this.list = list;
		}

		String element() {
			return this.element;
		}

		/** The list of them in a module of 2.x. */
		String list() {
			return this.list;
		}

	}

}
