package dev.statefun.autoconfigure.actuate;

import java.util.Set;

import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the actuator endpoint of functions.
 *
 * @param showValues When to show credentials in the module file: passwords and the like
 * in the documents of statefun.module.include, and users in URLs. Never the secret of the
 * endpoint.
 * @param roles Roles of whom they are shown to when-authorized. By default, anybody who
 * is authenticated is authorized.
 */
@ConfigurationProperties("management.endpoint.statefun")
record StatefunActuatorEndpointProperties(@DefaultValue("never") Show showValues, @DefaultValue Set<String> roles) {

}
