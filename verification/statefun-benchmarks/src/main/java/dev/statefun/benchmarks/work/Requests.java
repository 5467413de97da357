package dev.statefun.benchmarks.work;

import java.util.Random;
import java.util.function.IntFunction;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Int64Value;
import com.google.protobuf.StringValue;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.protocol.reference.v3.Address;
import dev.statefun.protocol.reference.v3.LongWrapper;
import dev.statefun.protocol.reference.v3.StringWrapper;
import dev.statefun.protocol.reference.v3.ToFunction;
import dev.statefun.protocol.reference.v3.TypedValue;

/**
 * Requests as the engine sends them, ready to be sent in turn: their ids, states and
 * messages differ, so that nothing can be known beforehand. There are no more of them
 * than fit into a processor's cache, where a request that was just received is as well.
 * Not for several threads.
 */
public final class Requests {

	private static final int MAX_COUNT = 32;

	/** Half of a core's second cache here; the other half is for the answer. */
	private static final int MAX_BYTES = 1 << 20;

	private static final int SEED = 20240817;

	private final byte[][] requests;

	private int next;

	private Requests(IntFunction<byte[]> factory) {
		byte[] first = factory.apply(0);
		this.requests = new byte[Math.max(1, Math.min(MAX_COUNT, MAX_BYTES / first.length))][];
		this.requests[0] = first;
		for (int i = 1; i < this.requests.length; i++) {
			this.requests[i] = factory.apply(i);
		}
	}

	/**
	 * Requests for {@link Work#COUNTER}.
	 * @param version the version of the protocol
	 * @param batch how many messages each of them has
	 * @return the requests
	 */
	public static Requests counting(ProtocolVersion version, int batch) {
		Random random = new Random(SEED);
		return new Requests((version == ProtocolVersion.V2) ? (i) -> legacy(i, batch, random)
				: (i) -> request(Work.COUNTER, i, longState(random.nextLong()), batch, random));
	}

	/**
	 * Requests for {@link Work#BLOB}, of 3.x, with one message each.
	 * @param stateSize how many bytes the state has
	 * @return the requests
	 */
	public static Requests blob(int stateSize) {
		Random random = new Random(SEED);
		return new Requests(
				(i) -> request(Work.BLOB, i, bytesState(Work.BYTES, Work.BYTES_TYPE, stateSize, random), 1, random));
	}

	/**
	 * A request for {@link Work#DOCUMENT}, of 3.x, with one message.
	 * @param size how many bytes the state has
	 * @return the bytes of the request
	 */
	public static byte[] document(int size) {
		Random random = new Random(SEED);
		return request(Work.DOCUMENT, 0, bytesState(Work.CONTENT, Work.DOCUMENT_TYPE, size, random), 1, random);
	}

	/**
	 * A request for {@link Work#TALLY}, of 3.x, with as many messages as make its size.
	 * @param size how many bytes the request has, roughly
	 * @return the bytes of the request
	 */
	public static byte[] tally(int size) {
		Random random = new Random(SEED);
		int one = request(Work.TALLY, 0, longState(0), 1, random).length;
		int two = request(Work.TALLY, 0, longState(0), 2, random).length;
		return request(Work.TALLY, 0, longState(0), size / (two - one), random);
	}

	/**
	 * How many requests there are until they begin again.
	 * @return the count, at least 1
	 */
	public int count() {
		return this.requests.length;
	}

	/**
	 * The next request, for ever.
	 * @return its bytes, not to be changed
	 */
	public byte[] next() {
		byte[] request = this.requests[this.next];
		this.next = (this.next + 1) % this.requests.length;
		return request;
	}

	private static byte[] request(String function, int variant, ToFunction.PersistedValue state, int batch,
			Random random) {
		ToFunction.InvocationBatchRequest.Builder request = ToFunction.InvocationBatchRequest.newBuilder()
			.setTarget(Address.newBuilder()
				.setNamespace(function.substring(0, function.indexOf('/')))
				.setType(function.substring(function.indexOf('/') + 1))
				.setId(id(variant)))
			.addState(state);
		for (int i = 0; i < batch; i++) {
			request.addInvocationsBuilder()
				.setArgument(value("io.statefun.types/string",
						StringWrapper.newBuilder().setValue(text(random)).build().toByteString()));
		}
		return ToFunction.newBuilder().setInvocation(request).build().toByteArray();
	}

	private static ToFunction.PersistedValue longState(long value) {
		return ToFunction.PersistedValue.newBuilder()
			.setStateName(Work.SEEN)
			.setStateValue(
					value("io.statefun.types/long", LongWrapper.newBuilder().setValue(value).build().toByteString()))
			.build();
	}

	private static ToFunction.PersistedValue bytesState(String name, String type, int size, Random random) {
		byte[] bytes = new byte[size];
		random.nextBytes(bytes);
		return ToFunction.PersistedValue.newBuilder()
			.setStateName(name)
			.setStateValue(value(type, ByteString.copyFrom(bytes)))
			.build();
	}

	private static TypedValue value(String type, ByteString bytes) {
		return TypedValue.newBuilder().setTypename(type).setHasValue(true).setValue(bytes).build();
	}

	private static byte[] legacy(int variant, int batch, Random random) {
		var request = dev.statefun.protocol.reference.v2.ToFunction.InvocationBatchRequest.newBuilder();
		request.getTargetBuilder().setNamespace("bench").setType("counter").setId(id(variant));
		request.addStateBuilder()
			.setStateName(Work.SEEN)
			.setStateValue(Any.pack(Int64Value.of(random.nextLong())).toByteString());
		for (int i = 0; i < batch; i++) {
			request.addInvocationsBuilder().setArgument(Any.pack(StringValue.of(text(random))));
		}
		return dev.statefun.protocol.reference.v2.ToFunction.newBuilder().setInvocation(request).build().toByteArray();
	}

	private static String id(int variant) {
		return "customer-%06d".formatted(variant * 7919);
	}

	/** 32 characters of one byte each. */
	private static String text(Random random) {
		return "%016x%016x".formatted(random.nextLong(), random.nextLong());
	}

}
