package dev.statefun;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The arrows between the packages.
 */
@AnalyzeClasses(packages = "dev.statefun", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	private static final Pattern PUBLIC_TYPE = Pattern.compile("(?<doc>/\\*\\*(?:(?!\\*/).)*)\\*/\\s+(?:@[^\\n]*\\s+)*"
			+ "public (?:[a-z-]+ )*(?:class|interface|record|enum|@interface) (?<name>\\w+)", Pattern.DOTALL);

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
	static final ArchRule packagesHaveNoCycles = slices().assignedFrom(new Owners()).should().beFreeOfCycles();

	@ArchTest
	static final ArchRule onlyAnnotatedMethodsNeedSpringButForItsRetries = noClasses().that()
		.resideOutsideOfPackages("dev.statefun.method..", "dev.statefun.annotation", "dev.statefun.error.internal")
		.should()
		.dependOnClassesThat(resideInAPackage("org.springframework..")
			.and(resideOutsideOfPackages("org.springframework.core.retry", "org.springframework.util.backoff")));

	@ArchTest
	static final ArchRule onlyObservationNeedsMicrometer = noClasses().that()
		.resideOutsideOfPackage("dev.statefun.observation..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("io.micrometer..");

	@ArchTest
	static final ArchRule onlyTypesNeedJackson = noClasses().that()
		.resideOutsideOfPackage("dev.statefun.type")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("tools.jackson..", "com.fasterxml.jackson..");

	@ArchTest
	static final ArchRule onlyCodecsReadAndWriteTheWire = noClasses().that()
		.resideOutsideOfPackages("dev.statefun.protocol..", "dev.statefun.type", "dev.statefun.io..")
		.should()
		.dependOnClassesThat(belongToAnyOf(CodedInputStream.class, CodedOutputStream.class));

	/** Types of {@code internal} packages are for this library only, and may change. */
	@Test
	void whenATypeIsForApplicationsThenItSaysSinceWhen() throws IOException {
		Map<String, Boolean> wrong = new TreeMap<>();
		try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
			for (Path source : sources.filter((file) -> file.toString().endsWith(".java")).toList()) {
				boolean internal = source.getParent().endsWith("internal");
				Matcher type = PUBLIC_TYPE.matcher(Files.readString(source));
				while (type.find()) {
					boolean since = type.group("doc").contains("@since");
					if (since == internal) {
						wrong.put(source.getParent() + "/" + type.group("name"), since);
					}
				}
			}
		}
		assertThat(wrong).as("public types that say since when although they are internal, or the reverse").isEmpty();
	}

	/** A package and its internal one belong together. */
	private static final class Owners implements SliceAssignment {

		@Override
		public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
			return SliceIdentifier.of(javaClass.getPackageName().replaceFirst("\\.internal$", ""));
		}

		@Override
		public String getDescription() {
			return "the packages, each with its internal one";
		}

	}

}
