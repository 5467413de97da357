package dev.statefun.autoconfigure.replay;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.statefun.autoconfigure.replay.Outcome.Effects;
import dev.statefun.autoconfigure.replay.Outcome.Refusal;

/**
 * The recorded cases in which we do something else than the official SDKs, why, and what.
 */
final class DeliberateDifferences {

	private static final String WRONG_TYPE = "A value is never read as what it is not: what came of it would be stored"
			+ " over the value";

	private static final String NEGATIVE_DELAY = "The engine fails the whole job over a negative delay";

	private static final String AS_PROTOBUF = "Read as protobuf reads it, whatever of it the SDK's own parser supports:"
			+ " SDKs for other languages may write so";

	private static final String TRAILING = "Bytes that follow a value are no message: what was sent got damaged, or is"
			+ " something else";

	private static final String EMPTY_ARGUMENT = "An empty argument is a legal 2.x message, whose fields all have their"
			+ " defaults, and no engine of 3.x sends such a one";

	private static final Map<String, Difference> DIFFERENCES = new LinkedHashMap<>();

	static {
		add("19-state-set-to-empty-any",
				"A state has a type with a name. To the engine, an Any without one is an absent value, which is what"
						+ " remove() is for",
				Refusal.failed("'' is not a type name"));
		add("24-state-unpack-wrong-type", WRONG_TYPE,
				Refusal.failed("The state 'seen' cannot be read", "k8s.demo.LoginEvent", "k8s.demo.SeenCount"));
		add("39-delayed-zero",
				"Zero is a delay, as in the Java SDK: the message passes through the timers of the engine, behind"
						+ " those that are sent without delay",
				Effects.ofLegacy("""
						delayed_invocations {
						  target { namespace: "night" type: "owl" id: "1" }
						  argument { type_url: "type.googleapis.com/k8s.demo.SeenCount" value: "\\010\\001" }
						}
						"""));
		add("40-delayed-negative", NEGATIVE_DELAY, Refusal.failed("must not be negative", "PT-0.005S"));
		add("71-quirk-any-aliasing", "A value is serialized when it is sent, so each message keeps its own",
				Effects.ofLegacy("""
						outgoing_messages {
						  target { namespace: "org.foo" type: "a" id: "1" }
						  argument { type_url: "type.googleapis.com/k8s.demo.SeenCount" value: "\\010\\001" }
						}
						outgoing_messages {
						  target { namespace: "org.foo" type: "a" id: "2" }
						  argument { type_url: "type.googleapis.com/k8s.demo.SeenCount" value: "\\010\\002" }
						}
						"""));

		add("004-missing-values-expiration-edges",
				"A state that expires after no time is never there, so it cannot be declared; the other three can",
				Effects.ofMissing("""
						missing_values {
						  state_name: "one"
						  type_typename: "io.statefun.types/int"
						  expiration_spec { mode: AFTER_WRITE expire_after_millis: 1 }
						}
						missing_values {
						  state_name: "frac"
						  type_typename: "io.statefun.types/int"
						  expiration_spec { mode: AFTER_INVOKE expire_after_millis: 1 }
						}
						missing_values {
						  state_name: "huge"
						  type_typename: "io.statefun.types/int"
						  expiration_spec { mode: AFTER_INVOKE expire_after_millis: 9223372036854775807 }
						}
						"""));
		add("010-state-type-mismatch-not-checked", WRONG_TYPE,
				Refusal.failed("The state 'i' cannot be read", "com.example.types/blob", "io.statefun.types/int"));
		add("036-decode-bool-0800", AS_PROTOBUF, decoded("Boolean false"));
		add("037-decode-bool-0802", AS_PROTOBUF, decoded("Boolean true"));
		add("040-decode-bool-0801ff", TRAILING, Refusal.failed("not those of an io.statefun.types/bool"));
		add("041-decode-bool-088100", AS_PROTOBUF, decoded("Boolean true"));
		add("045-decode-int-0d0100000099", TRAILING, Refusal.failed("not those of an io.statefun.types/int"));
		add("046-decode-int-10010d05000000", AS_PROTOBUF, decoded("Integer 5"));
		add("056-decode-double-09000000000000f03f0801", "A value that is followed by one of another type is of neither",
				Refusal.failed("of another type than io.statefun.types/double"));
		add("058-decode-string-0a0161ff", TRAILING, Refusal.failed("not those of an io.statefun.types/string"));
		add("061-decode-string-0a02c328",
				"Text that is not UTF-8 is refused, as protobuf does: the SDK hands out other characters than were"
						+ " sent",
				Refusal.failed("not those of an io.statefun.types/string", "UTF-8"));
		add("087-send-empty-id",
				"An empty id is a mistake, as in the Python SDK: all its messages would meet at one" + " instance",
				Refusal.failed("com.example/other needs the id of an instance"));
		add("090-egress-without-value", "No egress can do anything with a value of no type",
				Refusal.failed("message for the egress com.example/egress needs a value"));
		add("093-send-after-negative", NEGATIVE_DELAY, Refusal.failed("must not be negative", "PT-0.005S"));
		add("110-empty-request", "No engine sends an empty request, but whoever looks for the endpoint may, and is"
				+ " not to take it for one that works", Refusal.malformed("it has no target"));
		add("112-argument-without-has-value", EMPTY_ARGUMENT, Effects.of(""));
		add("113-argument-empty-typed-value", EMPTY_ARGUMENT, Effects.of(""));
		add("114-argument-field-missing", EMPTY_ARGUMENT, Effects.of(""));
	}

	private DeliberateDifferences() {
	}

	static Optional<Difference> find(RecordedCase recorded) {
		return Optional.ofNullable(DIFFERENCES.get(recorded.name()));
	}

	static Set<String> cases() {
		return DIFFERENCES.keySet();
	}

	private static void add(String name, String reason, Outcome outcome) {
		DIFFERENCES.put(name, new Difference(reason, outcome));
	}

	private static Effects decoded(String text) {
		return Effects.of("""
				outgoing_egresses {
				  egress_namespace: "com.example"
				  egress_type: "egress"
				  argument {
				    typename: "io.statefun.types/string"
				    has_value: true
				    value: "\\n\\%03o%s"
				  }
				}
				""".formatted(text.length(), text));
	}

	record Difference(String reason, Outcome outcome) {

	}

}
