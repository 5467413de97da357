/**
 * The engine's side of the integration tests: generated records in, committed records
 * out. It is compiled against the engine 3.3.0 and runs in 2.2.2 as well, so it uses only
 * what both have. {@link WireValues} hides what they call differently.
 */
@NullMarked
package dev.statefun.integration.engine;

import org.jspecify.annotations.NullMarked;
