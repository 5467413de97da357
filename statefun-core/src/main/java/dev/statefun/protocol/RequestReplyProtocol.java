package dev.statefun.protocol;

import java.util.Objects;

import com.google.protobuf.ByteString;
import dev.statefun.Address;
import dev.statefun.protocol.InvocationResult.Completed;
import dev.statefun.protocol.InvocationResult.Incomplete;
import dev.statefun.protocol.internal.IncompleteWriter;
import dev.statefun.protocol.internal.MalformedRequestException;
import dev.statefun.protocol.internal.NameCache;
import dev.statefun.protocol.internal.ProtocolMismatchException;
import dev.statefun.protocol.internal.RequestReader;
import dev.statefun.protocol.internal.ResponseFactory;
import dev.statefun.protocol.internal.ResponseWriter;
import org.jspecify.annotations.Nullable;

/**
 * The request-reply protocol, in either version: it turns bytes of a request into an
 * {@link InvocationBatch}, and an {@link InvocationResult} into bytes of an answer. It
 * keeps names and buffers for later requests. Safe for use by many threads.
 *
 * @since 0.1.0
 */
public final class RequestReplyProtocol {

	private final NameCache names = new NameCache();

	private final ResponseFactory answers = new ResponseFactory();

	private final @Nullable ProtocolVersion pinned;

	/**
	 * The version of the last request, and most probably of the next one. Another thread
	 * that sees an old version reads its request twice.
	 */
	private ProtocolVersion latest;

	private RequestReplyProtocol(@Nullable ProtocolVersion pinned) {
		this.pinned = pinned;
		this.latest = (pinned != null) ? pinned : ProtocolVersion.V3;
	}

	/**
	 * Speak whichever version a request is of.
	 * @return the protocol
	 */
	public static RequestReplyProtocol detecting() {
		return new RequestReplyProtocol(null);
	}

	/**
	 * Speak one version only.
	 * @param version the version
	 * @return the protocol
	 */
	public static RequestReplyProtocol of(ProtocolVersion version) {
		return new RequestReplyProtocol(version);
	}

	/**
	 * Read a request.
	 * @param request the bytes of a {@code ToFunction} message. The batch refers to them:
	 * they must not change afterwards
	 * @return the batch
	 * @throws MalformedRequestException if the bytes are not such a message, or it lacks
	 * what every engine sends
	 * @throws ProtocolMismatchException if its values are of another version than the one
	 * that is spoken, or of both
	 */
	public InvocationBatch decode(byte[] request) {
		ProtocolVersion assumed = this.latest;
		InvocationBatch batch = read(request, assumed);
		if (batch == null) {
			assumed = (assumed == ProtocolVersion.V2) ? ProtocolVersion.V3 : ProtocolVersion.V2;
			this.latest = assumed;
			batch = read(request, assumed);
		}
		return Objects.requireNonNull(batch);
	}

	private @Nullable InvocationBatch read(byte[] request, ProtocolVersion assumed) {
		return new RequestReader(request, this.names, assumed).read(this.pinned);
	}

	/**
	 * Start an answer with effects, each of which is written at once.
	 * @param version the protocol of the request
	 * @param target the function instance that the request is for
	 * @param expectedSize how many bytes the answer will probably have
	 * @return the writer of the answer
	 */
	public ResponseWriter startAnswer(ProtocolVersion version, Address target, int expectedSize) {
		return this.answers.start(version, target, expectedSize);
	}

	/**
	 * Write an answer.
	 * @param result the answer
	 * @return the bytes of a {@code FromFunction} message, not copied if the answer has
	 * effects
	 */
	public ByteString encode(InvocationResult result) {
		return (result instanceof Completed completed) ? completed.encoded()
				: IncompleteWriter.write((Incomplete) result);
	}

}
