package dev.statefun.protocol;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import dev.statefun.Address;
import dev.statefun.protocol.InvocationBatch.Invocation;
import dev.statefun.protocol.InvocationBatch.PersistedValue;
import dev.statefun.protocol.internal.MalformedRequestException;
import dev.statefun.protocol.internal.ProtocolMismatchException;
import dev.statefun.protocol.reference.v2.ToFunction;
import dev.statefun.type.TypeName;
import dev.statefun.type.TypedValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Requests that no engine sends: whatever the bytes are, they are read or refused.
 */
class HostileRequestTests {

	private static final String TARGET = "0a120a076578616d706c6512037265631a026b30";

	private static final Address NOBODY = new Address(new TypeName("", ""), "");

	private static final TypedValue NOTHING = new TypedValue("", ByteString.EMPTY);

	private static final String INVOCATION = "1a081206" + "0a02612f" + "1200";

	private final RequestReplyProtocol protocol = RequestReplyProtocol.detecting();

	@ParameterizedTest
	@EnumSource
	void whenItIsCutOffAnywhereThenItIsRefused(ProtocolVersion version) {
		byte[] request = Reference.of(version).writeRequest(new RandomModel(version, 1).batch());
		for (int length = 0; length < request.length; length++) {
			byte[] cutOff = Arrays.copyOf(request, length);
			assertThatExceptionOfType(MalformedRequestException.class).as("%d bytes", length)
				.isThrownBy(() -> this.protocol.decode(cutOff));
		}
	}

	@ParameterizedTest
	@EnumSource
	void whenBytesAreChangedThenItIsReadAsByTheReferenceOrRefused(ProtocolVersion version)
			throws InvalidProtocolBufferException {
		RequestReplyProtocol pinned = RequestReplyProtocol.of(version);
		List<byte[]> requests = IntStream.range(0, 50)
			.mapToObj((seed) -> Reference.of(version).writeRequest(new RandomModel(version, seed).batch()))
			.toList();
		int refused = 0;
		int equal = 0;
		for (int seed = 0; seed < 20_000; seed++) {
			byte[] request = changed(requests.get(seed % 50).clone(), seed);
			InvocationBatch read;
			try {
				read = pinned.decode(request);
			}
			catch (MalformedRequestException | ProtocolMismatchException ex) {
				refused++;
				continue;
			}
			InvocationBatch expected = Reference.of(version).readRequest(request);
			if (comparable(read).equals(comparable(expected))) {
				equal++;
			}
			else {
				assertThat(hasMessageTwice(request)).as("%s is read as %s", expected, read).isTrue();
			}
		}
		assertThat(refused).isBetween(1_000, 19_000);
		assertThat(equal).isGreaterThan(1_000);
	}

	/** Protobuf merges such messages, which this library does not. */
	private static boolean hasMessageTwice(byte[] request) throws InvalidProtocolBufferException {
		List<ByteString> batches = messages(ByteString.copyFrom(request), 100);
		if (batches.size() > 1) {
			return true;
		}
		ByteString batch = batches.get(0);
		boolean twice = messages(batch, 1).size() > 1;
		for (ByteString state : messages(batch, 2)) {
			twice |= messages(state, 2).size() > 1;
		}
		for (ByteString invocation : messages(batch, 3)) {
			twice |= messages(invocation, 1).size() > 1 || messages(invocation, 2).size() > 1;
		}
		return twice;
	}

	private static List<ByteString> messages(ByteString message, int field) throws InvalidProtocolBufferException {
		return UnknownFieldSet.parseFrom(message).getField(field).getLengthDelimitedList();
	}

	/**
	 * Remove the metadata, which the reference does not know, and the parts of 2.x that
	 * it normalizes in another way: states, and values that are translated. An address
	 * with unknown fields only counts as none.
	 */
	private static InvocationBatch comparable(InvocationBatch batch) {
		boolean legacy = batch.version() == ProtocolVersion.V2;
		List<PersistedValue> states = batch.states()
			.stream()
			.map((state) -> legacy ? new PersistedValue(state.name(), null) : state)
			.toList();
		List<Invocation> invocations = batch.invocations()
			.stream()
			.map((invocation) -> new Invocation(NOBODY.equals(invocation.caller()) ? null : invocation.caller(),
					(legacy && isTranslated(invocation.argument())) ? NOTHING : invocation.argument()))
			.toList();
		return new InvocationBatch(batch.version(), batch.target(), states, invocations);
	}

	private static boolean isTranslated(TypedValue value) {
		return Stream.of("io.statefun.", "google.protobuf.", "org.apache.flink.statefun.")
			.anyMatch((name) -> value.typeName().contains(name));
	}

	private static byte[] changed(byte[] request, int seed) {
		Random random = new Random(seed);
		for (int i = 0; i <= random.nextInt(3); i++) {
			request[random.nextInt(request.length)] = (byte) random.nextInt();
		}
		return request;
	}

