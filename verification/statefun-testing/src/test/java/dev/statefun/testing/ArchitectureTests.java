package dev.statefun.testing;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import dev.statefun.testing.architecture.AllowedUse;
import dev.statefun.testing.architecture.HouseRules;
import dev.statefun.testing.architecture.ModuleClasses;

/**
 * What the shared pieces may use: no other module, so that every module may use them.
 */
@AnalyzeClasses(locations = ModuleClasses.class)
class ArchitectureTests {

	@ArchTest
	static final ArchTests house = ArchTests.in(HouseRules.class);

	@ArchTest
	static final ArchRule packagesUseOnlyWhatTheyMay = AllowedUse.everywhere("dev.statefun.testing")
		.in("dev.statefun.testing", "com.google.protobuf")
		.in("dev.statefun.testing.architecture", "com.tngtech.archunit..")
		.asRule();

}
