package dev.statefun.client.internal;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import dev.statefun.client.AskFailedException;
import dev.statefun.client.AskRefusedException;
import dev.statefun.client.AskTimeoutException;
import dev.statefun.client.internal.AskRecorder.Outcome;
import dev.statefun.io.internal.AskFailure;
import dev.statefun.type.Type;
import dev.statefun.type.Types;
import org.jspecify.annotations.Nullable;

/**
 * An ask that waits for its answer.
 */
final class PendingAsk<T> {

	private final AskId id;

	/** Absent if the ask ends when the message has been handled. */
	private final @Nullable Type<T> replyType;

	private final CompletableFuture<T> reply = new CompletableFuture<>();

	PendingAsk(AskId id, @Nullable Type<T> replyType) {
		this.id = id;
		this.replyType = replyType;
	}

	CompletableFuture<T> reply() {
		return this.reply;
	}

	void answer(Answer answer, Executor executor) {
		run(executor, () -> {
			try {
				end(answer);
			}
			catch (RuntimeException ex) {
				this.reply.completeExceptionally(new AskFailedException(this.id.target(), ex.getClass().getName(),
						"the reply cannot be read: " + ex.getMessage()));
			}
		});
	}

	@SuppressWarnings("NullAway") // A handler may return null
	private void end(Answer answer) {
		switch (answer.kind()) {
			case REPLY -> this.reply.complete((this.replyType != null) ? answer.value().as(this.replyType) : null);
			case NOTHING -> this.reply.complete(null);
			case FAILURE -> this.reply.completeExceptionally(failure(AskFailure.from(answer.value().bytes())));
			case REFUSAL -> this.reply.completeExceptionally(
					new AskRefusedException(this.id.target(), answer.value().as(Types.stringType())));
		}
	}

	private AskFailedException failure(AskFailure failure) {
		return new AskFailedException(this.id.target(), failure.exceptionType(), failure.message());
	}

	void timeOut(Duration timeout, Executor executor, @Nullable String problem) {
		run(executor, () -> this.reply
			.completeExceptionally(new AskTimeoutException(this.id.target(), timeout, this.id.key(), problem)));
	}

	/** An answer is not lost because no thread is left. */
	private static void run(Executor executor, Runnable task) {
		try {
			executor.execute(task);
		}
		catch (RejectedExecutionException ex) {
			task.run();
		}
	}

	static Outcome outcome(@Nullable Throwable failure) {
		if (failure == null) {
			return Outcome.REPLY;
		}
		if (failure instanceof AskTimeoutException) {
			return Outcome.TIMEOUT;
		}
		if (failure instanceof AskRefusedException) {
			return Outcome.REFUSAL;
		}
		if (failure instanceof CancellationException) {
			return Outcome.CANCELLED;
		}
		return (failure instanceof AskFailedException) ? Outcome.FAILURE : Outcome.ERROR;
	}

}
