package dev.statefun.autoconfigure.replay;

import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import com.google.protobuf.ByteString;
import dev.statefun.Address;
import dev.statefun.AddressScopedStorage;
import dev.statefun.AsyncStatefulFunction;
import dev.statefun.Context;
import dev.statefun.EgressMessage;
import dev.statefun.Expiration;
import dev.statefun.Message;
import dev.statefun.StateValue;
import dev.statefun.StatefulFunction;
import dev.statefun.ValueSpec;
import dev.statefun.io.KafkaEgressMessage;
import dev.statefun.io.KinesisEgressMessage;
import dev.statefun.type.Type;
import dev.statefun.type.TypedValue;
import dev.statefun.type.Types;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The functions that the cases of the Java SDK were recorded with, written for ours.
 */
final class JavaSdkFunctions {

	private static final String OTHER = "com.example/other";

	private static final String EGRESS = "com.example/egress";

	private static final KafkaEgressMessage KAFKA = KafkaEgressMessage.forEgress("com.example/kafka");

	private static final KinesisEgressMessage KINESIS = KinesisEgressMessage.forEgress("com.example/kinesis");

	private static final Type<ByteString> BLOB_TYPE = Types.bytes("com.example.types/blob");

	private static final ByteString BLOB_BYTES = ByteString.copyFrom(new byte[] { 0, 1, (byte) 0xff });

	private static final ByteString BINARY = ByteString.copyFrom(new byte[] { 0, (byte) 0xff });

	private static final ValueSpec<Integer> PLAIN_INT = ofInt("plain_int");

	private static final ValueSpec<String> AFTER_WRITE = ValueSpec.of("after_write", Types.stringType())
		.withExpiration(Expiration.afterWrite(Duration.ofHours(1)));

	private static final ValueSpec<Long> AFTER_CALL = ValueSpec.of("after_call", Types.longType())
		.withExpiration(Expiration.afterInvoke(Duration.ofSeconds(90)));

	private static final ValueSpec<ByteString> CUSTOM = ValueSpec.of("custom", BLOB_TYPE)
		.withExpiration(Expiration.afterInvoke(Duration.ofDays(365)));

	private static final ValueSpec<Integer> PLAIN = ofInt("plain");

	private static final ValueSpec<Integer> SEEN = ofInt("seen");

	private static final ValueSpec<Integer> INT = ofInt("i");

	private static final ValueSpec<String> STRING = ValueSpec.of("s", Types.stringType());

	private static final ValueSpec<ByteString> BLOB = ValueSpec.of("blob", BLOB_TYPE);

	private static final ValueSpec<StringBuilder> MUTABLE_TEXT = ValueSpec.of("mt", MutableTypes.TEXT);

	private static final ValueSpec<Integer> A = ofInt("a");

	private static final ValueSpec<Integer> B = ofInt("b");

	private static final ValueSpec<Integer> C = ofInt("c");

	private static final ValueSpec<Integer> D = ofInt("d");

	private static final List<Type<?>> PRIMITIVES = List.of(Types.booleanType(), Types.integerType(), Types.longType(),
			Types.floatType(), Types.doubleType(), Types.stringType());

	private static final Map<String, List<?>> VALUES = Map.of("bool", List.of(false, true), "int",
			List.of(0, 1, -1, 127, 128, 1023, Integer.MIN_VALUE, Integer.MAX_VALUE), "long",
			List.of(0L, 1L, -1L, 1L << 32, Long.MIN_VALUE, Long.MAX_VALUE), "float",
			List.of(0.0f, -0.0f, 1.0f, -1.5f, (float) Math.PI, Float.NaN, Float.POSITIVE_INFINITY,
					Float.NEGATIVE_INFINITY, Float.MIN_VALUE, Float.MAX_VALUE, Float.intBitsToFloat(0xffc12345)),
			"double",
			List.of(0.0, -0.0, 1.0, -1.5, Math.PI, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY,
					Double.MIN_VALUE, Double.MAX_VALUE, Double.longBitsToDouble(0xfff8000000012345L)),
			"string", List.of("", "a", "hello world", "\0", "grüße 日本 🙂", "e\u0301", "x".repeat(127), "x".repeat(128),
					"x".repeat(300), "\uD83D"));

	private JavaSdkFunctions() {
	}

