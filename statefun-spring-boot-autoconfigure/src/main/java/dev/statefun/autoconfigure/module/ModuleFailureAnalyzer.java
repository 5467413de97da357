package dev.statefun.autoconfigure.module;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Tells what is wrong with a module file, and what to do about it.
 */
final class ModuleFailureAnalyzer extends AbstractFailureAnalyzer<ModuleException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, ModuleException cause) {
		return new FailureAnalysis(cause.description(), cause.action(), cause);
	}

}
