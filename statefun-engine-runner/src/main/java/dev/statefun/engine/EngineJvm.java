package dev.statefun.engine;

/**
 * The objects that the HTTP side and Flink's tasks share in this JVM. Flink serializes
 * sources and sinks, and makes new ones at each restart of the job. So they find objects
 * that outlive a restart only in static fields.
 */
final class EngineJvm {

	private static final EngineJvm INSTANCE = new EngineJvm();

	private final IngressLog ingressLog = new IngressLog();

	private final KeptRecords keptRecords = new KeptRecords();

	private final ClientAnswers clientAnswers = new ClientAnswers();

	private final EgressRedirection egressRedirection = new EgressRedirection();

	private volatile FunctionTypes functionTypes = FunctionTypes.NONE;

	private EngineJvm() {
	}

	static EngineJvm get() {
		return INSTANCE;
	}

	IngressLog ingressLog() {
		return this.ingressLog;
	}

	KeptRecords keptRecords() {
		return this.keptRecords;
	}

	ClientAnswers clientAnswers() {
		return this.clientAnswers;
	}

	EgressRedirection egressRedirection() {
		return this.egressRedirection;
	}

	FunctionTypes functionTypes() {
		return this.functionTypes;
	}

	/**
	 * Sets the function types, once: they are the same after a restart of the job, but
	 * its new tasks bind them anew, one after the other, while requests come in.
	 */
	synchronized void functionTypes(FunctionTypes functionTypes) {
		if (this.functionTypes == FunctionTypes.NONE) {
			this.functionTypes = functionTypes;
		}
	}

}
