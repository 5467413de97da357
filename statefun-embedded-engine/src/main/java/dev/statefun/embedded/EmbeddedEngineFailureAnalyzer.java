package dev.statefun.embedded;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says why the engine does not start, instead of a stack trace.
 */
final class EmbeddedEngineFailureAnalyzer extends AbstractFailureAnalyzer<EmbeddedEngineException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, EmbeddedEngineException cause) {
		return new FailureAnalysis(cause.description() + ".", cause.action(), cause);
	}

}
