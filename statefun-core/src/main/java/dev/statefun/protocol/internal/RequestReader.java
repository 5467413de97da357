package dev.statefun.protocol.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.google.protobuf.ByteString;
import dev.statefun.Address;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationBatch.Invocation;
import dev.statefun.protocol.InvocationBatch.PersistedValue;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.protocol.VersionEvidence;
import dev.statefun.type.TypedValue;
import dev.statefun.type.internal.LogText;
import org.jspecify.annotations.Nullable;

/**
 * Reads one request.
 */
public final class RequestReader extends ValueReader {

	/** Stands for the limit of a message: there is no further one. */
	private static final int END = -1;

	private static final int FEW = 4;

	private static final int MANY = 4096;

	private static final TypedValue NONE = TypedValue.withoutValue("");

	private final ProtocolVersion assumed;

	/** The flags of all arguments. */
	private int argumentFlags;

	/** The flags of all states. */
	private int stateFlags;

	/** The name of a state with a value of 2.x. */
	private @Nullable String legacyState;

	/**
	 * Create a reader.
	 * @param request the bytes of the request
	 * @param names keeps the names that requests repeat
	 * @param assumed the version that the request most probably is of
	 */
	public RequestReader(byte[] request, NameCache names, ProtocolVersion assumed) {
		super(request, names);
		this.assumed = assumed;
	}

	/**
	 * Read the request.
	 * @param pinned the version that is spoken, or {@code null} if that is left to the
	 * engine
	 * @param proved the version that earlier requests were of, or {@code null} if none
	 * told, or both were seen
	 * @return the request, or {@code null} if it is of another version than was assumed
	 * @throws MalformedRequestException if the bytes are not a request
	 * @throws ProtocolMismatchException if its values are of another version than the one
	 * that is spoken, or of both
	 */
	public @Nullable InvocationBatch read(@Nullable ProtocolVersion pinned, @Nullable ProtocolVersion proved) {
		InvocationBatch batch;
		try {
			batch = readToFunction();
		}
		catch (IOException ex) {
			throw new MalformedRequestException("The body is not a request of an engine: " + ex.getMessage(), ex);
		}
		if (batch == null) {
			throw new MalformedRequestException("The body is not a request of an engine: it has no target", null);
		}
		ProtocolVersion version = version(pinned);
		if (version == null) {
			// Most engines are of 3.x
			ProtocolVersion probable = (proved != null) ? proved : ProtocolVersion.V3;
			return (probable == this.assumed)
					? onEvidence(batch, (proved != null) ? VersionEvidence.EARLIER_REQUESTS : VersionEvidence.NONE)
					: null;
		}
		if (version != this.assumed) {
			return null;
		}
		if (this.assumed == ProtocolVersion.V3 && this.legacyState != null) {
			throw new ProtocolMismatchException("The state '%s' in a request of the 3.x protocol is not a value of 3.x"
				.formatted(LogText.name(this.legacyState)));
		}
		return batch;
	}

	private static InvocationBatch onEvidence(InvocationBatch batch, VersionEvidence evidence) {
		return new InvocationBatch(batch.version(), batch.target(), batch.states(), batch.invocations(), evidence);
	}

	private @Nullable ProtocolVersion version(@Nullable ProtocolVersion pinned) {
		boolean open = pinned == null && VersionDetector.isOpen(this.argumentFlags);
		return VersionDetector.detect(open ? this.stateFlags : this.argumentFlags, pinned);
	}

	/**
	 * Whether the arguments tell the version, which then holds for requests that do not.
	 * A state does not: an answer in the wrong version may have stored it.
	 * @return whether an argument has a field of either version
	 */
	public boolean isProof() {
		return !VersionDetector.isOpen(this.argumentFlags);
	}

