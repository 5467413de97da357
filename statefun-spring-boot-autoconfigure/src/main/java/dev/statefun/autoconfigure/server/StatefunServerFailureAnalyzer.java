package dev.statefun.autoconfigure.server;

import dev.statefun.http.netty.StatefunServerException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Tells why the server cannot start, and what to do about it.
 */
final class StatefunServerFailureAnalyzer extends AbstractFailureAnalyzer<StatefunServerException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, StatefunServerException cause) {
		return new FailureAnalysis(cause.description(), cause.action(), cause);
	}

}