	static ReplayedFunctions create() {
		ReplayedFunctions functions = new ReplayedFunctions("com.example/fn");
		addMissingStates(functions);
		addReadStates(functions);
		addWrittenStates(functions);
		addPrimitives(functions);
		addMessages(functions);
		addDelayedMessages(functions);
		addEgressMessages(functions);
		addRest(functions);
		return functions;
	}

	private static void addMissingStates(ReplayedFunctions functions) {
		functions.add("001-missing-values-all", JavaSdkFunctions::fail, PLAIN_INT, AFTER_WRITE, AFTER_CALL, CUSTOM)
			.add("002-missing-values-one", JavaSdkFunctions::fail, PLAIN_INT, AFTER_WRITE, AFTER_CALL, CUSTOM)
			.add("003-missing-values-all-types", JavaSdkFunctions::fail, ValueSpec.of("b", Types.booleanType()), INT,
					ValueSpec.of("f", Types.floatType()), ValueSpec.of("l", Types.longType()),
					ValueSpec.of("d", Types.doubleType()), STRING)
			.add("004-missing-values-expiration-edges", (recorded) -> {
				assertThatIllegalArgumentException().isThrownBy(() -> Expiration.afterWrite(Duration.ZERO))
					.withMessageContaining("cannot have the time to live PT0S");
				return new Expiring();
			})
			.add("005-missing-values-non-ascii-name", JavaSdkFunctions::fail, ofInt("zählerß_日本"))
			.add("never called", JavaSdkFunctions::fail)
			.add("-", JavaSdkFunctions::fail);
	}

	private static void fail(Context context, Message message) {
		throw new IllegalStateException("Called, although it should not be");
	}

	private static void addReadStates(ReplayedFunctions functions) {
		functions.add(
				"egress com.example/egress one string per state in the order plain_int, after_write, after_call, custom: 'absent' or the value",
				(context, message) -> {
					for (ValueSpec<?> state : List.of(PLAIN_INT, AFTER_WRITE, AFTER_CALL, CUSTOM)) {
						tell(context, absentOrValue(context, state));
					}
				}, PLAIN_INT, AFTER_WRITE, AFTER_CALL, CUSTOM)
			.add("egress: 'absent' or value", (context, message) -> tell(context, absentOrValue(context, PLAIN)), PLAIN)
			.add("egress: int state as text, string state in brackets", (context, message) -> {
				int number = context.storage().get(INT).orElseThrow();
				String text = context.storage().get(STRING).orElseThrow();
				tell(context, "%d [%s]".formatted(number, text));
			}, INT, STRING)
			.add("egress: value of int state; then set it to 2", (context, message) -> {
				tell(context, absentOrValue(context, INT));
				context.storage().set(INT, 2);
			}, INT)
			.add("read int state", (context, message) -> context.storage().get(INT), INT)
			.add("read seen", (context, message) -> context.storage().get(SEEN), SEEN);
	}

	private static String absentOrValue(Context context, ValueSpec<?> state) {
		return context.storage().get(state).map(String::valueOf).orElse("absent");
	}

	private static void addWrittenStates(ReplayedFunctions functions) {
		functions.add("state plain := 1", (context, message) -> context.storage().set(PLAIN, 1), PLAIN)
			.add("seen := (seen or 0) + 1", (context, message) -> increment(context), SEEN)
			.add("seen := seen",
					(context, message) -> context.storage().set(SEEN, context.storage().get(SEEN).orElseThrow()), SEEN)
			.add("remove seen", (context, message) -> context.storage().remove(SEEN), SEEN)
			.add("if seen present: remove, else seen := 5", (context, message) -> {
				StateValue<Integer> seen = context.storage().value(SEEN);
				if (seen.get().isPresent()) {
					seen.remove();
				}
				else {
					seen.set(5);
				}
			}, SEEN)
			.add("seen := 0", (context, message) -> context.storage().set(SEEN, 0), SEEN)
			.add("seen := null", (context, message) -> context.storage().set(SEEN, null), SEEN)
			.add("nope := 1", (context, message) -> context.storage().set(ofInt("nope"), 1), SEEN)
			.add("seen as long := 1",
					(context, message) -> context.storage().set(ValueSpec.of("seen", Types.longType()), 1L), SEEN)
			.add("state blob := 00 01 ff", (context, message) -> context.storage().set(BLOB, BLOB_BYTES), BLOB)
			.add("state blob := zero bytes", (context, message) -> context.storage().set(BLOB, ByteString.EMPTY), BLOB)
			.add("sb := 'abc'; set(sb); sb.append('d')", (context, message) -> {
				StringBuilder text = new StringBuilder("abc");
				context.storage().set(MUTABLE_TEXT, text);
				text.append('d');
			}, MUTABLE_TEXT)
			.add("c := 3; remove a; b := 2", (context, message) -> {
				AddressScopedStorage storage = context.storage();
				storage.set(C, 3);
				storage.remove(A);
				storage.set(B, 2);
			}, D, C, B, A);
	}

