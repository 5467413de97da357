package dev.statefun.benchmarks.ours;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import com.google.protobuf.ByteString;
import dev.statefun.dispatch.RequestReplyHandler;
import dev.statefun.observation.ObservationSampling;
import dev.statefun.protocol.InvocationResult;
import dev.statefun.protocol.RequestReplyProtocol;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/**
 * The functions of the application without its web server: found and put together by the
 * auto-configuration, as they are for all users.
 */
public final class StarterFunctions implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private final RequestReplyProtocol protocol;

	private final RequestReplyHandler handler;

	/**
	 * Start the application.
	 * @param metrics whether it has a meter registry
	 */
	public StarterFunctions(boolean metrics) {
		this(metrics, false);
	}

	/**
	 * Start the application.
	 * @param metrics whether it has a meter registry
	 * @param observations whether it observes requests and invocations, with a handler
	 * that does next to nothing, and of invocations those of every tenth request, as
	 * Spring Boot has them traced
	 */
	public StarterFunctions(boolean metrics, boolean observations) {
		SpringApplicationBuilder builder = new SpringApplicationBuilder(BenchmarkApplication.class)
			.web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.logStartupInfo(false);
		if (metrics) {
			builder.initializers((context) -> ((GenericApplicationContext) context).registerBean(MeterRegistry.class,
					SimpleMeterRegistry::new));
		}
		if (observations) {
			builder.properties("statefun.observations.enabled=true").initializers((context) -> {
				GenericApplicationContext beans = (GenericApplicationContext) context;
				beans.registerBean(ObservationRegistry.class, StarterFunctions::observationRegistry);
				beans.registerBean(ObservationSampling.class, StarterFunctions::everyTenth);
			});
		}
		this.context = builder.run();
		this.protocol = this.context.getBean(RequestReplyProtocol.class);
		this.handler = this.context.getBean(RequestReplyHandler.class);
	}

	private static ObservationSampling everyTenth() {
		AtomicLong requests = new AtomicLong();
		return () -> requests.incrementAndGet() % 10 == 0;
	}

	private static ObservationRegistry observationRegistry() {
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(new CountingHandler());
		return registry;
	}

	/**
	 * Answer a request.
	 * @param request its bytes
	 * @return those of the answer
	 */
	public ByteString answer(byte[] request) {
		return this.protocol.encode(this.handler.handle(this.protocol.decode(request)).join());
	}

	/**
	 * Answer a request as a transport does, which then is done with the answer.
	 * @param request its bytes
	 * @param sink where the bytes of the answer go, as to a socket
	 * @return how many there were
	 */
	public int answer(byte[] request, byte[] sink) {
		InvocationResult result = this.handler.handle(this.protocol.decode(request)).join();
		ByteString answer = this.protocol.encode(result);
		answer.copyTo(sink, 0);
		result.release();
		return answer.size();
	}

	/**
	 * Tell how many invocations the application has counted.
	 * @return how many, 0 without metrics
	 */
	public long counted() {
		return this.context.getBeanProvider(MeterRegistry.class)
			.stream()
			.flatMap((registry) -> registry.find("statefun.invocations").functionTimers().stream())
			.mapToLong((timer) -> (long) timer.count())
			.sum();
	}

	@Override
	public void close() {
		this.context.close();
	}

	/**
	 * Does next to nothing, so that the observations alone are measured.
	 */
	private static final class CountingHandler implements ObservationHandler<Observation.Context> {

		private final LongAdder stopped = new LongAdder();

		@Override
		public void onStop(Observation.Context context) {
			this.stopped.increment();
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

}
