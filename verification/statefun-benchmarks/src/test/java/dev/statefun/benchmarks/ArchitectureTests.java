package dev.statefun.benchmarks;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import dev.statefun.testing.architecture.AllowedUse;
import dev.statefun.testing.architecture.HouseRules;
import dev.statefun.testing.architecture.ModuleClasses;

/**
 * What the benchmarks may use: each of the compared implementations alone knows its own
 * libraries.
 */
@AnalyzeClasses(locations = ModuleClasses.class)
class ArchitectureTests {

	@ArchTest
	static final ArchTests house = ArchTests.in(HouseRules.class);

	@ArchTest
	static final ArchRule packagesUseOnlyWhatTheyMay = AllowedUse
		.everywhere("dev.statefun.benchmarks..", "dev.statefun.protocol", "dev.statefun.protocol.reference..",
				"com.google.protobuf", "com.sun.management", "org.openjdk.jmh..", "org.springframework.util..")
		.in("dev.statefun.benchmarks.canned", "io.netty..", "org.springframework..")
		.in("dev.statefun.benchmarks.official", "io.undertow..", "org.apache.flink.statefun.sdk.java..")
		.in("dev.statefun.benchmarks.ours", "dev.statefun", "dev.statefun.annotation", "dev.statefun.dispatch",
				"dev.statefun.io", "dev.statefun.observation", "dev.statefun.type", "io.micrometer..",
				"org.springframework..")
		.asRule();

}
