package dev.statefun.test;

import org.springframework.boot.test.autoconfigure.TestSliceTestContextBootstrapper;

/**
 * Starts the context of {@link StatefunTest}.
 */
final class StatefunTestContextBootstrapper extends TestSliceTestContextBootstrapper<StatefunTest> {

}
