package dev.statefun.autoconfigure.replay;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import dev.statefun.autoconfigure.replay.Outcome.Refusal;

/**
 * What we say to the recorded errors.
 */
final class Counterparts {

	private static final String NOBODY = "There is nobody to reply to: the message came from an ingress";

	private static final Map<String, Refusal> REFUSALS = new LinkedHashMap<>();

	static {
		failed("20-state-set-to-none", "The state 'seen' cannot be set to null: remove it instead");
		failed("23-state-undeclared", "did not send the states [nope] of org.foo/greeter", "module file");
		failed("26-state-malformed-read", "The state 'seen' cannot be read", "no type", "k8s.demo.SeenCount");
		failed("28-reply-without-caller", NOBODY, "on message 1 of 1");
		failed("29-reply-empty-caller-message", NOBODY);
		failed("31-batch-second-without-caller-fails-whole-batch", NOBODY, "on message 2 of 2");
		failed("33-send-empty-id", "A message to org.foo/a needs the id of an instance, but the id is empty");
		failed("34-send-typename-without-slash", "'noslash' is not a type name: it must have the form namespace/name");
		failed("35-send-typename-empty-namespace", "'/x' is not a type name", "neither part empty");
		failed("36-send-none", "A message needs a value, but it is null");
		failed("43-egress-kafka-no-topic", "A Kafka record for the egress sdk/kafka has no topic: call withTopic");
		failed("44-egress-kinesis-no-partition-key",
				"A Kinesis record for the egress sdk/kinesis has no partition key: call withPartitionKey");
		failed("46-egress-typename-without-slash", "'nope' is not a type name");
		failed("47-unknown-function-type", "There is no function org.foo/nope", "serves [org.foo/greeter]");
		failed("48-unknown-namespace", "There is no function org.bar/greeter", "serves [org.foo/greeter]");
		failed("51-typed-argument-unknown",
				"org.foo/greeter has no handler for messages of type 'type.googleapis.com/k8s.demo.SeenCount'",
				"only for those of [type.googleapis.com/k8s.demo.LoginEvent]");
		failed("52-typed-argument-unknown-in-batch", "on message 2 of 2",
				"no handler for messages of type 'type.googleapis.com/k8s.demo.SeenCount'");
		failed("54-typed-argument-no-slash", "no handler for messages of type 'k8s.demo.LoginEvent'");
		failed("55-typed-argument-malformed",
				"The bytes of a value are not those of a type.googleapis.com/k8s.demo.LoginEvent");
		malformed("64-empty-request", "it has no target");
		malformed("65-malformed-request", "The body is not a request of an engine");
		malformed("66-not-protobuf", "The body is not a request of an engine");
		failed("68-function-raises", "org.foo/greeter failed for id '0' on message 1 of 1", "RuntimeException: boom");

		failed("038-decode-bool-08", "The bytes of a value are not those of an io.statefun.types/bool");
		failed("011-state-decode-error", "cannot be read", "of another type than io.statefun.types/int");
		failed("039-decode-bool-0d01000000", "of another type than io.statefun.types/bool");
		failed("044-decode-int-0801", "of another type than io.statefun.types/int");
		failed("049-decode-long-0d01000000", "of another type than io.statefun.types/long");
		failed("060-decode-string-0801", "of another type than io.statefun.types/string");
		failed("043-decode-int-0d0100", "The bytes of a value are not those of an io.statefun.types/int");
		failed("048-decode-long-0901", "The bytes of a value are not those of an io.statefun.types/long");
		failed("052-decode-float-0d0000", "The bytes of a value are not those of an io.statefun.types/float");
		failed("054-decode-float-0901", "of another type than io.statefun.types/float");
		failed("059-decode-string-0a0561", "The bytes of a value are not those of an io.statefun.types/string");
		failed("072-state-set-null", "The state 'seen' cannot be set to null: remove it instead");
		failed("073-state-undeclared", "com.example/fn does not declare the state 'nope' of type io.statefun.types/int",
				"only ['seen' of type io.statefun.types/int]");
		failed("074-state-wrong-type-access",
				"com.example/fn does not declare the state 'seen' of type io.statefun.types/long",
				"only ['seen' of type io.statefun.types/int]");
		failed("089-message-without-value", "A message needs a value, but it is null");
		failed("097-send-after-empty-token", "A cancellation token must not be empty");
		failed("098-cancel-empty-token", "A cancellation token must not be empty");
		failed("100-egress-kafka-binary-key", "The key of a Kafka record must be UTF-8");
		failed("101-egress-kafka-no-topic",
				"A Kafka record for the egress com.example/kafka has no topic: call withTopic");
		failed("102-egress-kafka-no-value",
				"A Kafka record for the egress com.example/kafka has no value: call withUtf8Value or withValue");
		failed("104-egress-kinesis-no-partition-key",
				"A Kinesis record for the egress com.example/kinesis has no partition key: call withPartitionKey");
		failed("116-argument-read-as-wrong-type",
				"A value of type io.statefun.types/string cannot be read as io.statefun.types/int");
		failed("117-unknown-function-type", "There is no function com.example/nope", "serves [com.example/fn]");
		malformed("118-target-empty-address", "The body is not a request of an engine: it has no target");
		malformed("119-malformed-request", "The body is not a request of an engine", "ends in the middle of a field");
		failed("120-function-throws", "com.example/fn failed for id 'id-1' on message 1 of 1",
				"RuntimeException: boom");
		failed("121-function-fails-second-of-batch", "on message 2 of 3", "RuntimeException: bad");
		failed("122-function-returns-null-future", "com.example/fn failed for id 'id-1'", "returned null, not a stage");
	}

	private Counterparts() {
	}

	static Refusal of(RecordedCase recorded) {
		Refusal refusal = REFUSALS.get(recorded.name());
		if (refusal == null) {
			throw new IllegalStateException("There is no counterpart of the error of " + recorded.name());
		}
		return refusal;
	}

	static Set<String> cases() {
		return REFUSALS.keySet();
	}

	private static void failed(String name, String... telling) {
		REFUSALS.put(name, Refusal.failed(telling));
	}

	private static void malformed(String name, String... telling) {
		REFUSALS.put(name, Refusal.malformed(telling));
	}

}
