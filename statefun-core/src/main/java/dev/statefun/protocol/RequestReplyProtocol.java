package dev.statefun.protocol;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import com.google.protobuf.ByteString;
import dev.statefun.Address;
import dev.statefun.protocol.InvocationBatch.Invocation;
import dev.statefun.protocol.InvocationResult.Completed;
import dev.statefun.protocol.InvocationResult.Incomplete;
import dev.statefun.protocol.internal.IncompleteWriter;
import dev.statefun.protocol.internal.MalformedRequestException;
import dev.statefun.protocol.internal.NameCache;
import dev.statefun.protocol.internal.ProtocolMismatchException;
import dev.statefun.protocol.internal.RequestReader;
import dev.statefun.protocol.internal.ResponseFactory;
import dev.statefun.protocol.internal.ResponseWriter;
import dev.statefun.type.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * The request-reply protocol, in either version: it turns bytes of a request into an
 * {@link InvocationBatch}, and an {@link InvocationResult} into bytes of an answer. It
 * keeps names and buffers for later requests. Safe for use by many threads.
 *
 * @since 0.1.0
 */
public final class RequestReplyProtocol {

	/** The engine's async transport, which 2.x does not have, calls itself so. */
	private static final String ENGINE_USER_AGENT = "statefun";

	private final NameCache names = new NameCache();

	private final ResponseFactory answers = new ResponseFactory();

	private final @Nullable ProtocolVersion pinned;

	/**
	 * The version of the last request, and most probably of the next one. Another thread
	 * that sees an old version reads its request twice.
	 */
	private ProtocolVersion latest;

	/**
	 * Whether a request was certainly of 2.x. A thread that sees an old value only knows
	 * less.
	 */
	private boolean legacySeen;

	/** Whether a request was certainly of 3.x. */
	private boolean currentSeen;

	private RequestReplyProtocol(@Nullable ProtocolVersion pinned) {
		this.pinned = pinned;
		this.latest = (pinned != null) ? pinned : ProtocolVersion.V3;
	}

	/**
	 * Speak whichever version a request is of. If a request does not tell, it is taken
	 * for one of the version of earlier requests. If these do not tell either, or were of
	 * both, it is taken for one of 3.x, see {@link VersionEvidence#NONE}.
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
	 * The only version that is spoken.
	 * @return the version, or {@code null} if it is told from requests
	 */
	public @Nullable ProtocolVersion pinned() {
		return this.pinned;
	}

	/**
	 * Read a request.
	 * @param request the bytes of a {@code ToFunction} message. The batch refers to them:
	 * they must not change afterwards
	 * @return the batch. An HTTP endpoint passes it to {@link #settle} afterwards
	 * @throws MalformedRequestException if the bytes are not such a message, or it lacks
	 * what every engine sends
	 * @throws ProtocolMismatchException if its values are of another version than the one
	 * that is spoken, or of both
	 */
	public InvocationBatch decode(byte[] request) {
		ProtocolVersion assumed = this.latest;
		ProtocolVersion seen = seen();
		InvocationBatch batch = read(request, assumed, seen);
		if (batch == null) {
			assumed = (assumed == ProtocolVersion.V2) ? ProtocolVersion.V3 : ProtocolVersion.V2;
			this.latest = assumed;
			batch = read(request, assumed, seen);
		}
		return Objects.requireNonNull(batch);
	}

	private @Nullable InvocationBatch read(byte[] request, ProtocolVersion assumed, @Nullable ProtocolVersion seen) {
		RequestReader reader = new RequestReader(request, this.names, assumed);
		InvocationBatch batch = reader.read(this.pinned, seen);
		if (batch != null && reader.isProof()) {
			remember(assumed);
		}
		return batch;
	}

	/** The version of all requests that told one, if there is one such version. */
	private @Nullable ProtocolVersion seen() {
		if (this.legacySeen == this.currentSeen) {
			return null;
		}
		return this.legacySeen ? ProtocolVersion.V2 : ProtocolVersion.V3;
	}

	private void remember(ProtocolVersion version) {
		if (version == ProtocolVersion.V2 && !this.legacySeen) {
			this.legacySeen = true;
		}
		if (version == ProtocolVersion.V3 && !this.currentSeen) {
			this.currentSeen = true;
		}
	}

	/**
	 * Settle the version of a request by its HTTP header {@code User-Agent}, if that
	 * tells more than the values of the request. The engine's {@code async} transport,
	 * its default since 3.2, sends {@code statefun}, and 2.x has no such transport.
	 * @param batch a request that this protocol has decoded
	 * @param userAgent returns the header, empty if there is none. It is only asked for a
	 * request that may not be of 3.x
	 * @return the same request, or one of 3.x
	 * @throws ProtocolMismatchException if the request has values of 2.x, but is of an
	 * engine of 3.x
	 */
	public InvocationBatch settle(InvocationBatch batch, Supplier<String> userAgent) {
		boolean settled = batch.version() == ProtocolVersion.V3 && batch.evidence() != VersionEvidence.NONE;
		if (settled || this.pinned != null || !ENGINE_USER_AGENT.equals(userAgent.get())) {
			return batch;
		}
		if (batch.evidence() == VersionEvidence.CERTAIN) {
			throw new ProtocolMismatchException("The request has values of the 2.x protocol, but its User-Agent is that"
					+ " of an engine of 3.x. An engine relays such values after it was answered in the wrong protocol");
		}
		remember(ProtocolVersion.V3);
		List<Invocation> invocations = (batch.version() == ProtocolVersion.V3) ? batch.invocations()
				: batch.invocations().stream().map(RequestReplyProtocol::withoutValue).toList();
		return new InvocationBatch(ProtocolVersion.V3, batch.target(), batch.states(), invocations);
	}

	/** Nothing told the version of the request, so the message has no value in 3.x. */
	private static Invocation withoutValue(Invocation invocation) {
		return new Invocation(invocation.caller(), TypedValue.withoutValue(invocation.argument().typeName()),
				invocation.metadata());
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