	private static int increment(Context context) {
		return context.storage().value(SEEN).update(0, (seen) -> seen + 1);
	}

	private static void addPrimitives(ReplayedFunctions functions) {
		functions.add("state sNN := value number NN of the list", (recorded) -> new StoringAll(valuesOf(recorded)))
			.add("for every value number i: send it to com.example/other with id i", (recorded) -> {
				List<?> values = valuesOf(recorded);
				return (context, message) -> IntStream.range(0, values.size())
					.forEach((i) -> context.send(OTHER, String.valueOf(i), values.get(i)));
			})
			.add("for every value: egress com.example/egress", (recorded) -> {
				List<?> values = valuesOf(recorded);
				return (context, message) -> values.forEach((value) -> context.send(EgressMessage.of(EGRESS, value)));
			})
			.add("egress string: java class and text, floats/doubles as raw bits in hex",
					JavaSdkFunctions::tellWhatWasDecoded)
			.add("egress string: what was decoded", JavaSdkFunctions::tellWhatWasDecoded);
	}

	private static List<?> valuesOf(RecordedCase recorded) {
		return VALUES.get(recorded.name().substring(recorded.name().lastIndexOf('-') + 1));
	}

	private static void tellWhatWasDecoded(Context context, Message message) {
		Object value = PRIMITIVES.stream().filter(message::is).findFirst().map(message::as).orElseThrow();
		if (value instanceof Float number) {
			tell(context, "float bits " + Integer.toHexString(Float.floatToRawIntBits(number)));
		}
		else if (value instanceof Double number) {
			tell(context, "double bits " + Long.toHexString(Double.doubleToRawLongBits(number)));
		}
		else {
			tell(context, value.getClass().getSimpleName() + " " + value);
		}
	}

	private static void addMessages(ReplayedFunctions functions) {
		functions.add("send strings one, two to com.example/other a, b; int 3 to self", (context, message) -> {
			context.send(OTHER, "a", "one");
			context.send(OTHER, "b", "two");
			context.send(context.self(), 3);
		})
			.add("if caller present: send 'pong' to it, else egress 'no caller'",
					(context, message) -> context.caller()
						.ifPresentOrElse((caller) -> context.send(caller, "pong"), () -> tell(context, "no caller")))
			.add("send blob 00 01 ff and an empty blob to com.example/other a", (context, message) -> {
				context.send(OTHER, "a", new TypedValue(BLOB_TYPE.typeName(), BLOB_BYTES));
				context.send(OTHER, "a", new TypedValue(BLOB_TYPE.typeName(), ByteString.EMPTY));
			})
			.add("send the argument to com.example/other a (MessageBuilder.fromMessage + withTargetAddress)",
					(context, message) -> context.forward(OTHER, "a"))
			.add("send 'grüße' to com.exämple/größe ключ-✓; egress com.exämple/ausgäng string 日本🙂",
					(context, message) -> {
						context.send("com.exämple/größe", "ключ-✓", "grüße");
						context.send(EgressMessage.of("com.exämple/ausgäng", "日本🙂 %s %s".formatted(context.self().id(),
								context.caller().map(Address::id).orElseThrow())));
					})
			.add("send 'x' to com.example/other with id ''", (context, message) -> context.send(OTHER, "", "x"))
			.add("send 'x' to a/b/c 1", (context, message) -> context.send("a/b/c", "1", "x"))
			.add("send a message built without value", (context, message) -> context.send(OTHER, "1", null))
			.add("send the argument on to com.example/other a", (context, message) -> context.forward(OTHER, "a"));
	}

