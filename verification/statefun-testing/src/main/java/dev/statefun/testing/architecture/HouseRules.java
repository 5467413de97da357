package dev.statefun.testing.architecture;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * The rules that hold in every module.
 */
public final class HouseRules {

	private static final int MAX_LINES = 400;

	@ArchTest
	static final ArchRule packagesHaveNoCycles = slices().assignedFrom(new Owners()).should().beFreeOfCycles();

	private HouseRules() {
	}

	@ArchTest
	static void noClassIsTooLong(JavaClasses classes) throws IOException {
		List<Path> tooLong = SourceFile.all()
			.stream()
			.filter((source) -> source.lines() > MAX_LINES)
			.map(SourceFile::path)
			.toList();
		if (!tooLong.isEmpty()) {
			throw new AssertionError("More than %d lines: %s".formatted(MAX_LINES, tooLong));
		}
	}

	/** A package named {@code internal} belongs to the package that it is in. */
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
