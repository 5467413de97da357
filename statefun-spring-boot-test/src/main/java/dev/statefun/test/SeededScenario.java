package dev.statefun.test;

/**
 * Messages, and what must come of them in whatever order they are delivered.
 *
 * @since 0.1.0
 * @see StatefunTestRuntime#underSeeds
 */
@FunctionalInterface
public interface SeededScenario {

	/**
	 * Send messages and assert what came of it.
	 * @param seed the seed, for further choices of the scenario
	 * @throws Exception whatever fails the scenario
	 */
	void run(long seed) throws Exception;

}
