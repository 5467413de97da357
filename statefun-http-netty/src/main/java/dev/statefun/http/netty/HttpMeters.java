package dev.statefun.http.netty;

import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.ToDoubleFunction;

import dev.statefun.observation.StatefunMeters;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.http.Outcome;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import org.jspecify.annotations.Nullable;

/**
 * Times requests as Spring Boot times those of the web application, with the same name
 * and the same tags. Those of the engine have a timer for each status, looked up once.
 *
 * @since 0.1.0
 */
public final class HttpMeters implements HttpRecorder {

	private static final int STATUSES = 600;

	private static final Set<HttpMethod> KNOWN_METHODS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST,
			HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE, HttpMethod.OPTIONS, HttpMethod.TRACE,
			HttpMethod.CONNECT);

	private final MeterRegistry registry;

	private final String name;

	private final String path;

	/** The workers of the server that was started last. */
	private volatile @Nullable ThreadPoolExecutor workers;

	private final AtomicReferenceArray<@Nullable Timer> posts = new AtomicReferenceArray<>(STATUSES);

	/**
	 * Create meters.
	 * @param registry where the meters are registered
	 * @param name the name of the timer
	 * @param path the path of the endpoint, as a pattern
	 */
	public HttpMeters(MeterRegistry registry, String name, String path) {
		this.registry = registry;
		this.name = name;
		this.path = path;
	}

	@Override
	public void watch(Executor watched) {
		if (watched instanceof ThreadPoolExecutor pool) {
			this.workers = pool;
			gauge(StatefunMeters.WORKERS_ACTIVE, ThreadPoolExecutor::getActiveCount);
			gauge(StatefunMeters.WORKERS_QUEUED, (current) -> current.getQueue().size());
		}
	}

	private void gauge(StatefunMeters meter, ToDoubleFunction<ThreadPoolExecutor> value) {
		Gauge.builder(meter.getName(), this, (requests) -> {
			ThreadPoolExecutor current = requests.workers;
			return (current != null) ? value.applyAsDouble(current) : 0;
		}).baseUnit(meter.getBaseUnit()).description(meter.description()).register(this.registry);
	}

	@Override
	public long now() {
		return System.nanoTime();
	}

	@Override
	public void answered(HttpMethod method, int status, long startNanos) {
		long nanos = now() - startNanos;
		Timer timer = HttpMethod.POST.equals(method) ? post(status) : timer(method, status);
		timer.record(nanos, TimeUnit.NANOSECONDS);
	}

	private Timer post(int status) {
		Timer timer = this.posts.get(status);
		if (timer == null) {
			timer = timer(HttpMethod.POST, status);
			this.posts.set(status, timer);
		}
		return timer;
	}

	private Timer timer(HttpMethod method, int status) {
		return Timer.builder(this.name)
			.tags(Tags.of("error", "none", "exception", "none", "method",
					KNOWN_METHODS.contains(method) ? method.name() : "UNKNOWN", "outcome",
					Outcome.forStatus(status).name(), "status", String.valueOf(status), "uri", uri(status)))
			.register(this.registry);
	}

	private String uri(int status) {
		return (status == HttpResponseStatus.NOT_FOUND.code()) ? "NOT_FOUND" : this.path;
	}

}
