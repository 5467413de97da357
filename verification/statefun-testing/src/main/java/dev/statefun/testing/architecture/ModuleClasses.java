package dev.statefun.testing.architecture;

import java.nio.file.Path;
import java.util.Set;

import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.LocationProvider;

/**
 * The main classes of the module that is tested. Modules share packages, so the name of a
 * package does not tell whose a class is.
 */
public final class ModuleClasses implements LocationProvider {

	/** Maven runs the tests of a module in its directory. */
	@Override
	public Set<Location> get(Class<?> testClass) {
		return Set.of(Location.of(Path.of("target", "classes")));
	}

}
