package dev.statefun.testing.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.EvaluationResult;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AllowedUseTests {

	private final JavaClasses classes = new ClassFileImporter()
		.importLocations(new ModuleClasses().get(AllowedUseTests.class));

	@Test
	void whenAPackageIsNotAllowedThenItsUserIsReported() {
		EvaluationResult result = AllowedUse.everywhere("dev.statefun.testing..", "com.google.protobuf")
			.asRule()
			.evaluate(this.classes);
		assertThat(result.getFailureReport().getDetails()).isNotEmpty()
			.allSatisfy((detail) -> assertThat(detail).contains("dev.statefun.testing.architecture.")
				.contains("com.tngtech.archunit."));
	}

	@Test
	void whenAPackageIsAllowedToAnotherThenItsUserIsReported() {
		EvaluationResult result = AllowedUse.everywhere("dev.statefun.testing..", "com.tngtech.archunit..")
			.in("dev.statefun.testing.architecture", "com.google.protobuf")
			.asRule()
			.evaluate(this.classes);
		assertThat(result.getFailureReport().getDetails()).isNotEmpty()
			.allSatisfy((detail) -> assertThat(detail).contains("dev.statefun.testing.EngineRequest")
				.contains("com.google.protobuf."));
	}

	@Test
	void whenAPackageIsAllowedToItsUserThenNobodyIsReported() {
		EvaluationResult result = AllowedUse.everywhere("dev.statefun.testing..")
			.in("dev.statefun.testing", "com.google.protobuf")
			.in("dev.statefun.testing.architecture", "com.tngtech.archunit..")
			.asRule()
			.evaluate(this.classes);
		assertThat(result.hasViolation()).isFalse();
	}

}
