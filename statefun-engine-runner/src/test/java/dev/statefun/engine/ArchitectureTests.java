package dev.statefun.engine;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import dev.statefun.testing.architecture.AllowedUse;
import dev.statefun.testing.architecture.HouseRules;
import dev.statefun.testing.architecture.ModuleClasses;
import dev.statefun.testing.architecture.PublishedRules;

/**
 * What the program in the engine's JVM may use: the engine and its libraries. It shares
 * no class with applications.
 */
@AnalyzeClasses(locations = ModuleClasses.class)
class ArchitectureTests {

	@ArchTest
	static final ArchTests house = ArchTests.in(HouseRules.class);

	@ArchTest
	static final ArchTests published = ArchTests.in(PublishedRules.class);

	@ArchTest
	static final ArchRule packagesUseOnlyWhatTheyMay = AllowedUse
		.everywhere("com.google.protobuf", "com.sun.net.httpserver", "org.apache.flink..", "org.slf4j")
		.asRule();

}
