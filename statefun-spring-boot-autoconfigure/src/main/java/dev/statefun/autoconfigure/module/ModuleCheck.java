package dev.statefun.autoconfigure.module;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import dev.statefun.autoconfigure.module.ModuleDocument.Part;
import dev.statefun.autoconfigure.module.internal.FileLocation;
import dev.statefun.dispatch.FunctionDefinition;
import dev.statefun.dispatch.FunctionRegistry;
import dev.statefun.dispatch.internal.DescribedFunction;
import dev.statefun.type.TypeName;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.env.Environment;
import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;
import org.springframework.util.function.SingletonSupplier;

/**
 * Compares the ingresses that beans contribute with the functions of the application, at
 * startup. The engine would find out with the first record, which fails the job.
 */
final class ModuleCheck implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(ModuleCheck.class);

	/** Files that may describe functions of others. */
	private static final List<String> INCLUDES = List.of("statefun.module.include", "statefun.embedded-engine.module");

	private final ModuleFile file;

	private final Supplier<FunctionRegistry> functions;

	private final ResourceLoader files;

	private final Environment environment;

	ModuleCheck(ModuleFile file, Supplier<FunctionRegistry> functions, ResourceLoader files, Environment environment) {
		this.file = file;
		this.functions = functions;
		this.files = files;
		this.environment = environment;
	}

	/**
	 * Check what beans contribute.
	 * @throws ModuleException if a record could not be handled, or an id is there twice
	 */
	@Override
	public void afterSingletonsInstantiated() {
		List<ModuleDocument> documents = this.file.documents();
		if (documents.isEmpty()) {
			return;
		}
		Set<String> egresses = this.file.checkedEgresses();
		FunctionRegistry registry = this.functions.get();
		Supplier<Set<String>> others = SingletonSupplier.of(this::others);
		List<String> problems = new ArrayList<>();
		documents.stream()
			.filter((document) -> document.part() == Part.INGRESS)
			.forEach((ingress) -> check(ingress, registry, others, problems));
		if (!problems.isEmpty()) {
			throw ModuleException.routes(problems);
		}
		// A command that writes the file says so itself
		if (!OnModuleCommandCondition.matches(this.environment)) {
			DeployedModule.missing(DeadLetterEgresses.of(this.environment).egresses(), egresses).forEach(logger::warn);
		}
	}

	private static void check(ModuleDocument ingress, FunctionRegistry registry, Supplier<Set<String>> others,
			List<String> problems) {
		for (Object element : Documents.list(ingress.spec().get("topics"))) {
			Map<?, ?> topic = Documents.mapping(element);
			Object type = topic.containsKey("valueType") ? topic.get("valueType") : topic.get("typeUrl");
			for (Object target : Documents.list(topic.get("targets"))) {
				check(ingress, String.valueOf(topic.get("topic")), String.valueOf(type), target.toString(), registry,
						others, problems);
			}
		}
	}

	private static void check(ModuleDocument ingress, String topic, String type, String target,
			FunctionRegistry registry, Supplier<Set<String>> others, List<String> problems) {
		FunctionDefinition function = registry.find(TypeName.parse(target));
		String route = "The ingress %s (%s) sends the topic %s to %s".formatted(ingress.id(), ingress.source(), topic,
				target);
		if (function == null) {
			if (!isAmong(others.get(), target)) {
				problems
					.add("%s, which this application does not have. It has %s.".formatted(route, registry.typeNames()));
			}
		}
		else if (function.function() instanceof DescribedFunction described && !described.handles(type)) {
			problems.add("%s, which has no handler for %s, only for %s.".formatted(route, type,
					described.handlers().keySet()));
		}
	}

	private static boolean isAmong(Set<String> functions, String target) {
		String namespace = target.substring(0, target.indexOf('/')) + "/*";
		return functions.contains(target) || functions.contains(namespace);
	}

	/** Return the functions that included files describe. */
	private Set<String> others() {
		Set<String> others = new LinkedHashSet<>();
		for (String include : INCLUDES) {
			String location = this.environment.getProperty(include);
			Resource source = (location != null && !location.isEmpty()) ? FileLocation.resolve(location, this.files)
					: null;
			if (source != null && source.exists()) {
				others
					.addAll(DeployedModule.functions(Documents.read("file", source, ModuleFile.read("file", source))));
			}
		}
		return others;
	}

}
