package dev.statefun.test.slice;

import dev.statefun.test.StatefunTest;

/**
 * The scenarios in memory.
 */
@StatefunTest
class InMemoryScenariosTests extends GreeterScenarios {

}
