package dev.statefun.http.reactive;

import java.io.IOException;

import dev.statefun.http.TransferLimits;
import dev.statefun.http.internal.TransferPace;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.server.reactive.ServerHttpResponse;

/**
 * An answer that the client takes. A server does not tell how much of it has been taken,
 * so the answer may take as long as all of it does at the least rate.
 */
final class PacedAnswer implements TransferWatch.Transfer {

	private final TransferPace pace;

	private final Sinks.Empty<Void> tooSlow = Sinks.empty();

	private final ServerHttpResponse response;

	PacedAnswer(ServerHttpResponse response, TransferLimits limits, long size) {
		this.response = response;
		this.pace = TransferPace.ofWhole(limits, size, System.nanoTime());
	}

	/** Fail, and cancel the write, when this is given up. */
	Mono<Void> write(DataBuffer body) {
		return this.response.writeWith(Mono.just(body))
			.then(Mono.defer(() -> ServerConnection.flushed(this.response)))
			.takeUntilOther(this.tooSlow.asMono());
	}

	@Override
	public boolean isTooSlow(long now) {
		return this.pace.isTooSlow(now);
	}

	@Override
	public void giveUp() {
		ServerConnection.close(this.response);
		this.tooSlow.tryEmitError(new IOException("The answer is taken more slowly than statefun.transfer allows"));
	}

}
