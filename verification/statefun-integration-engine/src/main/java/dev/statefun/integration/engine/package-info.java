/**
 * The engine's side of the integration tests: generated records in, committed records
 * out. Compiled against the engine 3.3.0, and runs in 2.2.2 as well, so that only what
 * both have is used; what they call differently is in {@link WireValues}.
 */
@NullMarked
package dev.statefun.integration.engine;

import org.jspecify.annotations.NullMarked;
