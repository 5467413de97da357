package dev.statefun.autoconfigure.actuate;

import java.util.Set;

import dev.statefun.autoconfigure.module.ModuleException;
import dev.statefun.autoconfigure.module.ModuleFile;

import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;
import org.springframework.util.MimeTypeUtils;

/**
 * {@link EndpointWebExtension @EndpointWebExtension} of the
 * {@link StatefunActuatorEndpoint}: {@code module} is the module file, {@code schema}
 * what functions leave with the engine. Safe for use by many threads.
 * <p>
 * A bean of a class that extends it replaces the auto-configured one. A method that
 * overrides an operation has its annotations again.
 *
 * @since 0.1.0
 */
@EndpointWebExtension(endpoint = StatefunActuatorEndpoint.class)
public class StatefunActuatorEndpointWebExtension {

	private final ModuleFile file;

	private final Sanitizing sanitizing;

	private final Show showValues;

	private final Set<String> roles;

	/**
	 * Create an extension.
	 * @param file writes the module file and the schema
	 * @param sanitizingFunctions are applied to the values of the documents that are
	 * included in the module file
	 * @param showValues when credentials among these values are shown
	 * @param roles who is authorized to see them, or empty for anybody who is
	 * authenticated
	 */
	public StatefunActuatorEndpointWebExtension(ModuleFile file, Iterable<SanitizingFunction> sanitizingFunctions,
			Show showValues, Set<String> roles) {
		this.file = file;
		this.sanitizing = new Sanitizing(sanitizingFunctions);
		this.showValues = showValues;
		this.roles = Set.copyOf(roles);
	}

	/**
	 * Write a file.
	 * @param securityContext who asks
	 * @param name {@code module} or {@code schema}
	 * @return YAML; status 404 if there is no such file, 409, with the reason, if there
	 * could be
	 */
	@ReadOperation(produces = { "application/yaml", "text/plain;charset=UTF-8" })
	public WebEndpointResponse<String> file(SecurityContext securityContext, @Selector String name) {
		try {
			return switch (name) {
				case "module" -> new WebEndpointResponse<>(module(securityContext));
				case "schema" -> new WebEndpointResponse<>(this.file.schema().write());
				default -> new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
			};
		}
		catch (ModuleException ex) {
			return new WebEndpointResponse<>(ex.getMessage(), 409, MimeTypeUtils.TEXT_PLAIN);
		}
	}

	private String module(SecurityContext securityContext) {
		boolean shown = this.showValues.isShown(securityContext, this.roles);
		return this.file.writeMasked((key, value) -> this.sanitizing.value(key, value, shown));
	}

}
