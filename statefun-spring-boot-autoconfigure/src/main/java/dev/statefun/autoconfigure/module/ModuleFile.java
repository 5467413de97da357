package dev.statefun.autoconfigure.module;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.statefun.autoconfigure.module.internal.Credentials;
import dev.statefun.autoconfigure.module.internal.EngineModule;
import dev.statefun.autoconfigure.module.internal.FileLocation;
import dev.statefun.autoconfigure.module.internal.RemoteEndpoint;
import dev.statefun.dispatch.FunctionRegistry;
import dev.statefun.http.EndpointPath;
import dev.statefun.http.EndpointSecret;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;

/**
 * The module file of the engine, {@code module.yaml}. It has the functions of this
 * application, the ingresses and egresses of {@link ModuleDocuments} beans, and those of
 * an included file. Safe for use by many threads.
 *
 * @since 0.1.0
 */
public final class ModuleFile {

	private final ModuleProperties properties;

	private final Engine engine;

	private final @Nullable EndpointSecret secret;

	private final Supplier<FunctionRegistry> functions;

	private final ResourceLoader files;

	private final Supplier<Stream<ModuleDocuments>> contributors;

	private final Placeholders placeholders;

	ModuleFile(ModuleProperties properties, Engine defaultEngine, @Nullable EndpointSecret secret,
			Supplier<FunctionRegistry> functions, ResourceLoader files, Supplier<Stream<ModuleDocuments>> contributors,
			Placeholders placeholders) {
		this.placeholders = placeholders;
		this.files = files;
		this.contributors = contributors;
		this.secret = secret;
		this.properties = properties;
		this.engine = (properties.engine() != null) ? properties.engine() : defaultEngine;
		properties.check(this.engine);
		this.functions = functions;
	}

	/**
	 * Write the file for the embedded engine, which is of 3.x, whatever
	 * {@code statefun.module} says of the deployed one.
	 * @param functions the functions, {@code namespace/name} each
	 * @param endpoint where they are
	 * @param include further documents, or {@code null} for none
	 * @return what the engine runs with
	 * @throws ModuleException if the file that is to be included cannot be
	 */
	public EngineModule writeEmbedded(Collection<String> functions, RemoteEndpoint endpoint,
			@Nullable Resource include) {
		Set<String> credentials = new LinkedHashSet<>();
		Included included = included(include, (name, value) -> {
			if (Credentials.areIn(name)) {
				credentials.add(value);
			}
			return value;
		});
		String text = writeV3(functions, endpoint, included, null);
		return EmbeddedModule.of(text, credentials);
	}

	/**
	 * Write the file for others than the engine, which alone is to know the secret of the
	 * endpoint.
	 * @param value gets each key and value of the documents that are included, and
	 * returns what to write instead. Their comments are not written
	 * @return YAML, ready to deploy once what is masked is put in
	 * @throws ModuleException if it is not configured where the functions are, or the
	 * file that is to be included cannot be
	 */
	public String writeMasked(BiFunction<String, Object, Object> value) {
		return write((this.secret != null) ? this.secret.toString() : null, value);
	}

	/**
	 * Write the file, with the secret of the endpoint if it has one.
	 * @return YAML, ready to deploy
	 * @throws ModuleException if it is not configured where the functions are, or the
	 * file that is to be included cannot be
	 */
	public String write() {
		return write((this.secret != null) ? this.secret.reveal() : null, null);
	}

	private String write(@Nullable String segment, @Nullable BiFunction<String, Object, Object> mask) {
		FunctionRegistry registry = this.functions.get();
		RemoteEndpoint plain = endpoint(segment);
		RemoteEndpoint endpoint = (mask != null) ? plain.withUrl(String.valueOf(mask.apply("url", plain.url())))
				: plain;
		Included included = included(include(),
				(name, value) -> (mask != null) ? String.valueOf(mask.apply(name, value)) : value);
		if (this.engine == Engine.V2) {
			return Documents.write(documentV2(registry, endpoint, included, mask));
		}
		Set<String> names = new LinkedHashSet<>();
		registry.typeNames().forEach((name) -> names.add(name.toString()));
		return writeV3(names, endpoint, included, mask);
	}

