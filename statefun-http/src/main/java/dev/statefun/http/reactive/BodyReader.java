package dev.statefun.http.reactive;

import dev.statefun.http.RequestAdmission;
import dev.statefun.http.RequestTooLargeException;
import dev.statefun.http.RequestTooSlowException;
import dev.statefun.http.TooManyRequestsException;
import dev.statefun.http.TransferLimits;
import dev.statefun.http.internal.BodyCollector;
import dev.statefun.http.internal.TransferPace;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.MonoSink;
import reactor.util.context.Context;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * Puts the body of a request together on the heap, and enforces the limits meanwhile. It
 * releases each buffer of the server at once, because a short part may occupy a large
 * buffer. The server's event loop calls it, and {@link TransferWatch} does.
 */
final class BodyReader extends BaseSubscriber<DataBuffer> implements TransferWatch.Transfer {

	private final MonoSink<byte[]> sink;

	private final RequestAdmission admission;

	private final long contentLength;

	private final int maxSize;

	private final TransferPace pace;

	private final BodyCollector body = new BodyCollector();

	BodyReader(MonoSink<byte[]> sink, RequestAdmission admission, long contentLength, int maxSize,
			TransferLimits limits) {
		this.sink = sink;
		this.admission = admission;
		this.contentLength = contentLength;
		this.maxSize = maxSize;
		this.pace = new TransferPace(limits, System.nanoTime());
		this.body.begin(contentLength, maxSize);
	}

	@Override
	public Context currentContext() {
		return Context.of(this.sink.contextView());
	}

	@Override
	protected void hookOnNext(DataBuffer part) {
		try {
			if (!isDisposed()) {
				add(part, part.readableByteCount());
			}
		}
		catch (RuntimeException ex) {
			fail(ex);
		}
		finally {
			DataBufferUtils.release(part);
		}
	}

	private void add(DataBuffer part, int length) {
		if (!this.body.fits(length)) {
			throw new RequestTooLargeException(this.maxSize);
		}
		boolean whole = this.body.isEmpty() && length == this.contentLength;
		int growth = this.body.growth(length);
		if (!whole && growth > 0 && !this.admission.grow(growth)) {
			throw new TooManyRequestsException();
		}
		this.body.add(length, (target, offset) -> part.read(target, offset, length));
		synchronized (this.pace) {
			this.pace.moved(length, System.nanoTime());
		}
	}

	@Override
	protected void hookOnComplete() {
		byte[] whole = this.body.end();
		if (this.admission.receive(whole.length)) {
			this.sink.success(whole);
		}
		else {
			this.sink.error(new TooManyRequestsException());
		}
	}

	@Override
	protected void hookOnError(Throwable ex) {
		this.sink.error(ex);
	}

	@Override
	public boolean isTooSlow(long now) {
		synchronized (this.pace) {
			return this.pace.isTooSlow(now);
		}
	}

	@Override
	public void giveUp() {
		fail(new RequestTooSlowException());
	}

	private void fail(RuntimeException ex) {
		cancel();
		this.sink.error(ex);
	}

}
