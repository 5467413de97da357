package dev.statefun.test;

import java.time.Clock;
import java.time.Instant;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import dev.statefun.testing.architecture.AllowedUse;
import dev.statefun.testing.architecture.HouseRules;
import dev.statefun.testing.architecture.ModuleClasses;
import dev.statefun.testing.architecture.PublishedRules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/**
 * What the test support may use, and what the engine in memory must do without.
 */
@AnalyzeClasses(locations = ModuleClasses.class)
class ArchitectureTests {

	@ArchTest
	static final ArchTests house = ArchTests.in(HouseRules.class);

	@ArchTest
	static final ArchTests published = ArchTests.in(PublishedRules.class);

	@ArchTest
	static final ArchRule packagesUseOnlyWhatTheyMay = AllowedUse
		.everywhere("dev.statefun", "dev.statefun.annotation", "dev.statefun.autoconfigure", "dev.statefun.client",
				"dev.statefun.dispatch", "dev.statefun.embedded", "dev.statefun.error", "dev.statefun.io",
				"dev.statefun.io.internal", "dev.statefun.method", "dev.statefun.protocol",
				"dev.statefun.protocol.internal", "dev.statefun.type", "com.google.protobuf", "org.assertj.core..",
				"org.junit.jupiter.api..", "org.springframework.beans..", "org.springframework.boot.autoconfigure..",
				"org.springframework.boot.test..", "org.springframework.context..", "org.springframework.core..",
				"org.springframework.test.context..", "org.springframework.util..")
		.asRule();

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
