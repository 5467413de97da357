/**
 * Processes for the integration tests: engines, applications and brokers in JVMs of their
 * own, which end with the test's JVM.
 */
@NullMarked
package dev.statefun.integration;

import org.jspecify.annotations.NullMarked;
