package dev.statefun.autoconfigure.console;

import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

/**
 * Properties of the console.
 *
 * @param enabled Whether there is a console. By default there is one if the application
 * has the embedded engine.
 * @param path Where the console is on the web server of the application.
 * @param memory How much memory recorded invocations may take. The oldest ones go first.
 * @param invocationsPerSecond How many invocations are recorded a second at most. Above
 * that rate, a sample is recorded.
 * @param showPayloads Whether messages and states are recorded and shown. Without them
 * the console shows their types and sizes.
 * @param allowRemote Whether other machines may see the console.
 * @param allowForwarded Whether requests are answered that a proxy has forwarded.
 * @param allowedHosts Hosts that requests may be for, without a port. By default
 * localhost, 127.0.0.1 and [::1].
 */
@ConfigurationProperties("statefun.console")
record StatefunConsoleProperties(@Nullable Boolean enabled, @DefaultValue("/statefun-console") String path,
		@DefaultValue("16MB") DataSize memory, @DefaultValue("1000") int invocationsPerSecond,
		@DefaultValue("true") boolean showPayloads, @DefaultValue("false") boolean allowRemote,
		@DefaultValue("false") boolean allowForwarded, @DefaultValue List<String> allowedHosts) {

	private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._~-]+)+");

	private static final List<String> THIS_MACHINE = List.of("localhost", "127.0.0.1", "[::1]");

	private static final DataSize LEAST_MEMORY = DataSize.ofMegabytes(1);

	StatefunConsoleProperties {
		if (!PATH.matcher(path).matches() || path.contains("/.")) {
			throw invalid("path", path, "It must be a path such as /statefun-console, without a slash at its end.");
		}
		if (memory.compareTo(LEAST_MEMORY) < 0) {
			throw invalid("memory", memory, "It must be at least 1MB.");
		}
		if (invocationsPerSecond <= 0) {
			throw invalid("invocations-per-second", invocationsPerSecond, "It must be at least 1.");
		}
		allowedHosts = allowedHosts.isEmpty() ? THIS_MACHINE : List.copyOf(allowedHosts);
	}

	private static InvalidConfigurationPropertyValueException invalid(String name, Object value, String reason) {
		return new InvalidConfigurationPropertyValueException("statefun.console." + name, value, reason);
	}

}
