package dev.statefun.test;

/**
 * Runs a scenario under one seed after another.
 */
final class SeededRuns {

	private SeededRuns() {
	}

	static void run(StatefunTestRuntime runtime, int seeds, SeededScenario scenario) {
		DeliveryOrder.requirePositive(seeds);
		for (long seed = 1; seed <= seeds; seed++) {
			runtime.reset();
			runtime.shuffle(seed);
			try {
				scenario.run(seed);
			}
			catch (Throwable ex) {
				throw new AssertionError("Failed under seed %d of %d, which shuffle(%d) repeats: %s".formatted(seed,
						seeds, seed, ex.getMessage()), ex);
			}
		}
	}

}
