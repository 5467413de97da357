package dev.statefun.autoconfigure.module;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of checks. The application compares itself with a file instead of serving
 * functions, and ends, with an error if something does not fit.
 *
 * @param moduleFile Module file that is deployed, to compare the functions with: a path
 * or a URL. The application serves nothing then, and ends.
 * @param schema Schema that was exported, or answered by the actuator, to compare
 * functions, messages and states with: a path or a URL. The application serves nothing
 * then, and ends.
 */
@ConfigurationProperties("statefun.check")
record CheckProperties(@Nullable String moduleFile, @Nullable String schema) {

}
