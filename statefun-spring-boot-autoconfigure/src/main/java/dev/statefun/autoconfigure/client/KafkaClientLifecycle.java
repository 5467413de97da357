package dev.statefun.autoconfigure.client;

import dev.statefun.autoconfigure.module.internal.ModuleCommands;
import dev.statefun.client.kafka.KafkaClientTransport;

import org.springframework.context.SmartLifecycle;
import org.springframework.core.env.Environment;

/**
 * Has answers read once the application starts, so that the first ask need not wait. An
 * application that only writes its module file does without Kafka. The transport ends as
 * a bean, after all that may ask.
 */
final class KafkaClientLifecycle implements SmartLifecycle {

	private final KafkaClientTransport transport;

	private final boolean enabled;

	private volatile boolean running;

	KafkaClientLifecycle(KafkaClientTransport transport, Environment environment) {
		this.transport = transport;
		this.enabled = !ModuleCommands.arePresent(environment);
	}

	@Override
	public void start() {
		if (this.enabled) {
			this.transport.start();
		}
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

}
