package dev.statefun.integration.cluster;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import dev.statefun.integration.KafkaBroker;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Sends the numbers from 0 to the topic {@code numbers}, at a steady rate: what it could
 * not send while the broker was away, it sends then.
 */
final class SteadyProducer implements AutoCloseable {

	private static final long TICK_MILLIS = 20;

	private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();

	private final CompletableFuture<Void> failure = new CompletableFuture<>();

	private final KafkaProducer<String, byte[]> producer;

	private final long begin = System.nanoTime();

	private final int rate;

	private final int keys;

	private volatile int sent;

	private SteadyProducer(KafkaProducer<String, byte[]> producer, int rate, int keys) {
		this.producer = producer;
		this.rate = rate;
		this.keys = keys;
	}

	static SteadyProducer start(KafkaBroker broker, int rate, int keys) {
		SteadyProducer steady = new SteadyProducer(broker.producer(), rate, keys);
		steady.executor.scheduleWithFixedDelay(steady::sendDue, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
		return steady;
	}

	private void sendDue() {
		try {
			long due = (long) ((System.nanoTime() - this.begin) / 1e9 * this.rate);
			while (this.sent < due) {
				String number = Integer.toString(this.sent);
				this.producer.send(new ProducerRecord<>("numbers", Integer.toString(this.sent % this.keys),
						number.getBytes(StandardCharsets.UTF_8)), (metadata, ex) -> {
							if (ex != null) {
								this.failure.completeExceptionally(ex);
							}
						});
				this.sent++;
			}
		}
		catch (RuntimeException ex) {
			this.failure.completeExceptionally(ex);
		}
	}

	int sent() {
		return this.sent;
	}

	/** Stops, and returns how many records the broker has. */
	int stop() throws InterruptedException {
		this.executor.shutdown();
		if (!this.executor.awaitTermination(2, TimeUnit.MINUTES)) {
			throw new IllegalStateException("The producer does not end");
		}
		this.producer.flush();
		if (this.failure.isCompletedExceptionally()) {
			this.failure.join();
		}
		return this.sent;
	}

	@Override
	public void close() {
		this.executor.shutdownNow();
		this.producer.close();
	}

}