	/** The fields from the batch inward, of which the last one lies. */
	@ParameterizedTest
	@ValueSource(strings = { "1", "1 1", "1 2", "1 3", "1 15", "2", "2 1", "2 2", "2 15", "3", "3 1", "3 1 1", "3 1 2",
			"3 1 3", "3 2", "3 2 1", "3 2 2", "3 2 3", "3 2 15", "15" })
	void whenALengthIsALieThenItIsRefused(String path) {
		List<Integer> fields = Stream.of(path.split(" ")).map(Integer::valueOf).toList();
		String content = "7801".repeat(12);
		for (String length : List.of("19", "7f", "ffffffff07", "ffffffff0f", "8080808008", "ffffffffffffffffff01",
				"ffffffffffffffffffff01")) {
			String lie = tag(fields.get(fields.size() - 1)) + length + content;
			for (int i = fields.size() - 2; i >= 0; i--) {
				lie = message(fields.get(i), lie);
			}
			refuse(batch(TARGET + lie) + batch(INVOCATION));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "19", "ffffffff07", "ffffffff0f" })
	void whenTheLengthOfTheBatchIsALieThenItIsRefused(String length) {
		refuse(tag(100) + length + TARGET);
		refuse(batch(TARGET + INVOCATION) + tag(15) + length);
	}

	@ParameterizedTest
	@ValueSource(strings = { "c328", "ff", "e282", "eda0bd", "c080", "f4908080" })
	void whenATextIsNotUtf8ThenItIsRefused(String invalid) {
		for (String text : new String[] { invalid, "61" + invalid + "62", invalid + "61".repeat(300) }) {
			String ok = string(1, "61") + string(2, "62") + string(3, "63");
			refuse(batch(message(1, string(1, text) + string(2, "62") + string(3, "63"))));
			refuse(batch(message(1, string(1, "61") + string(2, text) + string(3, "63"))));
			refuse(batch(message(1, string(1, "61") + string(2, "62") + string(3, text))));
			refuse(batch(message(1, ok) + message(2, string(1, text))));
			refuse(batch(message(1, ok) + message(3, message(1, string(1, "61") + string(2, "62") + string(3, text)))));
			refuse(batch(message(1, ok) + message(3, message(2, string(1, text) + "1001"))));
		}
	}

	@Test
	void whenUnknownGroupsAreBalancedThenTheyAreSkipped() {
		InvocationBatch batch = decode("7b" + "0801" + "83018401" + "7c" + batch(TARGET + "7b7c" + INVOCATION));
		assertThat(batch).isEqualTo(decode(batch(TARGET + INVOCATION)));
	}

	@Test
	void whenGroupsAreNotBalancedThenItIsRefused() {
		refuse("7b" + batch(TARGET + INVOCATION));
		refuse("7c" + batch(TARGET + INVOCATION));
		refuse(batch(TARGET + "7b" + INVOCATION));
		refuse(batch(TARGET + "7c" + INVOCATION));
		refuse(batch(TARGET + INVOCATION + "7b84017c"));
		refuse(batch(TARGET + message(3, message(2, "7c"))));
		refuse(batch(TARGET + message(3, message(1, "7c"))));
	}

	@Test
	void whenGroupsAreNestedDeeplyThenItIsRefused() {
		refuse("7b".repeat(100_000) + "7c".repeat(100_000));
		refuse(batch(TARGET + "7b".repeat(100_000)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "00", "02", "06", "07", "ff", "80", "ffffffffffffffffffff" })
	void whenATagIsNoTagThenItIsRefused(String tag) {
		refuse(tag + batch(TARGET + INVOCATION));
		refuse(batch(TARGET + tag));
		refuse(batch(TARGET + message(3, message(2, tag))));
	}

	@ParameterizedTest
	@EnumSource
	void whenThereAreUnknownFieldsOnEveryLevelThenTheyAreSkipped(ProtocolVersion version)
			throws InvalidProtocolBufferException {
		for (int seed = 0; seed < 20; seed++) {
			InvocationBatch batch = new RandomModel(version, seed).batch();
			byte[] request = Reference.of(version).writeRequest(batch);
			Message message = (version == ProtocolVersion.V2) ? ToFunction.parseFrom(request)
					: dev.statefun.protocol.reference.v3.ToFunction.parseFrom(request);
			byte[] extended = withUnknownFields(message).toByteArray();
			assertThat(this.protocol.decode(extended)).isEqualTo(batch);
		}
	}

	private static Message withUnknownFields(Message message) {
		Message.Builder builder = message.toBuilder();
		for (FieldDescriptor field : message.getAllFields().keySet()) {
			if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
				continue;
			}
			if (!field.isRepeated()) {
				builder.setField(field, withUnknownFields((Message) message.getField(field)));
				continue;
			}
			for (int i = 0; i < message.getRepeatedFieldCount(field); i++) {
				builder.setRepeatedField(field, i, withUnknownFields((Message) message.getRepeatedField(field, i)));
			}
		}
		UnknownFieldSet.Field ofAllKinds = UnknownFieldSet.Field.newBuilder()
			.addVarint(-1)
			.addFixed32(1)
			.addFixed64(2)
			.addLengthDelimited(ByteString.copyFromUtf8("headers"))
			.addGroup(UnknownFieldSet.newBuilder()
				.addField(1, UnknownFieldSet.Field.newBuilder().addVarint(3).build())
				.build())
			.build();
		return builder
			.setUnknownFields(UnknownFieldSet.newBuilder().addField(4, ofAllKinds).addField(2000, ofAllKinds).build())
			.build();
	}

