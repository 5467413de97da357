package dev.statefun.protocol.internal;

import java.util.List;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.statefun.protocol.InvocationResult.Mutation;
import dev.statefun.protocol.InvocationResult.Outgoing;
import dev.statefun.protocol.ProtocolVersion;
import org.jspecify.annotations.Nullable;

/**
 * The effects of a request in the form in which they travel: a range of a buffer, and
 * large values that belong between its bytes. For one thread at a time.
 */
public final class EncodedEffects {

	private final ProtocolVersion version;

	/** Absent after the release. */
	private byte @Nullable [] bytes;

	private final int start;

	private final int end;

	/** Absent if the buffer has all. */
	private final @Nullable Insertions insertions;

	/** Takes the bytes back when they are released. Absent if they are of no pool. */
	private final @Nullable PooledBuffer buffer;

	EncodedEffects(ProtocolVersion version, byte[] bytes, int start, int end, @Nullable Insertions insertions,
			@Nullable PooledBuffer buffer) {
		this.version = version;
		this.bytes = bytes;
		this.start = start;
		this.end = end;
		this.insertions = insertions;
		this.buffer = buffer;
	}

	/** Take the bytes of a whole answer, which must not change afterwards. */
	static EncodedEffects of(ProtocolVersion version, byte[] encoded) {
		return new EncodedEffects(version, encoded, 0, encoded.length, null, null);
	}

	/**
	 * The protocol of the answer.
	 * @return the version
	 */
	public ProtocolVersion version() {
		return this.version;
	}

	/**
	 * Read the states that changed.
	 * @return the changes
	 */
	public List<Mutation> mutations() {
		return read().mutations();
	}

	/**
	 * Read what is to be sent.
	 * @return the messages, in the order of sending
	 */
	public List<Outgoing> outgoing() {
		return read().outgoing();
	}

	/**
	 * Read effects that are still being written.
	 * @param version the protocol of the answer
	 * @param effects a copy of them, whole fields only
	 * @return the messages, in the order of sending
	 */
	public static List<Outgoing> outgoing(ProtocolVersion version, byte[] effects) {
		return ResponseReader.ofEffects(version, effects).outgoing();
	}

	private ResponseReader read() {
		return new ResponseReader(this.version, bytes().toByteArray());
	}

	/**
	 * The bytes of the answer.
	 * @return the bytes, not copied
	 * @throws IllegalStateException if they have been released
	 */
	public ByteString bytes() {
		if (this.bytes == null) {
			throw new IllegalStateException("The answer has been released");
		}
		return (this.insertions != null) ? this.insertions.into(this.bytes, this.start, this.end)
				: UnsafeByteOperations.unsafeWrap(this.bytes, this.start, this.end - this.start);
	}

	/**
	 * Copy the effects, so that the copy survives the release.
	 * @return the copy
	 */
	public EncodedEffects copy() {
		return of(this.version, bytes().toByteArray());
	}

	/**
	 * Give the buffer back to its pool. The effects cannot be read afterwards.
	 */
	public void release() {
		byte[] released = this.bytes;
		this.bytes = null;
		if (released != null && this.buffer != null) {
			this.buffer.giveBack(released);
		}
	}

}
