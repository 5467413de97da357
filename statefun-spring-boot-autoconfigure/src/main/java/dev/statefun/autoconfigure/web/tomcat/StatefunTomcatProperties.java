package dev.statefun.autoconfigure.web.tomcat;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

/**
 * Properties of Tomcat that matter to functions.
 *
 * @param enabled Whether the connections of the application's Tomcat are adapted to an
 * engine: they stay open however many requests they serve, have larger buffers for
 * writing, and are closed when a client of the endpoint is too slow.
 * @param writeBufferSize Size of the buffer that each connection has for writing. An
 * answer that fits in is written at once; one that does not, piece by piece. Tomcat's own
 * is 8KB.
 */
@ConfigurationProperties("statefun.tomcat")
record StatefunTomcatProperties(@DefaultValue("true") boolean enabled, @DefaultValue("32KB") DataSize writeBufferSize) {

	StatefunTomcatProperties {
		if (writeBufferSize.toBytes() <= 0 || writeBufferSize.toBytes() > Integer.MAX_VALUE) {
			throw new InvalidConfigurationPropertyValueException("statefun.tomcat.write-buffer-size", writeBufferSize,
					"It must be more than nothing and less than 2 GB.");
		}
	}

}
