package dev.statefun.autoconfigure.kafka;

import java.util.List;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * The brokers as {@code spring.kafka} names them, in an application without Spring Boot's
 * support of Kafka.
 */
record PropertyServers(Environment environment) implements KafkaServers {

	@Override
	public List<String> ofConsumers() {
		return servers("consumer.");
	}

	@Override
	public List<String> ofProducers() {
		return servers("producer.");
	}

	private List<String> servers(String client) {
		Binder binder = Binder.get(this.environment);
		Bindable<List<String>> servers = Bindable.listOf(String.class);
		return binder.bind("spring.kafka." + client + "bootstrap-servers", servers)
			.orElseGet(() -> binder.bind("spring.kafka.bootstrap-servers", servers).orElseGet(List::of));
	}

}
