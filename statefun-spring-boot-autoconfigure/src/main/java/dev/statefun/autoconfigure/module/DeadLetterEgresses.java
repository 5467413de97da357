package dev.statefun.autoconfigure.module;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.Environment;

/**
 * The egresses to which dead letters go, as properties say. A job fails if a message is
 * sent to an egress that its module file lacks.
 *
 * @param egresses their names, in order
 */
record DeadLetterEgresses(Set<String> egresses) {

	private static final String PREFIX = "statefun.errors.";

	static DeadLetterEgresses of(Environment environment) {
		Set<String> egresses = new TreeSet<>();
		Binder binder = Binder.get(environment);
		binder.bind(PREFIX + "dead-letter.egress", String.class).ifBound(egresses::add);
		Bindable<List<Map<String, Object>>> rules = Bindable.of(ResolvableType.forClassWithGenerics(List.class,
				ResolvableType.forClassWithGenerics(Map.class, String.class, Object.class)));
		binder.bind(PREFIX + "rules", rules).ifBound((all) -> all.forEach((rule) -> add(rule, egresses)));
		return new DeadLetterEgresses(egresses);
	}

	private static void add(Map<String, Object> rule, Set<String> egresses) {
		rule.forEach((name, value) -> {
			if (name.replace("-", "").toLowerCase(Locale.ROOT).equals("deadletter")) {
				Object egress = Documents.mapping(value).get("egress");
				if (egress != null) {
					egresses.add(egress.toString());
				}
			}
		});
	}

}
