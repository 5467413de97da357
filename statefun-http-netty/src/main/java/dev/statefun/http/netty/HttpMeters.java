package dev.statefun.http.netty;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import org.jspecify.annotations.Nullable;

/**
 * Times the HTTP requests of the lean server as Spring Boot times those of the web
 * application, with the same name and the same tags. Safe for use by many threads.
 *
 * @since 0.1.0
 */
public final class HttpMeters implements HttpRecorder {

	private static final int STATUSES = 600;

	/** In place of a status, if there is no answer. */
	private static final int NO_ANSWER = 0;

	private final MeterRegistry registry;

	private final String name;

	private final String pathPattern;

	private final KeyValues common;

	/** The timers of the engine's requests, by status: each is looked up once. */
	private final AtomicReferenceArray<@Nullable Timer> posts = new AtomicReferenceArray<>(STATUSES);

	/**
	 * Create meters.
	 * @param registry where the meters are registered
	 * @param name the name of the timer
	 * @param pathPattern the path of the endpoint, with a variable in place of the secret
	 * @param common key values of all timers, which replace others of the same key
	 */
	public HttpMeters(MeterRegistry registry, String name, String pathPattern, KeyValues common) {
		this.registry = registry;
		this.name = name;
		this.pathPattern = pathPattern;
		this.common = common;
	}

	@Override
	public Recording begin(HttpRequest request) {
		return new Timed(request.method(), System.nanoTime());
	}

	private Timer post(int status) {
		Timer timer = this.posts.get(status);
		if (timer == null) {
			timer = timer(HttpMethod.POST, status);
			this.posts.set(status, timer);
		}
		return timer;
	}

	/** The tag "error" is Micrometer's own for observations, and always "none" here. */
	private Timer timer(HttpMethod method, int status) {
		KeyValues values = DefaultHttpObservationConvention
			.keyValues(method, (status != NO_ANSWER) ? HttpResponseStatus.valueOf(status) : null, this.pathPattern)
			.and(KeyValue.of("error", "none"))
			.and(this.common);
		return Timer.builder(this.name)
			.tags(values.stream().map((value) -> Tag.of(value.getKey(), value.getValue())).toList())
			.register(this.registry);
	}

	/**
	 * A request that is timed.
	 */
	private final class Timed implements Recording {

		private final HttpMethod method;

		private final long start;

		Timed(HttpMethod method, long start) {
			this.method = method;
			this.start = start;
		}

		@Override
		public void answered(int status) {
			long nanos = System.nanoTime() - this.start;
			Timer timer = HttpMethod.POST.equals(this.method) ? post(status) : timer(this.method, status);
			timer.record(nanos, TimeUnit.NANOSECONDS);
		}

		@Override
		public void abandoned() {
			answered(NO_ANSWER);
		}

	}

}
