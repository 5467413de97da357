package dev.statefun.protocol;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.google.protobuf.ByteString;
import dev.statefun.Address;
import dev.statefun.protocol.InvocationBatch.Invocation;
import dev.statefun.protocol.InvocationBatch.PersistedValue;
import dev.statefun.type.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * Reads one request.
 */
final class RequestReader {

	private static final int FEW = 4;

	private static final int MANY = 4096;

	private static final TypedValue NONE = new TypedValue("", ByteString.EMPTY);

	private final WireReader reader;

	private final VersionDetector detector;

	private List<RawState> states = List.of();

	private List<Invocation> invocations = List.of();

	private final ValueReader values;

	private @Nullable Address target;

	RequestReader(byte[] request, NameCache names, @Nullable ProtocolVersion pinned) {
		this.reader = new WireReader(request, names);
		this.values = new ValueReader(this.reader);
		this.detector = new VersionDetector(pinned);
	}

	InvocationBatch read() {
		try {
			readToFunction();
			if (this.target == null) {
				throw new MalformedRequestException("The body is not a request of an engine: it has no target", null);
			}
			ProtocolVersion version = version();
			return new InvocationBatch(version, this.target, states(version), invocations(version));
		}
		catch (IOException ex) {
			throw new MalformedRequestException("The body is not a request of an engine: " + ex.getMessage(), ex);
		}
	}

	private void readToFunction() throws IOException {
		for (int tag = this.reader.nextTag(); tag != 0; tag = this.reader.nextTag()) {
			if (tag == WireReader.lengthDelimited(WireFields.TO_FUNCTION_INVOCATION)) {
				readBatch();
			}
			else {
				this.reader.skip(tag);
			}
		}
	}

	private void readBatch() throws IOException {
		int limit = this.reader.enter();
		for (int tag = this.reader.nextTag(); tag != 0; tag = this.reader.nextTag()) {
			if (tag == WireReader.lengthDelimited(WireFields.BATCH_TARGET)) {
				this.target = this.reader.address();
			}
			else if (tag == WireReader.lengthDelimited(WireFields.BATCH_STATE)) {
				add(readState());
			}
			else if (tag == WireReader.lengthDelimited(WireFields.BATCH_INVOCATIONS)) {
				int rest = this.reader.remaining();
				Invocation invocation = readInvocation();
				add(invocation, rest, this.reader.remaining());
			}
			else {
				this.reader.skip(tag);
			}
		}
		this.reader.leave(limit);
	}

	private void add(RawState state) {
		if (this.states.isEmpty()) {
			this.states = new ArrayList<>(FEW);
		}
		this.states.add(state);
	}

	/** Make room for as many as there will be if all are of the size of the first one. */
	private void add(Invocation invocation, int before, int after) {
		if (this.invocations.isEmpty()) {
			this.invocations = new ArrayList<>(Math.min(MANY, 1 + after / (before - after)));
		}
		this.invocations.add(invocation);
	}

	private RawState readState() throws IOException {
		String name = "";
		WireReader value = null;
		int limit = this.reader.enter();
		for (int tag = this.reader.nextTag(); tag != 0; tag = this.reader.nextTag()) {
			if (tag == WireReader.lengthDelimited(WireFields.STATE_NAME)) {
				name = this.reader.name();
			}
			else if (tag == WireReader.lengthDelimited(WireFields.STATE_VALUE)) {
				value = this.reader.detach();
			}
			else {
				this.reader.skip(tag);
			}
		}
		this.reader.leave(limit);
		return RawState.of(name, value);
	}

	private Invocation readInvocation() throws IOException {
		Address caller = null;
		TypedValue argument = NONE;
		Map<String, ByteString> metadata = Map.of();
		int flags = 0;
		int limit = this.reader.enter();
		for (int tag = this.reader.nextTag(); tag != 0; tag = this.reader.nextTag()) {
			if (tag == WireReader.lengthDelimited(WireFields.INVOCATION_CALLER)) {
				caller = this.reader.address();
			}
			else if (tag == WireReader.lengthDelimited(WireFields.INVOCATION_ARGUMENT)) {
				int argumentLimit = this.reader.enter();
				argument = this.values.read();
				metadata = this.values.metadata();
				flags = this.values.flags();
				this.reader.leave(argumentLimit);
			}
			else {
				this.reader.skip(tag);
			}
		}
		this.reader.leave(limit);
		this.detector.see(flags);
		return new Invocation(caller, argument, metadata);
	}

	private ProtocolVersion version() {
		if (this.detector.isOpen()) {
			this.states.forEach((state) -> this.detector.see(state.flags()));
		}
		return this.detector.version();
	}

	private List<PersistedValue> states(ProtocolVersion version) {
		List<PersistedValue> values = new ArrayList<>(this.states.size());
		for (RawState state : this.states) {
			values.add(new PersistedValue(state.name(), state.valueIn(version)));
		}
		return values;
	}

	private List<Invocation> invocations(ProtocolVersion version) {
		if (version == ProtocolVersion.V2 && !this.invocations.isEmpty()) {
			this.invocations.replaceAll(
					(invocation) -> new Invocation(invocation.caller(), LegacyValues.fromWire(invocation.argument())));
		}
		return this.invocations;
	}

}
