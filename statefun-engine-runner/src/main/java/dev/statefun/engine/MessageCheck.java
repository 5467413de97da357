package dev.statefun.engine;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import dev.statefun.engine.LoopbackServer.Refusal;

/**
 * Asks the application whether one of its functions can take a message, before the engine
 * accepts it. Question and answer are a line each, on standard output and input. Only an
 * application that asks for it with {@code statefun.engine.check-messages} is asked.
 * Thread-safe.
 */
final class MessageCheck {

	/** Larger values are only checked for their type. */
	private static final int MAX_BODY = 1024 * 1024;

	private static final long PATIENCE_SECONDS = 5;

	private static final int ACCEPTED = 200;

	private final Consumer<String> question;

	private final AtomicLong count = new AtomicLong();

	private final Map<Long, CompletableFuture<Answer>> open = new ConcurrentHashMap<>();

	/**
	 * Creates a check.
	 * @param question takes what is to be asked
	 */
	MessageCheck(Consumer<String> question) {
		this.question = question;
	}

	/**
	 * Asks, and waits for the answer. An application that does not answer has no
	 * objection.
	 * @throws Refusal if the application cannot take the message
	 */
	void require(String function, String typename, byte[] body) throws Refusal, InterruptedException {
		long id = this.count.incrementAndGet();
		CompletableFuture<Answer> answer = new CompletableFuture<>();
		this.open.put(id, answer);
		try {
			this.question.accept("check %d %s %s %s".formatted(id, encode(function), encode(typename),
					(body.length <= MAX_BODY) ? "=" + Base64.getEncoder().encodeToString(body) : "-"));
			Answer given = answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
			if (given.status() != ACCEPTED) {
				throw new Refusal(given.status(), given.reason());
			}
		}
		catch (TimeoutException ex) {
			// The application is busy, or does not know the question
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			this.open.remove(id);
		}
	}

	/**
	 * Takes a line from the application.
	 * @return whether it was an answer
	 */
	boolean answered(String line) {
		String[] parts = line.split(" ");
		if (parts.length != 4 || !parts[0].equals("checked")) {
			return false;
		}
		CompletableFuture<Answer> answer = this.open.get(Long.valueOf(parts[1]));
		if (answer != null) {
			answer.complete(new Answer(Integer.parseInt(parts[2]),
					new String(Base64.getDecoder().decode(parts[3].substring(1)), StandardCharsets.UTF_8)));
		}
		return true;
	}

	private static String encode(String text) {
		return "=" + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
	}

	private record Answer(int status, String reason) {

	}

}