	private static void addDelayedMessages(ReplayedFunctions functions) {
		Duration second = Duration.ofSeconds(1);
		functions.add("sendAfter to com.example/other 1..4, strings m1..m4", (context, message) -> {
			context.sendAfter(Duration.ofMillis(1), OTHER, "1", "m1");
			context.sendAfter(Duration.ofNanos(1_999_000), OTHER, "2", "m2");
			context.sendAfter(Duration.ofHours(1), OTHER, "3", "m3");
			context.sendAfter(Duration.ofDays(365), OTHER, "4", "m4");
		})
			.add("sendAfter 0 to other 1 'm'", (context, message) -> context.sendAfter(Duration.ZERO, OTHER, "1", "m"))
			.add("sendAfter -5ms to other 1 'm'",
					(context, message) -> context.sendAfter(Duration.ofMillis(-5), OTHER, "1", "m"))
			.add("sendAfter 1s token 'token-1' to other 1 'm'; token 'tøken-✓' to other 2 'n'", (context, message) -> {
				context.sendAfter(second, OTHER, "1", "m", "token-1");
				context.sendAfter(second, OTHER, "2", "n", "tøken-✓");
			})
			.add("cancelDelayedMessage('token-1')", (context, message) -> context.cancelDelayed("token-1"))
			.add("sendAfter t1; cancel t1; sendAfter t1", (context, message) -> {
				context.sendAfter(second, OTHER, "1", "first", "t1");
				context.cancelDelayed("t1");
				context.sendAfter(Duration.ofSeconds(2), OTHER, "1", "second", "t1");
			})
			.add("sendAfter with token ''", (context, message) -> context.sendAfter(second, OTHER, "1", "m", ""))
			.add("cancelDelayedMessage('')", (context, message) -> context.cancelDelayed(""));
	}

	private static void addEgressMessages(ReplayedFunctions functions) {
		functions
			.add("egress message built without value",
					(context, message) -> context.send(EgressMessage.of(EGRESS, null)))
			.add("(topic t, utf8 key k, utf8 value v) (t, no key, v) (t, key '', v) (thème, clé-鍵-🔑, wértü) (t, key k, bytes 00 ff) (t, key k, value '') (t, key=Types.string 'k', value=Types.string 'v') (t, key k, value=Types.int 300) (t, key k, value=Types.int 0)",
					(context, message) -> {
						KafkaEgressMessage kafka = KAFKA.withTopic("t");
						KafkaEgressMessage withKey = kafka.withUtf8Key("k");
						context.send(withKey.withUtf8Value("v"));
						context.send(kafka.withUtf8Value("v"));
						context.send(kafka.withUtf8Key("").withUtf8Value("v"));
						context.send(KAFKA.withTopic("thème").withUtf8Key("clé-鍵-🔑").withUtf8Value("wértü"));
						context.send(withKey.withValue(BINARY));
						context.send(withKey.withUtf8Value(""));
						context.send(kafka.withKey(Types.stringType().serialize("k")).withValue("v"));
						context.send(withKey.withValue(300));
						context.send(withKey.withValue(0));
					})
			.add("kafka key bytes ff fe",
					(context,
							message) -> context.send(KAFKA.withTopic("t")
								.withUtf8Value("v")
								.withKey(ByteString.copyFrom(new byte[] { (byte) 0xff, (byte) 0xfe }))))
			.add("kafka without topic", (context, message) -> context.send(KAFKA.withUtf8Value("v")))
			.add("kafka without value", (context, message) -> context.send(KAFKA.withTopic("t").withUtf8Key("k")))
			.add("(stream s, partition key p, utf8 value v, hash 1234) (s,p,v) (s,p,v,hash '') (strøm,πκ,wértü,hash 0) (s,p,bytes 00 ff) (s,p,value=Types.int 300)",
					(context, message) -> {
						KinesisEgressMessage kinesis = KINESIS.withStream("s").withPartitionKey("p");
						context.send(kinesis.withUtf8Value("v").withExplicitHashKey("1234"));
						context.send(kinesis.withUtf8Value("v"));
						context.send(kinesis.withUtf8Value("v").withExplicitHashKey(""));
						context.send(KINESIS.withStream("strøm")
							.withPartitionKey("πκ")
							.withUtf8Value("wértü")
							.withExplicitHashKey("0"));
						context.send(kinesis.withValue(BINARY));
						context.send(kinesis.withValue(300));
					})
			.add("kinesis without partition key",
					(context, message) -> context.send(KINESIS.withStream("s").withUtf8Value("v")))
			.add("egress blob 00 01 ff", (context, message) -> context
				.send(EgressMessage.of(EGRESS, new TypedValue(BLOB_TYPE.typeName(), BLOB_BYTES))));
	}

