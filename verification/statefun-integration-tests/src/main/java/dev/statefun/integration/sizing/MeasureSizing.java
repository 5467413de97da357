package dev.statefun.integration.sizing;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.statefun.integration.Endpoint;
import dev.statefun.integration.Endpoints;
import dev.statefun.integration.Engine;
import dev.statefun.integration.EngineVersion;
import dev.statefun.integration.LoadBalancer;
import dev.statefun.integration.sizing.WorkApplication.WorkFunction;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Turns one knob after the other, and prints how many messages a second come through, as
 * the table of the guide to sizing. One engine and one application, beside each other on
 * this machine.
 */
public final class MeasureSizing {

	private static final long WARM_UP_SECONDS = 8;

	private static final long SECONDS = 10;

	private static final Setting QUICK = new Setting("not", 10_000, 1, 1000, 1024, 1024, 1);

	private static final Setting WAITING = new Setting("20 ms", 10_000, 1, 1, 1024, 1024, 1);

	/** On Tomcat, with a few threads. */
	private static final Setting BLOCKING = new Setting("20 ms, blocking one of 8 threads", 10_000, 1, 1, 1024, 1024,
			1);

	private MeasureSizing() {
	}

	/**
	 * Measures.
	 * @param args none
	 * @throws InterruptedException if this thread is to end
	 */
	public static void main(String[] args) throws InterruptedException {
		System.out.println("| function waits | ids | parallelism | `maxNumBatchRequests` | "
				+ "`statefun.async.max-per-task` | `pool_size` | copies | messages a second |");
		System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- |");
		print(QUICK);
		print(QUICK.withParallelism(2));
		print(QUICK.withIds(1));
		print(QUICK.withIds(1).withMaxBatch(10));
		print(QUICK.withIds(1).withMaxBatch(1));
		print(WAITING);
		print(WAITING.withMaxPerTask(128));
		print(WAITING.withMaxPerTask(16));
		print(WAITING.withMaxPerTask(16).withParallelism(2));
		print(WAITING.withPoolSize(16));
		print(WAITING.withIds(16));
		print(BLOCKING);
		if (LoadBalancer.isInstalled()) {
			print(BLOCKING.withCopies(2));
		}
		System.exit(0);
	}

	private static void print(Setting setting) throws InterruptedException {
		System.out.println(setting.toRow(measure(setting)));
	}

	private static long measure(Setting setting) throws InterruptedException {
		List<ConfigurableApplicationContext> copies = new ArrayList<>();
		try {
			for (int i = 0; i < setting.copies(); i++) {
				copies.add(new SpringApplicationBuilder(WorkApplication.class).properties(setting.properties()).run());
			}
			if (copies.size() == 1) {
				return measure(setting, copies, Endpoints.url(copies.get(0)));
			}
			try (LoadBalancer balancer = LoadBalancer.start(copies.stream().map(Endpoints::url).toList())) {
				return measure(setting, copies, balancer.url());
			}
		}
		finally {
			copies.forEach(ConfigurableApplicationContext::close);
		}
	}

	private static long measure(Setting setting, List<ConfigurableApplicationContext> copies, URI url)
			throws InterruptedException {
		try (Engine engine = Engine.builder(EngineVersion.V3_3_0)
			.endpoint(Endpoint.of("size/work", url)
				.withMaxBatch(setting.maxBatch())
				.withTransportOption("pool_size", Integer.toString(setting.poolSize())))
			.records(Long.MAX_VALUE, setting.ids(), "size/work")
			.rate(1_000_000)
			.parallelism(setting.parallelism())
			.jvmOption("-XX:TieredStopAtLevel=4")
			.flink("statefun.async.max-per-task", Integer.toString(setting.maxPerTask()))
			.start()) {
			TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
			long begin = System.nanoTime();
			long before = handled(copies);
			TimeUnit.SECONDS.sleep(SECONDS);
			long perSecond = (handled(copies) - before) * 1_000_000_000 / (System.nanoTime() - begin);
			if (engine.restarts() > 0) {
				throw new IllegalStateException("The job was restarted:\n" + engine.process().lastLines());
			}
			return perSecond;
		}
	}

	private static long handled(List<ConfigurableApplicationContext> copies) {
		return copies.stream().mapToLong((copy) -> copy.getBean(WorkFunction.class).handled()).sum();
	}

	/**
	 * How the knobs are.
	 *
	 * @param pause how long the function waits for each message
	 * @param ids how many instances there are
	 * @param parallelism the engine's
	 * @param maxBatch the endpoint's {@code maxNumBatchRequests}
	 * @param maxPerTask {@code statefun.async.max-per-task}
	 * @param poolSize the transport's {@code pool_size}
	 * @param copies how many copies of the application there are, behind a load balancer
	 */
	private record Setting(String pause, int ids, int parallelism, int maxBatch, int maxPerTask, int poolSize,
			int copies) {

		String[] properties() {
			if (this.pause.contains("blocking")) {
				return new String[] { "server.port=0", "server.tomcat.threads.max=8", "size.wait=20ms",
						"size.blocking=true" };
			}
			return new String[] { "server.port=0", "statefun.server.port=0",
					"size.wait=" + (this.pause.equals("not") ? "0ms" : "20ms") };
		}

		Setting withCopies(int copies) {
			return new Setting(this.pause, this.ids, this.parallelism, this.maxBatch, this.maxPerTask, this.poolSize,
					copies);
		}

		Setting withIds(int ids) {
			return new Setting(this.pause, ids, this.parallelism, this.maxBatch, this.maxPerTask, this.poolSize,
					this.copies);
		}

		Setting withParallelism(int parallelism) {
			return new Setting(this.pause, this.ids, parallelism, this.maxBatch, this.maxPerTask, this.poolSize,
					this.copies);
		}

		Setting withMaxBatch(int maxBatch) {
			return new Setting(this.pause, this.ids, this.parallelism, maxBatch, this.maxPerTask, this.poolSize,
					this.copies);
		}

		Setting withMaxPerTask(int maxPerTask) {
			return new Setting(this.pause, this.ids, this.parallelism, this.maxBatch, maxPerTask, this.poolSize,
					this.copies);
		}

		Setting withPoolSize(int poolSize) {
			return new Setting(this.pause, this.ids, this.parallelism, this.maxBatch, this.maxPerTask, poolSize,
					this.copies);
		}

		String toRow(long messagesPerSecond) {
			return "| %s | %,d | %d | %,d | %,d | %,d | %d | %,d |".formatted(this.pause, this.ids, this.parallelism,
					this.maxBatch, this.maxPerTask, this.poolSize, this.copies, messagesPerSecond);
		}

	}

}