	@Test
	void whenAFieldIsOfAnotherWireTypeThenItIsSkipped() {
		InvocationBatch batch = decode(batch(TARGET + "0801" + "1001" + "1801" + INVOCATION));
		assertThat(batch).isEqualTo(decode(batch(TARGET + INVOCATION)));
	}

	@ParameterizedTest
	@MethodSource
	void whenThereIsNoTargetThenItIsRefused(String request) {
		assertThatExceptionOfType(MalformedRequestException.class).isThrownBy(() -> decode(request))
			.withMessageContaining("no target");
	}

	static Stream<String> whenThereIsNoTargetThenItIsRefused() {
		return Stream.of("", "a20600", batch(INVOCATION), batch("0a00" + INVOCATION),
				batch("0a060a0012001a00" + INVOCATION));
	}

	@Test
	void whenAnAddressHasAnOddTypeThenItIsTakenAsItIs() {
		InvocationBatch batch = decode(batch(message(1, string(2, "62") + string(3, "63"))));
		assertThat(batch.target()).hasToString("/b/c");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "0a0012001a00", "1a000a001200" })
	void whenTheCallerIsEmptyThenThereIsNone(String caller) {
		InvocationBatch batch = decode(batch(TARGET + message(3, message(1, caller) + message(2, string(1, "61")))));
		assertThat(batch.invocations()).singleElement()
			.satisfies((invocation) -> assertThat(invocation.caller()).isNull());
	}

	@Test
	void whenAFieldIsRepeatedThenTheLastOneCounts() {
		String other = message(1, string(1, "61") + string(2, "62") + string(3, "63") + string(3, "64"));
		assertThat(decode(batch(TARGET + other)).target()).hasToString("a/b/d");
	}

	@Test
	void whenTheBatchIsInPartsThenTheyAreMerged() {
		InvocationBatch batch = decode(batch(INVOCATION) + batch(TARGET) + batch(INVOCATION));
		assertThat(batch).isEqualTo(decode(batch(TARGET + INVOCATION + INVOCATION)));
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 255, 256, 257, 100_000 })
	void whenNamesAreLongThenTheyAreRead(int length) {
		String name = "6e".repeat(length);
		String state = message(2, string(1, name) + message(2, string(1, name) + "1001"));
		InvocationBatch batch = decode(batch(message(1, string(1, name) + string(2, name) + string(3, name)) + state));
		String text = "n".repeat(length);
		assertThat(batch.target()).hasToString(text + "/" + text + "/" + text);
		assertThat(batch.states()).singleElement().satisfies((persisted) -> {
			assertThat(persisted.name()).isEqualTo(text);
			assertThat(persisted.value().typeName()).isEqualTo(text);
		});
	}

	@Test
	void whenThereAreMoreNamesThanAreKeptThenTheyAreStillRead() {
		Stream<String> addresses = IntStream.range(0, 20_000).parallel().mapToObj((i) -> {
			String name = HexFormat.of().formatHex(Integer.toString(i % 5_000).getBytes());
			return decode(batch(message(1, string(1, name) + string(2, name) + string(3, name)))).target().toString();
		});
		assertThat(addresses).containsExactlyElementsOf(
				IntStream.range(0, 20_000).map((i) -> i % 5_000).mapToObj((i) -> i + "/" + i + "/" + i).toList());
	}

	private void refuse(String request) {
		assertThatExceptionOfType(MalformedRequestException.class)
			.as(request.substring(0, Math.min(request.length(), 200)))
			.isThrownBy(() -> decode(request));
	}

	private InvocationBatch decode(String request) {
		return this.protocol.decode(HexFormat.of().parseHex(request));
	}

	private static String batch(String content) {
		return message(100, content);
	}

	private static String string(int field, String utf8) {
		return message(field, utf8);
	}

	private static String message(int field, String content) {
		return tag(field) + varint(content.length() / 2) + content;
	}

	private static String tag(int field) {
		return varint(field << 3 | 2);
	}

	private static String varint(int value) {
		byte[] bytes = new byte[CodedOutputStream.computeUInt32SizeNoTag(value)];
		try {
			CodedOutputStream.newInstance(bytes).writeUInt32NoTag(value);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return HexFormat.of().formatHex(bytes);
	}

}
