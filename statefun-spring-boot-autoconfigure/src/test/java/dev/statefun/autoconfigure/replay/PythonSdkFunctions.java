package dev.statefun.autoconfigure.replay;

import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;

import com.google.protobuf.ByteString;
import dev.statefun.AddressScopedStorage;
import dev.statefun.Context;
import dev.statefun.EgressMessage;
import dev.statefun.StateValue;
import dev.statefun.ValueSpec;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;
import dev.statefun.autoconfigure.replay.demo.LoginEvent;
import dev.statefun.autoconfigure.replay.demo.SeenCount;
import dev.statefun.io.KafkaEgressMessage;
import dev.statefun.io.KinesisEgressMessage;
import dev.statefun.type.Type;
import dev.statefun.type.TypedValue;
import dev.statefun.type.Types;

/**
 * The functions that the cases of the Python SDK were recorded with, written for ours.
 */
final class PythonSdkFunctions {

	private static final Type<SeenCount> SEEN_COUNT = Types.protobuf(SeenCount.class);

	private static final ValueSpec<SeenCount> SEEN = ValueSpec.of("seen", SEEN_COUNT);

	private static final ValueSpec<ByteString> OPAQUE = ValueSpec.of("seen", Types.bytes("com.example/opaque"));

	private static final ValueSpec<String> CONDITION = ValueSpec.of("zustand-ß", Types.stringType());

	private static final ValueSpec<SeenCount> A = ValueSpec.of("a", SEEN_COUNT);

	private static final ValueSpec<SeenCount> B = ValueSpec.of("b", SEEN_COUNT);

	private static final ValueSpec<SeenCount> C = ValueSpec.of("c", SEEN_COUNT);

	private static final ValueSpec<SeenCount> NOPE = ValueSpec.of("nope", SEEN_COUNT);

	private static final KafkaEgressMessage KAFKA = KafkaEgressMessage.forEgress("sdk/kafka");

	private static final KinesisEgressMessage KINESIS = KinesisEgressMessage.forEgress("sdk/kinesis");

	private static final LoginEvent UMLAUT = LoginEvent.newBuilder().setUserName("ü").build();

	private PythonSdkFunctions() {
	}

	static ReplayedFunctions create() {
		ReplayedFunctions functions = new ReplayedFunctions("org.foo/greeter");
		addStates(functions);
		addMessages(functions);
		addDelayedMessages(functions);
		addEgressMessages(functions);
		addArguments(functions);
		addRest(functions);
		return functions;
	}

	private static void addStates(ReplayedFunctions functions) {
		functions
			.add("seen := state.seen or 0; +1; store; reply SeenCount to the caller",
					(context, message) -> context.reply(increment(context)), SEEN)
			.add("read state seen, do nothing else", (context, message) -> context.storage().get(SEEN), SEEN)
			.add("read state seen", (context, message) -> context.storage().get(SEEN), SEEN)
			.add("egress t/out: StringValue 'absent' or 'present <type_url> <hex>'",
					(context, message) -> context
						.send(EgressMessage.of("t/out", describe(context.storage().get(SEEN)))),
					SEEN)
			.add("del state seen", (context, message) -> context.storage().remove(SEEN), SEEN)
			.add("state seen := SeenCount(10 + number of messages sent so far in the batch); send it to org.foo/other x",
					(context, message) -> {
						// Which only this function sets to ten and more
						long last = context.storage().get(SEEN).map(SeenCount::getSeen).orElse(0L);
						SeenCount next = seen(Math.max(10, last + 1));
						context.storage().set(SEEN, next);
						context.send("org.foo/other", "x", next);
					}, SEEN)
			.add("state seen := SeenCount(5); del state seen", (context, message) -> {
				context.storage().set(SEEN, seen(5));
				context.storage().remove(SEEN);
			}, SEEN)
			.add("del state seen; state seen := SeenCount(6)", (context, message) -> {
				context.storage().remove(SEEN);
				context.storage().set(SEEN, seen(6));
			}, SEEN)
			.add("if state seen present: delete, else egress t/out StringValue 'gone'", (context, message) -> {
				StateValue<SeenCount> state = context.storage().value(SEEN);
				if (state.get().isPresent()) {
					state.remove();
				}
				else {
					context.send(EgressMessage.of("t/out", "gone"));
				}
			}, SEEN)
			.add("unpack seen and pack it back unchanged",
					(context, message) -> context.storage().set(SEEN, context.storage().get(SEEN).orElseThrow()), SEEN)
			.add("state seen := SeenCount()",
					(context, message) -> context.storage().set(SEEN, SeenCount.getDefaultInstance()), SEEN)
			.add("state seen := the argument Any",
					(context, message) -> context.storage().set(OPAQUE, message.as(OPAQUE.type())), OPAQUE)
			.add("state seen := Any()",
					(context, message) -> context.storage()
						.set(ValueSpec.of("seen", Types.bytes("")), ByteString.EMPTY),
					SEEN)
			.add("state seen := None", (context, message) -> context.storage().set(SEEN, null), SEEN)
			.add("c := 3; del a; b := 2", (context, message) -> {
				AddressScopedStorage storage = context.storage();
				storage.set(C, seen(3));
				storage.remove(A);
				storage.set(B, seen(2));
			}, C, A, B)
			.add("state nope := 3", (context, message) -> context.storage().set(NOPE, seen(3)), SEEN, NOPE)
			.add("unpack state seen as SeenCount and send it to egress t/out",
					(context, message) -> context
						.send(EgressMessage.of("t/out", context.storage().get(SEEN).orElseThrow())),
					SEEN)
			.add("25-state-malformed-not-read", (context, message) -> {
			}, SEEN);
	}

