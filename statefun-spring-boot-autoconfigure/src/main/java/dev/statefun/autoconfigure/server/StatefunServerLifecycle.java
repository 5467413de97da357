package dev.statefun.autoconfigure.server;

import java.util.Map;
import java.util.concurrent.CountDownLatch;

import dev.statefun.autoconfigure.internal.LifecyclePhases;
import dev.statefun.http.netty.StatefunServer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Starts the server when all beans exist, and keeps the JVM alive while it runs. Stops it
 * as Spring Boot stops web servers: in the same phase, gracefully or not, and within the
 * timeout of the phase.
 */
final class StatefunServerLifecycle implements SmartLifecycle, DisposableBean {

	/** The environment has the port by this name. */
	static final String LOCAL_PORT = "local.statefun.port";

	private static final Log logger = LogFactory.getLog(StatefunServerLifecycle.class);

	private final StatefunServer server;

	private final ConfigurableEnvironment environment;

	private final boolean graceful;

	private volatile CountDownLatch stopped = new CountDownLatch(0);

	StatefunServerLifecycle(StatefunServer server, ConfigurableEnvironment environment, boolean graceful) {
		this.server = server;
		this.environment = environment;
		this.graceful = graceful;
	}

	@Override
	public void start() {
		this.server.start();
		if (this.server.port() >= 0) {
			publish(this.server.port());
		}
		CountDownLatch latch = new CountDownLatch(1);
		this.stopped = latch;
		new Thread(() -> await(latch), "statefun-server").start();
	}

	private void publish(int port) {
		MapPropertySource source = new MapPropertySource(LOCAL_PORT, Map.of(LOCAL_PORT, port));
		this.environment.getPropertySources().remove(LOCAL_PORT);
		this.environment.getPropertySources().addFirst(source);
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void stop(Runnable callback) {
		if (!this.graceful || !isRunning()) {
			stop();
			callback.run();
			return;
		}
		logger.info("Commencing graceful shutdown of the StateFun endpoint. Waiting for active requests to complete");
		this.server.drain().whenCompleteAsync((drained, ex) -> {
			logger.info("Graceful shutdown of the StateFun endpoint complete");
			stop();
			callback.run();
		}, (task) -> new Thread(task, "statefun-shutdown").start());
	}

	@Override
	public void stop() {
		this.server.stop();
		this.stopped.countDown();
	}

	/** When there was not enough time for {@link #stop(Runnable)}. */
	@Override
	public void destroy() {
		if (isRunning()) {
			logger.info("Graceful shutdown of the StateFun endpoint aborted with one or more requests still active");
			stop();
		}
	}

	@Override
	public boolean isRunning() {
		return this.server.isRunning();
	}

	/** A test that has this context again counts on its port. */
	@Override
	public boolean isPauseable() {
		return false;
	}

	@Override
	public int getPhase() {
		return LifecyclePhases.SERVER;
	}

}
