/**
 * The rules that every module keeps. The test {@code ArchitectureTests} of a module
 * imports them, and says what the module may use.
 */
@NullMarked
package dev.statefun.testing.architecture;

import org.jspecify.annotations.NullMarked;
