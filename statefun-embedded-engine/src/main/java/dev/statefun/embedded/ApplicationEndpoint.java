package dev.statefun.embedded;

import java.util.function.Supplier;

/**
 * Where this application's functions are, known once its server listens.
 */
interface ApplicationEndpoint extends Supplier<FunctionEndpoint> {

	/**
	 * Returns whether the application has a server, which one with a mock web environment
	 * and one deployed elsewhere have not.
	 */
	boolean isAvailable();

}
