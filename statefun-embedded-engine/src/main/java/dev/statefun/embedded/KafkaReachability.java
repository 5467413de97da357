package dev.statefun.embedded;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.statefun.autoconfigure.module.internal.EngineModule.KafkaConnection;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Connects to Kafka before the engine does, and closes the connection. The engine would
 * try for a minute, and fail its job with a stack trace for each attempt.
 */
final class KafkaReachability {

	private static final Log logger = LogFactory.getLog(KafkaReachability.class);

	private static final Pattern BROKER = Pattern.compile("(?:\\w+://)?\\[?([^\\[\\]/]+)]?:(\\d{1,5})");

	private static final String PLACEHOLDER = "${";

	private final Duration timeout;

	KafkaReachability(Duration timeout) {
		this.timeout = timeout;
	}

	/**
	 * Check that a broker of each address can be reached. An egress can do without one at
	 * first, so it is only reported.
	 * @throws EmbeddedEngineException if the engine could not start
	 */
	void check(List<KafkaConnection> connections) {
		Map<String, List<KafkaConnection>> byAddress = connections.stream()
			.collect(Collectors.groupingBy(KafkaConnection::address, LinkedHashMap::new, Collectors.toList()));
		byAddress.forEach((address, users) -> {
			String reason = problem(address);
			if (reason != null) {
				EmbeddedEngineException failure = EmbeddedEngineException.kafka(address,
						users.stream().map(KafkaConnection::name).toList(), reason);
				if (users.stream().anyMatch(KafkaConnection::atStart)) {
					throw failure;
				}
				logger.warn(failure.getMessage());
			}
		});
	}

	private @Nullable String problem(String address) {
		if (address.contains(PLACEHOLDER)) {
			return "no property has the value of this placeholder";
		}
		List<String> reasons = new ArrayList<>();
		for (String broker : address.split(",")) {
			Matcher matcher = BROKER.matcher(broker.strip());
			String reason = matcher.matches() ? connect(matcher.group(1), Integer.parseInt(matcher.group(2)))
					: "it is not host:port";
			if (reason == null) {
				return null;
			}
			if (!reasons.contains(reason)) {
				reasons.add(reason);
			}
		}
		return String.join(", ", reasons);
	}

	private @Nullable String connect(String host, int port) {
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress(host, port), Math.toIntExact(this.timeout.toMillis()));
			return null;
		}
		catch (UnknownHostException ex) {
			return "the host is not known";
		}
		catch (IOException | IllegalArgumentException ex) {
			return String.valueOf(ex.getMessage());
		}
	}

}
