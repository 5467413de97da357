package dev.statefun.integration;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import dev.statefun.testing.architecture.AllowedUse;
import dev.statefun.testing.architecture.HouseRules;
import dev.statefun.testing.architecture.ModuleClasses;

/**
 * What the integration tests may use: what applications use, and clients of what runs
 * beside them. No engine is on their class path.
 */
@AnalyzeClasses(locations = ModuleClasses.class)
class ArchitectureTests {

	@ArchTest
	static final ArchTests house = ArchTests.in(HouseRules.class);

	@ArchTest
	static final ArchRule packagesUseOnlyWhatTheyMay = AllowedUse
		.everywhere("dev.statefun", "dev.statefun.annotation", "dev.statefun.integration", "dev.statefun.io",
				"dev.statefun.type", "com.google.protobuf", "org.awaitility..", "org.springframework.beans..",
				"org.springframework.boot", "org.springframework.boot.autoconfigure..",
				"org.springframework.boot.builder", "org.springframework.context..", "org.springframework.core..",
				"org.springframework.stereotype", "org.springframework.util..")
		.in("dev.statefun.integration", "dev.statefun.http.netty", "org.apache.kafka..",
				"org.springframework.kafka.test..")
		.in("dev.statefun.integration.recorder", "dev.statefun.protocol", "com.sun.net.httpserver",
				"tools.jackson.databind..")
		.asRule();

}
