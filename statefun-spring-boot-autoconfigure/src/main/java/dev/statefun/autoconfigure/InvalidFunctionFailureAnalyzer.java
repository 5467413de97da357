package dev.statefun.autoconfigure;

import dev.statefun.dispatch.InvalidFunctionException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Tells what is wrong with the declaration of a function, and what to do about it.
 */
final class InvalidFunctionFailureAnalyzer extends AbstractFailureAnalyzer<InvalidFunctionException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidFunctionException cause) {
		return new FailureAnalysis(cause.description(), cause.action(), cause);
	}

}
