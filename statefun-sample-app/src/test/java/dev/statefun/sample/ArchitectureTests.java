package dev.statefun.sample;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import dev.statefun.testing.architecture.AllowedUse;
import dev.statefun.testing.architecture.HouseRules;
import dev.statefun.testing.architecture.ModuleClasses;

/**
 * What the sample may use: what an application needs, and nothing internal.
 */
@AnalyzeClasses(locations = ModuleClasses.class)
class ArchitectureTests {

	@ArchTest
	static final ArchTests house = ArchTests.in(HouseRules.class);

	@ArchTest
	static final ArchRule packagesUseOnlyWhatTheyMay = AllowedUse
		.everywhere("dev.statefun", "dev.statefun.annotation", "dev.statefun.error", "dev.statefun.io",
				"dev.statefun.method", "dev.statefun.type", "org.springframework.beans..", "org.springframework.boot",
				"org.springframework.boot.autoconfigure", "org.springframework.context..",
				"org.springframework.stereotype", "dev.statefun.client", "org.springframework.web.bind.annotation")
		.asRule();

}
