package dev.statefun.autoconfigure.server;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says that the server of the endpoint is not on the class path.
 */
final class StatefunServerMissingFailureAnalyzer extends AbstractFailureAnalyzer<StatefunServerMissingException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, StatefunServerMissingException cause) {
		return new FailureAnalysis(StatefunServerMissingException.DESCRIPTION, StatefunServerMissingException.ACTION,
				cause);
	}

}