	private static SeenCount increment(Context context) {
		return context.storage().value(SEEN).update(seen(0), (count) -> seen(count.getSeen() + 1));
	}

	private static String describe(Optional<SeenCount> state) {
		return state
			.map((count) -> "present " + SEEN_COUNT.typeName() + " " + HexFormat.of().formatHex(count.toByteArray()))
			.orElse("absent");
	}

	private static void addMessages(ReplayedFunctions functions) {
		functions.add("reply SeenCount(1)", (context, message) -> context.reply(seen(1)))
			.add("reply the argument Any", (context, message) -> context.reply(message))
			.add("send SeenCount(1) to org.foo/a 1; LoginEvent(z) to org.bar.x/b 2; SeenCount() to a/b/c 3",
					(context, message) -> {
						context.send("org.foo/a", "1", seen(1));
						context.send("org.bar.x/b", "2", LoginEvent.newBuilder().setUserName("z").build());
						context.send("a/b/c", "3", SeenCount.getDefaultInstance());
					})
			.add("send to org.foo/a with empty id", (context, message) -> context.send("org.foo/a", "", seen(1)))
			.add("send to typename 'noslash'", (context, message) -> context.send("noslash", "1", seen(1)))
			.add("send to typename '/x'", (context, message) -> context.send("/x", "1", seen(1)))
			.add("send None", (context, message) -> context.send("org.foo/a", "1", null))
			.add("send Any a(SeenCount 1); change a to SeenCount 2; send a", (context, message) -> {
				SeenCount.Builder mutable = SeenCount.newBuilder().setSeen(1);
				context.send("org.foo/a", "1", mutable);
				mutable.setSeen(2);
				context.send("org.foo/a", "2", mutable);
			});
	}

	private static void addDelayedMessages(ReplayedFunctions functions) {
		functions.add("send_after 1ms/1.999ms/1h/365d to night/owl 1..4, SeenCount(n)", (context, message) -> {
			context.sendAfter(Duration.ofMillis(1), "night/owl", "1", seen(1));
			context.sendAfter(Duration.ofNanos(1_999_000), "night/owl", "2", seen(2));
			context.sendAfter(Duration.ofHours(1), "night/owl", "3", seen(3));
			context.sendAfter(Duration.ofDays(365), "night/owl", "4", seen(4));
		})
			.add("send_after 500us",
					(context, message) -> context.sendAfter(Duration.ofNanos(500_000), "night/owl", "1", seen(1)))
			.add("send_after 0", (context, message) -> context.sendAfter(Duration.ZERO, "night/owl", "1", seen(1)))
			.add("send_after -5ms",
					(context, message) -> context.sendAfter(Duration.ofMillis(-5), "night/owl", "1", seen(1)));
	}

	private static void addEgressMessages(ReplayedFunctions functions) {
		functions.add(
				"egress sdk/kafka: (t,k,SeenCount 300) (t,-,SeenCount 300) (t,\"\",SeenCount 300) (thème, clé-鍵-🔑, LoginEvent ü) (t,k,SeenCount())",
				(context, message) -> {
					KafkaEgressMessage kafka = KAFKA.withTopic("t");
					context.send(kafka.withUtf8Key("k").withValue(seen(300)));
					context.send(kafka.withValue(seen(300)));
					context.send(kafka.withUtf8Key("").withValue(seen(300)));
					context.send(KAFKA.withTopic("thème").withUtf8Key("clé-鍵-🔑").withValue(UMLAUT));
					context.send(kafka.withUtf8Key("k").withValue(SeenCount.getDefaultInstance()));
				})
			.add("egress sdk/kinesis: (s,p,300,hash 1234) (s,p,300) (s,p,300,hash \"\") (strøm, πκ, LoginEvent ü, hash 0) (s,p,SeenCount())",
					(context, message) -> {
						KinesisEgressMessage kinesis = KINESIS.withStream("s").withPartitionKey("p");
						context.send(kinesis.withValue(seen(300)).withExplicitHashKey("1234"));
						context.send(kinesis.withValue(seen(300)));
						context.send(kinesis.withValue(seen(300)).withExplicitHashKey(""));
						context.send(KINESIS.withStream("strøm")
							.withPartitionKey("πκ")
							.withValue(UMLAUT)
							.withExplicitHashKey("0"));
						context.send(kinesis.withValue(SeenCount.getDefaultInstance()));
					})
			.add("kafka record without topic", (context, message) -> context.send(KAFKA.withValue(seen(1))))
			.add("kinesis record without partition key",
					(context, message) -> context.send(KINESIS.withStream("s").withValue(seen(1))))
			.add("egress foo.bar.baz/my-egress: Any(com.example/opaque, 0102), SeenCount(9); egress a/b/c: the argument Any",
					(context, message) -> {
						context.send(EgressMessage.of("foo.bar.baz/my-egress",
								new TypedValue("com.example/opaque", ByteString.copyFrom(new byte[] { 1, 2 }))));
						context.send(EgressMessage.of("foo.bar.baz/my-egress", seen(9)));
						context.send(EgressMessage.of("a/b/c", message));
					})
			.add("egress 'nope'", (context, message) -> context.send(EgressMessage.of("nope", seen(1))));
	}

