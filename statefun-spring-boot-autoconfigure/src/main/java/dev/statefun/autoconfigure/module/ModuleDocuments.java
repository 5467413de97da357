package dev.statefun.autoconfigure.module;

import java.util.Collection;

/**
 * Contributes ingresses and egresses to the module file of the engine. Beans of this type
 * are asked in their order, each time the file is written, and each time the embedded
 * engine starts. Called by many threads.
 *
 * <pre class="code">
 * &#64;Bean
 * ModuleDocuments audit() {
 *     return (engine) -&gt; List.of(ModuleDocument.egress("example/audit", "io.statefun.kafka.v1/egress",
 *             Map.of("address", "kafka:9092"), "the bean audit"));
 * }
 * </pre>
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ModuleDocuments {

	/**
	 * Return the ingresses and egresses. Those of all beans and of the included file need
	 * different ids.
	 * @param engine the generation of the engine that the file is for
	 * @return the documents, which may be none
	 * @throws ModuleException if the engine cannot have what they describe, see
	 * {@link ModuleException#of(String, String)}
	 */
	Collection<ModuleDocument> documents(Engine engine);

}