	/**
	 * Read the batch, which may have several parts.
	 * @return the batch, or {@code null} if it has no target
	 */
	private @Nullable InvocationBatch readToFunction() throws IOException {
		Address target = null;
		List<PersistedValue> states = List.of();
		List<Invocation> invocations = List.of();
		for (int outer = enterBatch(); outer != END; outer = enterBatch()) {
			for (int tag = nextTag(); tag != 0; tag = nextTag()) {
				if (tag == lengthDelimited(WireFields.BATCH_TARGET)) {
					target = address();
				}
				else if (tag == lengthDelimited(WireFields.BATCH_STATE)) {
					states = with(readState(), states);
				}
				else if (tag == lengthDelimited(WireFields.BATCH_INVOCATIONS)) {
					int before = this.position;
					Invocation invocation = readInvocation();
					invocations = with(invocation, invocations, this.position - before, this.limit - this.position);
				}
				else {
					skip(tag);
				}
			}
			leave(outer);
		}
		return (target != null) ? new InvocationBatch(this.assumed, target, states, invocations) : null;
	}

	/** Enter the next part of the batch; returns what leaving it wants. */
	private int enterBatch() throws IOException {
		for (int tag = nextTag(); tag != 0; tag = nextTag()) {
			if (tag == lengthDelimited(WireFields.TO_FUNCTION_INVOCATION)) {
				return enter();
			}
			skip(tag);
		}
		return END;
	}

	private static List<PersistedValue> with(PersistedValue state, List<PersistedValue> states) {
		return states.isEmpty() ? List.of(state) : add(states, state, 0);
	}

	/** Make room for as many as there will be if all are of the size of the first one. */
	private static List<Invocation> with(Invocation invocation, List<Invocation> invocations, int size, int rest) {
		if (!invocations.isEmpty()) {
			return add(invocations, invocation, 0);
		}
		return (rest == 0) ? List.of(invocation) : add(invocations, invocation, rest / size);
	}

	private static <T> List<T> add(List<T> list, T element, int more) {
		List<T> growing = list;
		if (!(list instanceof ArrayList)) {
			growing = new ArrayList<>(FEW + Math.min(MANY, more));
			growing.addAll(list);
		}
		growing.add(element);
		return growing;
	}

	private Invocation readInvocation() throws IOException {
		Address caller = null;
		TypedValue argument = NONE;
		int limit = enter();
		for (int tag = nextTag(); tag != 0; tag = nextTag()) {
			if (tag == lengthDelimited(WireFields.INVOCATION_CALLER)) {
				caller = address();
			}
			else if (tag == lengthDelimited(WireFields.INVOCATION_ARGUMENT)) {
				int argumentLimit = enter();
				argument = value();
				this.argumentFlags |= valueFlags();
				leave(argumentLimit);
			}
			else {
				skip(tag);
			}
		}
		leave(limit);
		TypedValue value = (this.assumed == ProtocolVersion.V2) ? LegacyValues.fromWire(argument) : argument;
		Map<String, ByteString> metadata = takeMetadata();
		return new Invocation(caller, value, metadata);
	}

	private PersistedValue readState() throws IOException {
		int outer = enter();
		String name = "";
		TypedValue value = null;
		int flags = 0;
		for (int tag = nextTag(); tag != 0; tag = nextTag()) {
			if (tag == lengthDelimited(WireFields.STATE_NAME)) {
				name = name();
			}
			else if (tag == lengthDelimited(WireFields.STATE_VALUE)) {
				int valueOuter = enter();
				value = readStateValue();
				flags = valueFlags();
				leave(valueOuter);
			}
			else {
				skip(tag);
			}
		}
		leave(outer);
		this.stateFlags |= flags;
		if (ValueFlags.isLegacy(flags)) {
			this.legacyState = name;
		}
		return new PersistedValue(name, value);
	}

	private @Nullable TypedValue readStateValue() {
		valueFlags(0);
		if (this.position == this.limit) {
			return null;
		}
		ByteString bytes = (this.assumed == ProtocolVersion.V2) ? rest() : ByteString.EMPTY;
		TypedValue value = null;
		try {
			value = value();
		}
		catch (IOException ex) {
			// The bytes are no message, which only 2.x allows
			valueFlags(ValueFlags.LEGACY);
		}
		takeMetadata();
		if (this.assumed == ProtocolVersion.V3) {
			return ValueFlags.isPresent(valueFlags()) ? value : null;
		}
		// Reading the state fails later if its bytes are no Any
		return (value == null || ValueFlags.isCurrent(valueFlags())) ? new TypedValue("", bytes)
				: LegacyValues.fromWire(value);
	}

}
