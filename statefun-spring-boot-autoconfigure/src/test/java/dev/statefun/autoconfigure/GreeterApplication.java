package dev.statefun.autoconfigure;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * An application for the tests of the endpoint.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(Greeter.class)
class GreeterApplication {

}
