package dev.statefun.testing.architecture;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.PackageMatcher;
import com.tngtech.archunit.core.domain.PackageMatchers;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

/**
 * The packages that a module may use: some everywhere, others in named packages only. A
 * package that is not listed is refused, so a new library or a new arrow between modules
 * needs a new entry. All packages are patterns of ArchUnit, where {@code ..} stands for
 * any number of packages.
 */
public final class AllowedUse {

	private final Set<String> everywhere = new LinkedHashSet<>();

	private final Map<String, Set<String>> byUser = new LinkedHashMap<>();

	private AllowedUse(String... packages) {
		this.everywhere.add("java..");
		this.everywhere.add("org.jspecify.annotations");
		this.everywhere.addAll(Arrays.asList(packages));
	}

	/**
	 * Allow packages to all classes of the module. Classes may always use their own
	 * package, the JDK's {@code java..} and JSpecify.
	 */
	public static AllowedUse everywhere(String... packages) {
		return new AllowedUse(packages);
	}

	/** Allow packages to the classes of some packages in addition. */
	public AllowedUse in(String user, String... packages) {
		this.byUser.computeIfAbsent(user, (key) -> new LinkedHashSet<>()).addAll(Arrays.asList(packages));
		return this;
	}

	public ArchRule asRule() {
		return classes().should(new Condition()).as("classes should use only the packages that theirs may use");
	}

	private PackageMatchers allowed(JavaClass user) {
		Set<String> allowed = new LinkedHashSet<>(this.everywhere);
		allowed.add(user.getPackageName());
		this.byUser.forEach((packages, more) -> {
			if (PackageMatcher.of(packages).matches(user.getPackageName())) {
				allowed.addAll(more);
			}
		});
		return PackageMatchers.of(allowed);
	}

	private final class Condition extends ArchCondition<JavaClass> {

		private Condition() {
			super("use allowed packages only");
		}

		@Override
		public void check(JavaClass user, ConditionEvents events) {
			PackageMatchers allowed = allowed(user);
			for (Dependency dependency : user.getDirectDependenciesFromSelf()) {
				JavaClass used = dependency.getTargetClass().getBaseComponentType();
				if (!used.isPrimitive() && !allowed.test(used.getPackageName())) {
					events.add(SimpleConditionEvent.violated(user, dependency.getDescription()));
				}
			}
		}

	}

}
