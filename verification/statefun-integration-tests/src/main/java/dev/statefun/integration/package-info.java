/**
 * What the integration tests run: engines, applications and brokers in JVMs of their own,
 * which end with the test's.
 */
@NullMarked
package dev.statefun.integration;

import org.jspecify.annotations.NullMarked;
