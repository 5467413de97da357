package dev.statefun.autoconfigure.actuate;

import dev.statefun.autoconfigure.module.ModuleException;
import dev.statefun.autoconfigure.module.ModuleFile;

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

	/**
	 * Create an extension.
	 * @param file writes the module file and the schema
	 */
	public StatefunActuatorEndpointWebExtension(ModuleFile file) {
		this.file = file;
	}

	/**
	 * Write a file.
	 * @param name {@code module} or {@code schema}
	 * @return YAML; status 404 if there is no such file, 409, with the reason, if there
	 * could be
	 */
	@ReadOperation(produces = { "application/yaml", "text/plain;charset=UTF-8" })
	public WebEndpointResponse<String> file(@Selector String name) {
		try {
			return switch (name) {
				case "module" -> new WebEndpointResponse<>(this.file.writeMasked());
				case "schema" -> new WebEndpointResponse<>(this.file.schema().write());
				default -> new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
			};
		}
		catch (ModuleException ex) {
			return new WebEndpointResponse<>(ex.getMessage(), 409, MimeTypeUtils.TEXT_PLAIN);
		}
	}

}
