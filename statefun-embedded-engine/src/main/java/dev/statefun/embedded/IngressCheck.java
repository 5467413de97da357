package dev.statefun.embedded;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

import com.google.protobuf.ByteString;
import dev.statefun.dispatch.FunctionDefinition;
import dev.statefun.dispatch.FunctionRegistry;
import dev.statefun.dispatch.internal.DescribedFunction;
import dev.statefun.type.SerializationException;
import dev.statefun.type.Type;
import dev.statefun.type.TypeName;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a function of the application can take a message, before the engine
 * accepts it. A function that tells nothing of its handlers takes all.
 */
final class IngressCheck {

	/** How a handler of all other messages is described. */
	private static final String ANY = "*";

	private static final String ACCEPTED = "200";

	private final FunctionRegistry functions;

	IngressCheck(FunctionRegistry functions) {
		this.functions = functions;
	}

	/**
	 * Answers a question of the engine.
	 * @param question the words after {@code check}: its number, the function, the type
	 * of the message, and its bytes or a dash
	 * @return the words after {@code checked}
	 */
	String answer(String question) {
		String[] words = question.split(" ");
		Refusal refusal = refusal(text(words[1]), text(words[2]),
				words[3].startsWith("=") ? ByteString.copyFrom(bytes(words[3])) : null);
		String reason = (refusal != null) ? refusal.reason() : "";
		return "%s %s =%s".formatted(words[0], (refusal != null) ? refusal.status() : ACCEPTED,
				Base64.getEncoder().encodeToString(reason.getBytes(StandardCharsets.UTF_8)));
	}

	private static String text(String word) {
		return new String(bytes(word), StandardCharsets.UTF_8);
	}

	private static byte[] bytes(String word) {
		return Base64.getDecoder().decode(word.substring(1));
	}

	@Nullable Refusal refusal(String function, String typename, @Nullable ByteString body) {
		FunctionDefinition definition = this.functions.find(TypeName.parse(function));
		if (definition == null || !(definition.function() instanceof DescribedFunction described)) {
			return null;
		}
		List<Type<?>> types = described.types();
		Type<?> type = types.stream()
			.filter((candidate) -> candidate.typeName().equals(typename))
			.findFirst()
			.or(() -> types.stream().filter((candidate) -> candidate.accepts(typename)).findFirst())
			.orElse(null);
		if (type == null) {
			return described.handlers().containsKey(ANY) ? null
					: new Refusal(415, "%s has no handler for messages of type %s, only for those of %s"
						.formatted(function, typename, described.handlers().keySet()));
		}
		try {
			if (body != null) {
				type.deserialize(body);
			}
			return null;
		}
		catch (SerializationException ex) {
			return new Refusal(400, String.valueOf(ex.getMessage()));
		}
	}

	/**
	 * Why a message is not accepted.
	 *
	 * @param status the HTTP status
	 */
	record Refusal(int status, String reason) {

	}

}
