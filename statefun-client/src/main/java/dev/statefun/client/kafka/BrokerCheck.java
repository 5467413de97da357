package dev.statefun.client.kafka;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * Connects to a broker before a consumer does. A consumer without brokers logs a line for
 * each of its attempts, several a second.
 */
final class BrokerCheck {

	private static final int CONNECT_MILLIS = 2_000;

	private BrokerCheck() {
	}

	/**
	 * Try all addresses, until one accepts a connection.
	 * @throws IllegalStateException if none does
	 */
	static void connect(Map<String, Object> properties) {
		IOException failure = null;
		List<String> addresses = addresses(properties.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
		for (String address : addresses) {
			String host = Utils.getHost(address);
			Integer port = Utils.getPort(address);
			if (host == null || port == null) {
				return;
			}
			try (Socket socket = new Socket()) {
				socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
				return;
			}
			catch (IOException ex) {
				failure = ex;
			}
		}
		if (failure != null) {
			throw new IllegalStateException("Kafka is not reached at %s (%s). Check 'spring.kafka.bootstrap-servers'"
				.formatted(String.join(", ", addresses), failure), failure);
		}
	}

	private static List<String> addresses(@Nullable Object servers) {
		if (servers instanceof Collection<?> collection) {
			return collection.stream().map((server) -> server.toString().trim()).toList();
		}
		return (servers != null) ? List.of(servers.toString().trim().split("\\s*,\\s*")) : List.of();
	}

}
