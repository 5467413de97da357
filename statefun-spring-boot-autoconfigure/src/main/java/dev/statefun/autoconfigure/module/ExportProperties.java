package dev.statefun.autoconfigure.module;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of exports. The application writes a file instead of serving functions, and
 * ends.
 *
 * @param moduleFile File to write the module file to. The application serves nothing
 * then, and ends.
 * @param schema File to write the schema of functions, messages and states to. The
 * application serves nothing then, and ends.
 */
@ConfigurationProperties("statefun.export")
record ExportProperties(@Nullable Path moduleFile, @Nullable Path schema) {

}