	private static void addRest(ReplayedFunctions functions) {
		functions.add(
				"per invocation i (0..2, text of the argument): egress 'e<i>'; sendAfter 1s 'd<i>'; send 'm<i>'; cancel 'c<i>'; state seen := i+1",
				(context, message) -> {
					String i = message.as(String.class);
					tell(context, "e" + i);
					context.sendAfter(Duration.ofSeconds(1), OTHER, i, "d" + i);
					context.send(OTHER, i, "m" + i);
					context.cancelDelayed("c" + i);
					context.storage().set(SEEN, Integer.parseInt(i) + 1);
				}, SEEN)
			.addAsync("async: after 60/10/30 ms send 'm<i>' and state seen += 1", new Delaying())
			.add("nothing", (context, message) -> {
			})
			.add("seen += 1; reply 'ok'", (context, message) -> {
				increment(context);
				context.reply("ok");
			}, SEEN)
			.add("egress: 'isString=<bool> raw=<hex>'",
					(context, message) -> tell(context,
							"isString=%s raw=%s".formatted(message.is(String.class),
									HexFormat.of().formatHex(message.rawValue().toByteArray()))))
			.add("read the argument as int", (context, message) -> message.as(Types.integerType()))
			.add("throw RuntimeException('boom')", (context, message) -> {
				throw new RuntimeException("boom");
			})
			.add("fail on argument 'bad'", (context, message) -> {
				if (message.as(String.class).equals("bad")) {
					throw new RuntimeException("bad");
				}
			})
			.addAsync("return null", (context, message) -> null);
	}

	private static void tell(Context context, String text) {
		context.send(EgressMessage.of(EGRESS, text));
	}

	private static ValueSpec<Integer> ofInt(String name) {
		return ValueSpec.of(name, Types.integerType());
	}

	/** Stores each value in a state of its own. */
	private record StoringAll(List<?> values) implements StatefulFunction {

		@Override
		public List<ValueSpec<?>> states() {
			return IntStream.range(0, this.values.size()).<ValueSpec<?>>mapToObj(this::state).toList();
		}

		@SuppressWarnings("unchecked")
		private ValueSpec<Object> state(int index) {
			Type<?> type = PRIMITIVES.stream()
				.filter((primitive) -> primitive.javaType().isInstance(this.values.get(index)))
				.findFirst()
				.orElseThrow();
			return ValueSpec.of("s%02d".formatted(index), (Type<Object>) type);
		}

		@Override
		public void apply(Context context, Message message) {
			for (int i = 0; i < this.values.size(); i++) {
				context.storage().set(state(i), this.values.get(i));
			}
		}

	}

	/** Declares states with the shortest and the longest times to live. */
	private static final class Expiring implements StatefulFunction {

		@Override
		public List<ValueSpec<?>> states() {
			return List.of(ofInt("one").withExpiration(Expiration.afterWrite(Duration.ofMillis(1))),
					ofInt("frac").withExpiration(Expiration.afterInvoke(Duration.ofNanos(1_999_000))),
					ofInt("huge").withExpiration(Expiration.afterInvoke(Duration.ofMillis(Long.MAX_VALUE))));
		}

		@Override
		public void apply(Context context, Message message) {
			fail(context, message);
		}

	}

	/** Takes longest for the first message. */
	private static final class Delaying implements AsyncStatefulFunction {

		private static final Map<String, Integer> MILLIS = Map.of("0", 60, "1", 10, "2", 30);

		@Override
		public List<ValueSpec<?>> states() {
			return List.of(SEEN);
		}

		@Override
		public CompletionStage<?> apply(Context context, Message message) {
			String i = message.as(String.class);
			Executor later = CompletableFuture.delayedExecutor(MILLIS.get(i), TimeUnit.MILLISECONDS);
			return CompletableFuture.runAsync(() -> {
				context.send(OTHER, i, "m" + i);
				increment(context);
			}, later);
		}

	}

}