	private Map<String, Object> documentV2(FunctionRegistry registry, RemoteEndpoint endpoint,
			@Nullable Included included, @Nullable BiFunction<String, Object, Object> mask) {
		Map<String, Object> document = ModuleFileV2.add(ModuleFileV2.document(registry.functions(), endpoint),
				contributed(Engine.V2, included, mask));
		return (included != null) ? ModuleFileV2.merge(document, included.source(), included.text(mask)) : document;
	}

	private String writeV3(Collection<String> functions, RemoteEndpoint endpoint, @Nullable Included included,
			@Nullable BiFunction<String, Object, Object> mask) {
		String file = ModuleFileV3.add(ModuleFileV3.write(functions, endpoint), contributed(Engine.V3, included, mask));
		return (included != null) ? ModuleFileV3.merge(file, included.source(), included.text(mask), functions) : file;
	}

	/**
	 * Return what beans contribute, once its ids are unique, in the included file too.
	 */
	private List<ModuleDocument> contributed(Engine forEngine, @Nullable Included included,
			@Nullable BiFunction<String, Object, Object> mask) {
		List<ModuleDocument> documents = documents(forEngine);
		ids(documents, included);
		return (mask != null) ? documents.stream().map((document) -> document.replaceValues(mask)).toList() : documents;
	}

	/**
	 * Return the ingresses and egresses that beans contribute, for the deployed engine.
	 * @return the documents, with their credentials
	 * @throws ModuleException if the engine cannot have one of them
	 */
	public List<ModuleDocument> documents() {
		return documents(this.engine);
	}

	private List<ModuleDocument> documents(Engine forEngine) {
		return this.contributors.get().flatMap((contributor) -> contributor.documents(forEngine).stream()).toList();
	}

	private static ModuleIds ids(List<ModuleDocument> documents, @Nullable Included included) {
		ModuleIds ids = new ModuleIds();
		ids.add(documents);
		if (included != null) {
			ids.add(Documents.read("file", included.source(), included.text()), included.source());
		}
		return ids;
	}

	/**
	 * The functions, their messages and their states.
	 * @return what must not change while messages and states of it are kept
	 */
	public Schema schema() {
		return Schema.of(this.functions.get());
	}

	private @Nullable Resource include() {
		String location = this.properties.include();
		return (location != null) ? FileLocation.resolve(location, this.files) : null;
	}

	private @Nullable Included included(@Nullable Resource source, BiFunction<String, String, String> placeholder) {
		return (source != null)
				? new Included(source, this.placeholders.resolve(source, read("file", source), placeholder)) : null;
	}

	/**
	 * Check the ids of what beans contribute, and of the included file if it is there.
	 * @return the egresses
	 */
	Set<String> checkedEgresses() {
		Resource source = include();
		return egresses((source != null && source.exists()) ? source : null);
	}

	private Set<String> egresses(@Nullable Resource source) {
		return ids(documents(this.engine), included(source, (name, value) -> value)).egresses();
	}

	/** Report the egresses that the file will lack. */
	List<String> missing(Set<String> egresses) {
		return DeployedModule.missing(egresses, egresses(include()));
	}

	/** Where functions are called, as deployed files must have it. */
	String url() {
		return endpoint((this.secret != null) ? this.secret.reveal() : null).url();
	}

	/** Whether the last segment of that URL is a secret. */
	boolean hasSecret() {
		return this.secret != null;
	}

	/** The secret is one more segment of the path. */
	private RemoteEndpoint endpoint(@Nullable String segment) {
		RemoteEndpoint endpoint = this.properties.endpoint(this.engine);
		if (segment == null) {
			return endpoint;
		}
		String url = EndpointPath.append(endpoint.url(), segment);
		return endpoint.withUrl(url);
	}

	static String read(String what, Resource resource) {
		try {
			return resource.getContentAsString(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw ModuleException.unreadable(what, resource, ex);
		}
	}

	/**
	 * A file that is included.
	 *
	 * @param text its text, once placeholders were resolved
	 */
	private record Included(Resource source, String text) {

		String text(@Nullable BiFunction<String, Object, Object> mask) {
			return (mask != null) ? Documents.replace("file", this.source, this.text, mask) : this.text;
		}

	}

}
