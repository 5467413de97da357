package dev.statefun.integration.features;

/**
 * What the functions of {@link FeatureApplication} are asked to do, by its number. Those
 * that only 3.x has come last.
 */
enum Scenario {

	LARGE_BATCH, VALUES, LARGE_STATE, REMOVED_STATE, DELAYED, TWO_APPLICATIONS, FAILS_ONCE, KAFKA_RECORD,
	KINESIS_RECORD, CANCELLED, EXPIRED_AFTER_WRITE, EXPIRED_AFTER_INVOKE;

	static Scenario of(long number) {
		return values()[(int) number];
	}

	/** How many there are, from the first. */
	static int count(boolean legacy) {
		return legacy ? CANCELLED.ordinal() : values().length;
	}

}
