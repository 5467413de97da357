package dev.statefun.test;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import com.google.protobuf.ByteString;
import dev.statefun.Context;
import dev.statefun.Message;
import dev.statefun.dispatch.BatchInterceptor;
import dev.statefun.dispatch.FunctionDefinition;
import dev.statefun.dispatch.InvocationInterceptor;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationResult;
import dev.statefun.protocol.InvocationResult.Completed;
import dev.statefun.protocol.InvocationResult.Outgoing;
import dev.statefun.protocol.RequestReplyProtocol;
import dev.statefun.protocol.internal.EngineProtocol;
import dev.statefun.type.TypedValue;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Sees what the real engine has functions do, from within the application, and has things
 * done in their name.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class EngineObserver implements BatchInterceptor, InvocationInterceptor {

	/** The type of messages that functions never see. Their text tells what to do. */
	private static final String ACTION = "dev.statefun.test/Action";

	private final EngineTraffic traffic;

	private final Map<String, Consumer<Context>> actions = new ConcurrentHashMap<>();

	private final AtomicLong actionCount = new AtomicLong();

	/** The failed requests. One leaves when the engine sends it again. */
	private final Set<InvocationBatch> failed = ConcurrentHashMap.newKeySet();

	EngineObserver(EngineTraffic traffic) {
		this.traffic = traffic;
	}

	EngineTraffic traffic() {
		return this.traffic;
	}

	/**
	 * Have something done in the name of the instance that the message is sent to which
	 * this returns.
	 */
	TypedValue message(Consumer<Context> action) {
		String name = Long.toString(this.actionCount.incrementAndGet());
		this.actions.put(name, action);
		return new TypedValue(ACTION, ByteString.copyFromUtf8(name));
	}

	void forgetActions() {
		this.actions.clear();
	}

	@Override
	public CompletionStage<InvocationResult> intercept(InvocationBatch batch, BatchInterceptor.Chain next) {
		if (this.failed.remove(batch)) {
			return CompletableFuture
				.completedFuture(handled(batch, Completed.of(batch.version(), List.of(), List.of())));
		}
		return next.proceed().handle((result, ex) -> {
			if (ex != null) {
				throw failed(batch, ex);
			}
			return (result instanceof Completed completed) ? handled(batch, completed) : result;
		});
	}

	private CompletionException failed(InvocationBatch batch, Throwable ex) {
		Throwable failure = (ex instanceof CompletionException && ex.getCause() != null) ? ex.getCause() : ex;
		this.failed.add(batch);
		this.traffic.failed(batch, failure);
		return new CompletionException(failure);
	}

	private InvocationResult handled(InvocationBatch batch, Completed result) {
		Completed answer = copy(result);
		List<Outgoing> outgoing = answer.outgoing();
		List<Outgoing> forEngine = this.traffic.forEngine(outgoing);
		this.traffic.handled(batch, answer);
		return (forEngine.size() == outgoing.size()) ? result
				: Completed.of(batch.version(), answer.mutations(), forEngine);
	}

	/** The memory of an answer is used for another one, once it is written. */
	private static Completed copy(Completed result) {
		RequestReplyProtocol protocol = RequestReplyProtocol.of(result.version());
		return (Completed) EngineProtocol.decode(result.version(), protocol.encode(result));
	}

	@Override
	public CompletionStage<?> intercept(FunctionDefinition function, Context context, Message message,
			InvocationInterceptor.Chain next) {
		if (message.valueTypeName().equals(ACTION)) {
			Consumer<Context> action = this.actions.get(message.rawValue().toStringUtf8());
			if (action != null) {
				action.accept(context);
			}
			return CompletableFuture.completedFuture(null);
		}
		Envelope envelope = new Envelope(context.caller().orElse(null), context.self(), message.typedValue());
		return this.traffic.isStale(envelope) ? CompletableFuture.completedFuture(null) : next.proceed();
	}

}
