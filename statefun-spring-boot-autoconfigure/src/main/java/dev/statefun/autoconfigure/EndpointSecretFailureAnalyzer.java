package dev.statefun.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Tells what is wrong with the secret of the endpoint, ahead of the analyzers of Spring
 * Boot, which would print it.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class EndpointSecretFailureAnalyzer extends AbstractFailureAnalyzer<EndpointSecretException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, EndpointSecretException cause) {
		return new FailureAnalysis(EndpointSecretException.DESCRIPTION, EndpointSecretException.ACTION, cause);
	}

}
