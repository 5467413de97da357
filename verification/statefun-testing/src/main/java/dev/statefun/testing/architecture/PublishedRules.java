package dev.statefun.testing.architecture;

import java.io.IOException;
import java.util.List;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.junit.ArchTest;

/**
 * The rules of modules that are published.
 */
public final class PublishedRules {

	private PublishedRules() {
	}

	/** The types of internal packages are for this library only, and may change. */
	@ArchTest
	static void onlyPublicTypesOutsideOfInternalPackagesSaySinceWhen(JavaClasses classes) throws IOException {
		List<String> wrong = SourceFile.all()
			.stream()
			.flatMap((source) -> source.publicTypes().stream().filter((type) -> type.hasSince() == source.isInternal()))
			.map(SourceFile.PublicType::name)
			.toList();
		if (!wrong.isEmpty()) {
			throw new AssertionError(
					"Public types that say since when although they are internal, or the reverse: " + wrong);
		}
	}

}
