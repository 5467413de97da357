package dev.statefun.embedded;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import dev.statefun.testing.architecture.AllowedUse;
import dev.statefun.testing.architecture.HouseRules;
import dev.statefun.testing.architecture.ModuleClasses;
import dev.statefun.testing.architecture.PublishedRules;

/**
 * What the embedded engine may use in the application's JVM: the auto-configuration, and
 * no class of the engine.
 */
@AnalyzeClasses(locations = ModuleClasses.class)
class ArchitectureTests {

	@ArchTest
	static final ArchTests house = ArchTests.in(HouseRules.class);

	@ArchTest
	static final ArchTests published = ArchTests.in(PublishedRules.class);

	@ArchTest
	static final ArchRule packagesUseOnlyWhatTheyMay = AllowedUse
		.everywhere("com.google.protobuf", "dev.statefun", "dev.statefun.autoconfigure", "dev.statefun.client",
				"dev.statefun.io.internal", "dev.statefun.autoconfigure.module..",
				"dev.statefun.autoconfigure.server..", "dev.statefun.autoconfigure.internal",
				"dev.statefun.autoconfigure.task.internal", "dev.statefun.autoconfigure.web.servlet",
				"dev.statefun.dispatch..", "dev.statefun.http", "dev.statefun.http.internal", "dev.statefun.http.netty",
				"dev.statefun.protocol", "dev.statefun.type", "dev.statefun.type.internal", "jakarta.servlet..",
				"org.apache.commons.logging", "org.springframework.beans..", "org.springframework.boot",
				"org.springframework.boot.autoconfigure..", "org.springframework.boot.context.properties..",
				"org.springframework.boot.diagnostics", "org.springframework.boot.web.server..",
				"org.springframework.boot.webflux.autoconfigure", "org.springframework.boot.webmvc.autoconfigure",
				"org.springframework.context..", "org.springframework.core..", "org.springframework.util..",
				"org.springframework.web.context")
		.asRule();

}