	private static void addArguments(ReplayedFunctions functions) {
		functions.add("reply LoginEvent('hi ' + name)", Greeter.class)
			.add("reply StringValue(class name of the argument)", ClassNames.class);
	}

	private static void addRest(ReplayedFunctions functions) {
		functions.add(
				"seen := state.seen (SeenCount) + 1; store; reply SeenCount to caller; send Any(type_url only, empty value) to bar.baz/foo 12345; same Any after 1h to night/owl 1; same Any to egress foo.bar.baz/my-egress; pack SeenCount to that egress; 2 kafka records (with key / without); 2 kinesis records (with explicit hash key / without)",
				(context, message) -> {
					SeenCount seen = increment(context);
					context.reply(seen);
					TypedValue empty = new TypedValue(SEEN_COUNT.typeName(), ByteString.EMPTY);
					context.send("bar.baz/foo", "12345", empty);
					context.sendAfter(Duration.ofHours(1), "night/owl", "1", empty);
					context.send(EgressMessage.of("foo.bar.baz/my-egress", empty));
					context.send(EgressMessage.of("foo.bar.baz/my-egress", seen));
					KafkaEgressMessage kafka = KAFKA.withTopic("hello").withValue(seen);
					context.send(kafka.withUtf8Key("hello world"));
					context.send(kafka);
					KinesisEgressMessage kinesis = KINESIS.withStream("hello")
						.withPartitionKey("hello world")
						.withValue(seen);
					context.send(kinesis.withExplicitHashKey("1234"));
					context.send(kinesis);
				}, SEEN)
			.add("reply StringValue('grüße ' + own id); send StringValue('') to org.föö/größe ключ-✓; state zustand-ß := StringValue(日本)",
					PythonSdkFunctions::greetAbroad, CONDITION)
			.add("reply StringValue('grüße ' + own id)...", PythonSdkFunctions::greetAbroad, CONDITION)
			.add("never called", (context, message) -> {
				throw new IllegalStateException("called");
			}, SEEN)
			.add("-", (context, message) -> {
				throw new IllegalStateException("called");
			})
			.add("nothing", (context, message) -> {
			})
			.add("raise RuntimeError('boom')", (context, message) -> {
				throw new RuntimeException("boom");
			})
			.add("n := messages sent so far; egress t/out SeenCount(n); after 1s t/later id n; t/now id n; state seen := n",
					(context, message) -> {
						long n = context.storage().get(SEEN).map((last) -> last.getSeen() + 1).orElse(0L);
						context.send(EgressMessage.of("t/out", seen(n)));
						context.sendAfter(Duration.ofSeconds(1), "t/later", Long.toString(n), seen(n));
						context.send("t/now", Long.toString(n), seen(n));
						context.storage().set(SEEN, seen(n));
					}, SEEN);
	}

	private static void greetAbroad(Context context, dev.statefun.Message message) {
		context.reply("grüße " + context.self().id());
		context.send("org.föö/größe", "ключ-✓", "");
		context.storage().set(CONDITION, "日本");
	}

	private static SeenCount seen(long count) {
		return SeenCount.newBuilder().setSeen(count).build();
	}

	@StatefunFunction("org.foo/greeter")
	static class Greeter {

		@StatefunHandler
		void greet(LoginEvent login, Context context) {
			context.reply(LoginEvent.newBuilder().setUserName("hi " + login.getUserName()).build());
		}

	}

	@StatefunFunction("org.foo/greeter")
	static class ClassNames {

		@StatefunHandler
		void seen(SeenCount count, Context context) {
			context.reply(count.getClass().getSimpleName());
		}

		@StatefunHandler
		void login(LoginEvent login, Context context) {
			context.reply(login.getClass().getSimpleName());
		}

	}

}
