package dev.statefun.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

import dev.statefun.autoconfigure.internal.FrozenProperties;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Stops startup if configuration files or the command line have a property below
 * {@code statefun.} that does not exist. Spring Boot would ignore it. The same applies to
 * a property that ahead-of-time processing has frozen.
 * <p>
 * Environment variables are not checked: Kubernetes makes {@code STATEFUN_PORT} of the
 * name of a service. Rules are the exception, since a condition that is ignored lets a
 * rule match everything. A JVM's system properties are everybody's, so an unknown one is
 * only logged.
 */
final class PropertiesCheck implements BeanFactoryPostProcessor, PriorityOrdered {

	private static final Log logger = LogFactory.getLog(PropertiesCheck.class);

	static final String BEAN_NAME = "statefunPropertiesCheck";

	private static final String PREFIX = "statefun.";

	/** An empty value of one of them turns the server off, as in tests. */
	private static final List<String> SERVER = List.of("statefun.server.port", "statefun.server.unix-domain-socket");

	private final KnownProperties known = new KnownProperties();

	private final ConfigurableEnvironment environment;

	PropertiesCheck(ConfigurableEnvironment environment) {
		this.environment = environment;
	}

	/** Before other errors, which a property that is ignored may cause. */
	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		List<String> unknown = new ArrayList<>();
		ReplacedRules rules = new ReplacedRules();
		Set<String> ofServer = new TreeSet<>();
		for (PropertySource<?> source : this.environment.getPropertySources()) {
			if (source instanceof EnumerablePropertySource<?> enumerable) {
				unknown.addAll(check(enumerable, rules, ofServer));
			}
		}
		if (!unknown.isEmpty()) {
			throw InvalidPropertiesException.unknown(unknown);
		}
		if (!rules.problems().isEmpty()) {
			throw InvalidPropertiesException.incompleteRules(rules.problems());
		}
		if (beanFactory.getSingleton(FrozenProperties.BEAN_NAME) instanceof FrozenProperties frozen) {
			List<String> changes = frozen.changes(this.environment);
			if (!changes.isEmpty()) {
				throw InvalidPropertiesException.frozen(changes);
			}
		}
		if (!ofServer.isEmpty() && SERVER.stream().noneMatch(this.environment::containsProperty)) {
			logger.warn("%s have no effect without one of %s: the endpoint has no server of its own".formatted(ofServer,
					SERVER));
		}
	}

	private List<String> check(EnumerablePropertySource<?> source, ReplacedRules rules, Set<String> ofServer) {
		List<String> unknown = new ArrayList<>();
		boolean variables = isEnvironment(source);
		for (String name : source.getPropertyNames()) {
			String form = variables ? RuleVariable.form(name) : form(name);
			if (form == null) {
				continue;
			}
			rules.add(source.getName(), form);
			if (form.startsWith("statefun.server.")) {
				ofServer.add(name);
			}
			if (!this.known.contains(form) && !isEmptySection(source, name, form)) {
				String problem = "%s (%s), did you mean %s?".formatted(name, origin(source, name),
						this.known.nearest(form));
				if (isShared(source) && !ReplacedRules.isRule(form)) {
					logger.warn("There is no such system property below 'statefun.': " + problem);
				}
				else {
					unknown.add(problem);
				}
			}
		}
		return unknown;
	}

	private static @Nullable String form(String name) {
		if (!name.replaceAll("[-_]", "").toLowerCase(Locale.ROOT).startsWith(PREFIX)) {
			return null;
		}
		String form = KnownProperties.form(name);
		return form.startsWith(PREFIX) ? form : null;
	}

	/** As a section of YAML is whose keys are all comments. */
	private boolean isEmptySection(EnumerablePropertySource<?> source, String name, String form) {
		return this.known.containsBelow(form) && source.getProperty(name) instanceof CharSequence text
				&& text.isEmpty();
	}

	private static boolean isEnvironment(PropertySource<?> source) {
		return source instanceof SystemEnvironmentPropertySource
				|| source.getName().endsWith(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
	}

	private static boolean isShared(PropertySource<?> source) {
		return source.getName().equals(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
	}

	private static Object origin(EnumerablePropertySource<?> source, String name) {
		Origin origin = OriginLookup.getOrigin(source, name);
		return (origin != null) ? origin : source.getName();
	}

}
