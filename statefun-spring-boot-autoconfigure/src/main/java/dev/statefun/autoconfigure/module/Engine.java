package dev.statefun.autoconfigure.module;

/**
 * A generation of the engine, each with a form of the module file of its own.
 *
 * @since 0.1.0
 */
public enum Engine {

	/** StateFun 2.0 to 2.2. */
	V2,

	/** StateFun 3.0 and later. */
	V3

}
