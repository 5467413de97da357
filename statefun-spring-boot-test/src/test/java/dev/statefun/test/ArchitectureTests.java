package dev.statefun.test;

import java.time.Clock;
import java.time.Instant;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/**
 * What the engine in memory must do without.
 */
@AnalyzeClasses(packages = "dev.statefun.test", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	/** It need not be on the class path. */
	@ArchTest
	static final ArchRule onlyItsConfigurationKnowsTheEmbeddedEngine = noClasses().that()
		.doNotHaveFullyQualifiedName(embeddedConfiguration())
		.should()
		.dependOnClassesThat()
		.resideInAPackage("dev.statefun.embedded..");

	/** Time passes when the test says so. */
	@ArchTest
	static final ArchRule onlyTheEmbeddedEngineKnowsTheTime = noClasses().that()
		.doNotHaveFullyQualifiedName(embeddedConfiguration())
		.should()
		.callMethod(Clock.class, "systemUTC")
		.orShould()
		.callMethod(Clock.class, "systemDefaultZone")
		.orShould()
		.callMethod(Instant.class, "now")
		.orShould()
		.callMethod(System.class, "currentTimeMillis")
		.orShould()
		.callMethod(System.class, "nanoTime")
		.orShould()
		.callMethod(Thread.class, "sleep", long.class);

	private static String embeddedConfiguration() {
		return StatefunTestAutoConfiguration.EmbeddedConfiguration.class.getName();
	}

}
