package dev.statefun.console;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import dev.statefun.testing.architecture.AllowedUse;
import dev.statefun.testing.architecture.HouseRules;
import dev.statefun.testing.architecture.ModuleClasses;
import dev.statefun.testing.architecture.PublishedRules;

/**
 * What the console may use: the core, the list of hosts of the HTTP module, Jackson for
 * its own JSON, and in one package each the two web frameworks. No Spring Boot.
 */
@AnalyzeClasses(locations = ModuleClasses.class)
class ArchitectureTests {

	@ArchTest
	static final ArchTests house = ArchTests.in(HouseRules.class);

	@ArchTest
	static final ArchTests published = ArchTests.in(PublishedRules.class);

	@ArchTest
	static final ArchRule packagesUseOnlyWhatTheyMay = AllowedUse
		.everywhere("dev.statefun.console.internal", "org.springframework.core..", "org.springframework.util..")
		.in("dev.statefun.console.internal", "dev.statefun", "dev.statefun.dispatch..", "dev.statefun.error..",
				"dev.statefun.http", "dev.statefun.protocol", "dev.statefun.type..", "com.google.protobuf",
				"org.apache.commons.logging", "tools.jackson..", "com.fasterxml.jackson.annotation")
		.in("dev.statefun.console.servlet.internal", "jakarta.servlet..", "org.springframework.http..",
				"org.springframework.web..")
		.in("dev.statefun.console.reactive.internal", "org.springframework.http..", "org.springframework.web..",
				"org.reactivestreams", "reactor..", "io.netty..")
		.asRule();

}
