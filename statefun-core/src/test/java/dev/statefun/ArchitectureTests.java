package dev.statefun;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import dev.statefun.testing.architecture.AllowedUse;
import dev.statefun.testing.architecture.HouseRules;
import dev.statefun.testing.architecture.ModuleClasses;
import dev.statefun.testing.architecture.PublishedRules;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

/**
 * The arrows between the packages, and what each package may use of other libraries.
 */
@AnalyzeClasses(locations = ModuleClasses.class)
class ArchitectureTests {

	@ArchTest
	static final ArchTests house = ArchTests.in(HouseRules.class);

	@ArchTest
	static final ArchTests published = ArchTests.in(PublishedRules.class);

	@ArchTest
	static final ArchRule arrowsRunDownward = layeredArchitecture().consideringOnlyDependenciesInLayers()
		.withOptionalLayers(true)
		.layer("observation")
		.definedBy("dev.statefun.observation..")
		.layer("method")
		.definedBy("dev.statefun.method..")
		.layer("dispatch")
		.definedBy("dev.statefun.dispatch..")
		.layer("error")
		.definedBy("dev.statefun.error..")
		.layer("protocol")
		.definedBy("dev.statefun.protocol..")
		.layer("io")
		.definedBy("dev.statefun.io..")
		.layer("model")
		.definedBy("dev.statefun")
		.layer("type")
		.definedBy("dev.statefun.type..")
		.layer("annotation")
		.definedBy("dev.statefun.annotation..")
		.whereLayer("observation")
		.mayNotBeAccessedByAnyLayer()
		.whereLayer("method")
		.mayNotBeAccessedByAnyLayer()
		.whereLayer("dispatch")
		.mayOnlyBeAccessedByLayers("observation", "method")
		.whereLayer("error")
		.mayOnlyBeAccessedByLayers("observation", "method", "dispatch")
		.whereLayer("protocol")
		.mayOnlyBeAccessedByLayers("observation", "method", "dispatch")
		.whereLayer("io")
		.mayOnlyBeAccessedByLayers("observation", "method", "dispatch", "error", "protocol")
		.whereLayer("model")
		.mayOnlyBeAccessedByLayers("observation", "method", "dispatch", "error", "protocol", "io")
		.whereLayer("type")
		.mayOnlyBeAccessedByLayers("observation", "method", "dispatch", "error", "protocol", "io", "model")
		.whereLayer("annotation")
		.mayOnlyBeAccessedByLayers("observation", "method", "dispatch", "error", "protocol", "io", "model", "type");

	@ArchTest
	static final ArchRule packagesUseOnlyWhatTheyMay = AllowedUse.everywhere("dev.statefun..", "com.google.protobuf")
		.in("dev.statefun.annotation", "org.springframework.core.annotation", "org.springframework.stereotype")
		.in("dev.statefun.dispatch", "org.apache.commons.logging", "org.springframework.core.retry",
				"org.springframework.util.backoff")
		.in("dev.statefun.error", "org.springframework.core.retry")
		.in("dev.statefun.error.internal", "org.springframework.util")
		.in("dev.statefun.method..", "jakarta.validation..", "org.reactivestreams", "org.springframework.aop..",
				"org.springframework.aot..", "org.springframework.beans..", "org.springframework.context..",
				"org.springframework.core..", "org.springframework.format..",
				"org.springframework.scheduling.annotation", "org.springframework.util..",
				"org.springframework.validation..", "reactor.core..")
		.in("dev.statefun.observation..", "io.micrometer..", "org.slf4j")
		.in("dev.statefun.type.internal", "org.springframework.core.log")
		.in("dev.statefun.type", "com.fasterxml.jackson.annotation", "org.springframework.util", "tools.jackson..")
		.asRule();

	@ArchTest
	static final ArchRule onlyCodecsReadAndWriteTheWire = noClasses().that()
		.resideOutsideOfPackages("dev.statefun.protocol..", "dev.statefun.type", "dev.statefun.io..")
		.should()
		.dependOnClassesThat(belongToAnyOf(CodedInputStream.class, CodedOutputStream.class));

}
