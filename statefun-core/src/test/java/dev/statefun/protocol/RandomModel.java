package dev.statefun.protocol;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;

import com.google.protobuf.ByteString;
import dev.statefun.Address;
import dev.statefun.Expiration;
import dev.statefun.ValueSpec;
import dev.statefun.protocol.InvocationBatch.Invocation;
import dev.statefun.protocol.InvocationBatch.PersistedValue;
import dev.statefun.protocol.InvocationResult.CancelDelayed;
import dev.statefun.protocol.InvocationResult.Incomplete;
import dev.statefun.protocol.InvocationResult.Mutation;
import dev.statefun.protocol.InvocationResult.Outgoing;
import dev.statefun.protocol.InvocationResult.Send;
import dev.statefun.protocol.InvocationResult.SendAfter;
import dev.statefun.protocol.InvocationResult.SendEgress;
import dev.statefun.protocol.reference.v3.BooleanWrapper;
import dev.statefun.protocol.reference.v3.DoubleWrapper;
import dev.statefun.protocol.reference.v3.FloatWrapper;
import dev.statefun.protocol.reference.v3.IntWrapper;
import dev.statefun.protocol.reference.v3.LongWrapper;
import dev.statefun.protocol.reference.v3.StringWrapper;
import dev.statefun.type.TypeName;
import dev.statefun.type.TypedValue;

/**
 * Makes requests and answers up, the same ones of the same seed.
 */
final class RandomModel {

	private static final int[] LETTERS = "abcxyz.-_0ß日🙂".codePoints().toArray();

	private final ProtocolVersion version;

	private final Random random;

	RandomModel(ProtocolVersion version, long seed) {
		this.version = version;
		this.random = new Random(seed);
	}

	InvocationBatch batch() {
		List<PersistedValue> states = list(() -> new PersistedValue(name(), rarely() ? null : value()));
		List<Invocation> invocations = list(() -> new Invocation(rarely() ? null : address(), argument()));
		invocations.add(new Invocation(address(), value()));
		return new InvocationBatch(this.version, address(), states, invocations);
	}

	Incomplete incomplete() {
		return new Incomplete(Stream.generate(this::spec).limit(1 + this.random.nextInt(5)).toList());
	}

	Effects effects() {
		return new Effects(list(() -> new Mutation(name(), rarely() ? null : value())), list(this::outgoing));
	}

	private ValueSpec<?> spec() {
		Duration timeToLive = Duration.ofMillis(1 + this.random.nextInt(Integer.MAX_VALUE));
		return new ValueSpec<>(name(), new Reference.NamedType(typeName().toString()), switch (this.random.nextInt(3)) {
			case 0 -> Expiration.none();
			case 1 -> Expiration.afterWrite(timeToLive);
			default -> Expiration.afterInvoke(timeToLive);
		});
	}

	private Outgoing outgoing() {
		boolean cancellable = this.version == ProtocolVersion.V3;
		Duration delay = Duration.ofMillis(rarely() ? 0 : this.random.nextLong() >>> 1);
		return switch (this.random.nextInt(cancellable ? 5 : 3)) {
			case 0 -> new Send(address(), argument());
			case 1 -> new SendAfter(delay, address(), argument(), null);
			case 2 -> new SendEgress(typeName(), argument());
			case 3 -> new SendAfter(delay, address(), value(), name());
			default -> new CancelDelayed(name());
		};
	}

	/** In 3.x a message may have no value. */
	private TypedValue argument() {
		return (this.version == ProtocolVersion.V3 && rarely())
				? TypedValue.withoutValue(name(), this.random.nextBoolean() ? ByteString.EMPTY : value().bytes())
				: value();
	}

	private TypedValue value() {
		return switch (this.random.nextInt(10)) {
			case 0 -> primitive("bool", BooleanWrapper.newBuilder().setValue(rarely()).build().toByteString());
			case 1 -> primitive("int", IntWrapper.newBuilder().setValue(this.random.nextInt()).build().toByteString());
			case 2 ->
				primitive("long", LongWrapper.newBuilder().setValue(this.random.nextLong()).build().toByteString());
			case 3 ->
				primitive("float", FloatWrapper.newBuilder().setValue(this.random.nextFloat()).build().toByteString());
			case 4 -> primitive("double",
					DoubleWrapper.newBuilder().setValue(this.random.nextGaussian()).build().toByteString());
			case 5 -> primitive("string", StringWrapper.newBuilder().setValue(name()).build().toByteString());
			case 6 -> primitive("int", ByteString.EMPTY);
			case 7 -> new TypedValue("type.googleapis.com/io.statefun.sdk.egress.KafkaProducerRecord", bytes());
			case 8 -> new TypedValue("type.googleapis.com/io.statefun.sdk.egress.KinesisEgressRecord", bytes());
			default -> new TypedValue(typeName().toString(), rarely() ? ByteString.EMPTY : bytes());
		};
	}

	private static TypedValue primitive(String name, ByteString bytes) {
		return new TypedValue("io.statefun.types/" + name, bytes);
	}

	private Address address() {
		return new Address(typeName(), rarely() ? "" : name() + " /" + name());
	}

	private TypeName typeName() {
		return new TypeName(rarely() ? name() + "/" + name() : name(), name());
	}

	/** Return a text, sometimes one that is too long for the cache of names. */
	private String name() {
		int length = 1 + this.random.nextInt((this.random.nextInt(20) == 0) ? 400 : 10);
		StringBuilder name = new StringBuilder();
		for (int i = 0; i < length; i++) {
			name.appendCodePoint(LETTERS[this.random.nextInt(LETTERS.length)]);
		}
		return name.toString();
	}

	/** Return bytes, sometimes more than are copied. */
	private ByteString bytes() {
		byte[] bytes = new byte[this.random.nextInt((this.random.nextInt(20) == 0) ? 70_000 : 300)];
		this.random.nextBytes(bytes);
		return ByteString.copyFrom(bytes);
	}

	private <T> List<T> list(Supplier<T> element) {
		return new ArrayList<>(Stream.generate(element).limit(this.random.nextInt(8)).toList());
	}

	private boolean rarely() {
		return this.random.nextInt(4) == 0;
	}

}
