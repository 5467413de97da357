package dev.statefun.protocol.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.statefun.Address;
import dev.statefun.protocol.InvocationResult.CancelDelayed;
import dev.statefun.protocol.InvocationResult.Mutation;
import dev.statefun.protocol.InvocationResult.Outgoing;
import dev.statefun.protocol.InvocationResult.Send;
import dev.statefun.protocol.InvocationResult.SendAfter;
import dev.statefun.protocol.InvocationResult.SendEgress;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.type.TypeName;
import dev.statefun.type.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * Reads the effects in an answer that {@link ResponseWriter} wrote.
 */
final class ResponseReader {

	private static final Address NOBODY = new Address(new TypeName("", ""), "");

	private static final TypedValue NOTHING = TypedValue.withoutValue("");

	private static final NameCache NAMES = new NameCache();

	private final ProtocolVersion version;

	private final ValueReader reader;

	private final List<Mutation> mutations = new ArrayList<>();

	private final List<Outgoing> outgoing = new ArrayList<>();

	ResponseReader(ProtocolVersion version, byte[] answer) {
		this(version, answer, true);
	}

	private ResponseReader(ProtocolVersion version, byte[] bytes, boolean isAnswer) {
		this.version = version;
		this.reader = new ValueReader(bytes, NAMES);
		try {
			if (isAnswer) {
				this.reader.nextTag();
				this.reader.enter();
			}
			readEffects();
		}
		catch (IOException ex) {
			throw new MalformedAnswerException("The effects of an answer cannot be read: " + ex.getMessage(), ex);
		}
	}

	/** Read effects without the header of the answer. */
	static ResponseReader ofEffects(ProtocolVersion version, byte[] effects) {
		return new ResponseReader(version, effects, false);
	}

	List<Mutation> mutations() {
		return this.mutations;
	}

	List<Outgoing> outgoing() {
		return this.outgoing;
	}

	private void readEffects() throws IOException {
		for (int tag = this.reader.nextTag(); tag != 0; tag = this.reader.nextTag()) {
			int outer = this.reader.enter();
			switch (tag >>> 3) {
				case WireFields.RESULT_MUTATIONS -> this.mutations.add(readMutation());
				case WireFields.RESULT_MESSAGES -> this.outgoing.add(readMessage());
				case WireFields.RESULT_DELAYED -> this.outgoing.add(readDelayed());
				default -> this.outgoing.add(readEgress());
			}
			this.reader.leave(outer);
		}
	}

	private Mutation readMutation() throws IOException {
		String name = "";
		TypedValue value = null;
		for (int tag = this.reader.nextTag(); tag != 0; tag = this.reader.nextTag()) {
			switch (tag >>> 3) {
				case WireFields.MUTATION_NAME -> name = this.reader.name();
				case WireFields.MUTATION_VALUE -> value = readValue();
				default -> this.reader.skip(tag);
			}
		}
		return new Mutation(name, value);
	}

	private Send readMessage() throws IOException {
		Address target = NOBODY;
		TypedValue argument = NOTHING;
		for (int tag = this.reader.nextTag(); tag != 0; tag = this.reader.nextTag()) {
			switch (tag >>> 3) {
				case WireFields.MESSAGE_TARGET -> target = readAddress();
				default -> argument = readValue();
			}
		}
		return new Send(target, argument, this.reader.takeMetadata());
	}

	private Outgoing readDelayed() throws IOException {
		boolean cancellation = false;
		long millis = 0;
		Address target = NOBODY;
		TypedValue argument = NOTHING;
		String token = null;
		for (int tag = this.reader.nextTag(); tag != 0; tag = this.reader.nextTag()) {
			switch (tag >>> 3) {
				case WireFields.DELAYED_MILLIS -> millis = this.reader.number();
				case WireFields.DELAYED_TARGET -> target = readAddress();
				case WireFields.DELAYED_ARGUMENT -> argument = readValue();
				case WireFields.DELAYED_TOKEN -> token = this.reader.text();
				default -> cancellation = this.reader.bool();
			}
		}
		return (cancellation && token != null) ? new CancelDelayed(token)
				: new SendAfter(Duration.ofMillis(millis), target, argument, token, this.reader.takeMetadata());
	}

	private SendEgress readEgress() throws IOException {
		String namespace = "";
		String type = "";
		TypedValue argument = NOTHING;
		for (int tag = this.reader.nextTag(); tag != 0; tag = this.reader.nextTag()) {
			switch (tag >>> 3) {
				case WireFields.EGRESS_NAMESPACE -> namespace = this.reader.name();
				case WireFields.EGRESS_TYPE -> type = this.reader.name();
				default -> argument = readValue();
			}
		}
		return new SendEgress(new TypeName(namespace, type), argument);
	}

	private Address readAddress() throws IOException {
		@Nullable Address address = this.reader.address();
		return (address != null) ? address : NOBODY;
	}

	private TypedValue readValue() throws IOException {
		int outer = this.reader.enter();
		TypedValue value = this.reader.value();
		this.reader.leave(outer);
		return (this.version == ProtocolVersion.V2) ? LegacyValues.fromWire(value) : value;
	}

}
