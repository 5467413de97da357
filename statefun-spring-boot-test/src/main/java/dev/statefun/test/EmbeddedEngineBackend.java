package dev.statefun.test;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import dev.statefun.Address;
import dev.statefun.Context;
import dev.statefun.ValueSpec;
import dev.statefun.dispatch.FunctionDefinition;
import dev.statefun.dispatch.FunctionRegistry;
import dev.statefun.type.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * The real engine, which takes messages over HTTP and calls the application. States are
 * read and written where they are, by messages that functions never see.
 */
final class EmbeddedEngineBackend implements Backend {

	/** So long that only an engine that is stuck takes it. */
	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private final FunctionRegistry functions;

	private final EngineObserver observer;

	private final EngineTraffic traffic;

	private final Supplier<URI> ingress;

	private final Clock clock;

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	EmbeddedEngineBackend(FunctionRegistry functions, EngineObserver observer, Supplier<URI> ingress, Clock clock) {
		this.functions = functions;
		this.observer = observer;
		this.traffic = observer.traffic();
		this.ingress = ingress;
		this.clock = clock;
		this.traffic.serve(functions.typeNames());
	}

	@Override
	public Clock clock() {
		return this.clock;
	}

	@Override
	public InMemoryEngine inMemory(String method) {
		throw new UnsupportedOperationException(
				"%s works in memory only, since the embedded engine cannot be steered so. Use engine = TestEngine.IN_MEMORY for this test"
					.formatted(method));
	}

	@Override
	public void enqueue(Envelope message) {
		Address caller = message.from();
		if (caller == null) {
			requireValue(message);
			put(message);
		}
		else {
			perform(caller, (context) -> {
				context.send(message.to(), message.value());
				return message;
			});
		}
	}

	/** The ingress would send a value of no bytes instead. */
	private static void requireValue(Envelope message) {
		if (!message.value().hasValue()) {
			throw new IllegalArgumentException(
					"The ingress of the embedded engine cannot send a message without a value, as to %s. Use sendFrom for this test, or engine = TestEngine.IN_MEMORY"
						.formatted(message.to()));
		}
	}

	private void put(Envelope message) {
		Address to = message.to();
		URI uri = URI.create("%s/%s/%s/%s?check=false".formatted(this.ingress.get(), encode(to.type().namespace()),
				encode(to.type().name()), encode(to.id())));
		HttpRequest request = HttpRequest.newBuilder(uri)
			.header("Content-Type", "application/vnd." + message.value().typeName())
			.PUT(BodyPublishers.ofByteArray(message.value().bytes().toByteArray()))
			.build();
		this.traffic.expect(message);
		try {
			HttpResponse<String> response = this.client.send(request, BodyHandlers.ofString());
			if (response.statusCode() != 200) {
				this.traffic.expectNoMore(message);
				throw new IllegalStateException("The embedded engine refused a message to %s: %d %s".formatted(to,
						response.statusCode(), response.body()));
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException("The embedded engine took no message to " + to, ex);
		}
		catch (InterruptedException ex) {
			throw interrupted(ex);
		}
	}

	private static String encode(String segment) {
		return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
	}

	/** Have something done in the name of a function instance, and wait for it. */
	private <T> T perform(Address self, Action<T> action) {
		if (this.functions.find(self.type()) == null) {
			throw new IllegalArgumentException(
					"On the embedded engine only functions of the application can send messages, and %s is none. They are %s"
						.formatted(self.type(), this.functions.typeNames()));
		}
		CompletableFuture<T> done = new CompletableFuture<>();
		Envelope message = new Envelope(null, self, this.observer.message((context) -> {
			try {
				done.complete(action.apply(context));
			}
			catch (RuntimeException ex) {
				done.completeExceptionally(ex);
			}
		}));
		put(message);
		try {
			T result = done.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
			awaitQuiet();
			return result;
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("%s: %s".formatted(self, ex.getCause()), ex.getCause());
		}
		catch (TimeoutException ex) {
			throw stuck();
		}
		catch (InterruptedException ex) {
			throw interrupted(ex);
		}
	}

	@Override
	public List<FailedRequest> deliver() {
		try {
			awaitQuiet();
			return this.traffic.takeFailures();
		}
		catch (InterruptedException ex) {
			throw interrupted(ex);
		}
	}

	private void awaitQuiet() throws InterruptedException {
		if (!this.traffic.awaitQuiet(TIMEOUT)) {
			throw stuck();
		}
	}

	@Override
	public List<FailedRequest> advanceBy(Duration duration) {
		try {
			this.traffic.awaitTime(this.clock.instant().plus(duration));
		}
		catch (InterruptedException ex) {
			throw interrupted(ex);
		}
		return deliver();
	}

	private AssertionError stuck() {
		return new AssertionError(
				"For %s the embedded engine has delivered nothing, and its log may say why. On their way are %s"
					.formatted(TIMEOUT, this.traffic.underWay()));
	}

	private static IllegalStateException interrupted(InterruptedException ex) {
		Thread.currentThread().interrupt();
		return new IllegalStateException("Interrupted while waiting for the embedded engine", ex);
	}

	@Override
	public @Nullable TypedValue read(Address address, ValueSpec<?> spec) {
		return perform(address, (context) -> stored(context, spec)).value();
	}

	private static <T> Stored stored(Context context, ValueSpec<T> spec) {
		return new Stored(context.storage().get(spec).map((value) -> TypedValue.of(spec.type(), value)).orElse(null));
	}

	@Override
	public void write(Address address, ValueSpec<?> spec, @Nullable TypedValue value) {
		perform(address, (context) -> store(context, spec, value));
	}

	private static <T> boolean store(Context context, ValueSpec<T> spec, @Nullable TypedValue value) {
		if (value != null) {
			context.storage().set(spec, value.as(spec.type()));
		}
		else {
			context.storage().remove(spec);
		}
		return true;
	}

	@Override
	public Map<Address, Map<String, TypedValue>> values() {
		return this.traffic.values();
	}

	@Override
	public List<Envelope> waiting() {
		return this.traffic.underWay();
	}

	@Override
	public List<DelayedMessage> delayed() {
		return this.traffic.delayed();
	}

	@Override
	public Journal journal() {
		return this.traffic.journal();
	}

	@Override
	public void forgetEffects() {
		this.traffic.forgetEffects();
	}

	@Override
	public void reset() {
		this.traffic.abandon();
		// Otherwise the next test could not use the token
		for (DelayedMessage message : this.traffic.delayed()) {
			String token = message.cancellationToken();
			if (token != null) {
				perform(message.from(), (context) -> {
					context.cancelDelayed(token);
					return true;
				});
			}
		}
		this.traffic.values().keySet().forEach((address) -> {
			FunctionDefinition function = this.functions.find(address.type());
			if (function != null) {
				perform(address, (context) -> {
					function.states().forEach(context.storage()::remove);
					return true;
				});
			}
		});
		this.observer.forgetActions();
		this.traffic.reset();
	}

	/**
	 * An action in the name of a function instance.
	 *
	 * @param <T> what comes of it
	 */
	@FunctionalInterface
	private interface Action<T> {

		T apply(Context context);

	}

	/**
	 * A value, or none.
	 */
	private record Stored(@Nullable TypedValue value) {

	}

}
