package dev.statefun.client;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import dev.statefun.testing.architecture.AllowedUse;
import dev.statefun.testing.architecture.HouseRules;
import dev.statefun.testing.architecture.ModuleClasses;
import dev.statefun.testing.architecture.PublishedRules;

/**
 * What the client may use: the core and a little of Spring, but not Spring Boot.
 */
@AnalyzeClasses(locations = ModuleClasses.class)
class ArchitectureTests {

	@ArchTest
	static final ArchTests house = ArchTests.in(HouseRules.class);

	@ArchTest
	static final ArchTests published = ArchTests.in(PublishedRules.class);

	@ArchTest
	static final ArchRule packagesUseOnlyWhatTheyMay = AllowedUse
		.everywhere("dev.statefun", "dev.statefun.client", "dev.statefun.client.internal", "dev.statefun.dispatch",
				"dev.statefun.dispatch.internal", "dev.statefun.type", "org.springframework.util")
		.in("dev.statefun.client.internal", "com.google.protobuf", "dev.statefun.io.internal",
				"dev.statefun.type.internal", "dev.statefun.observation", "io.micrometer.core.instrument..",
				"io.micrometer.observation..", "org.apache.commons.logging", "org.springframework.core",
				"reactor.core.publisher", "org.reactivestreams")
		.in("dev.statefun.client.kafka", "dev.statefun.io", "org.apache.commons.logging", "org.apache.kafka..",
				"org.springframework.kafka.core")
		.asRule();

}
