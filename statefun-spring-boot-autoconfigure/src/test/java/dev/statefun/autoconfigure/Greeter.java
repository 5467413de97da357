package dev.statefun.autoconfigure;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import com.google.protobuf.ByteString;
import dev.statefun.Context;
import dev.statefun.EgressMessage;
import dev.statefun.StateValue;
import dev.statefun.annotation.State;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;
import dev.statefun.annotation.StatefunType;
import dev.statefun.testing.EngineRequest;
import dev.statefun.type.TypedValue;

/**
 * A function for the tests of the endpoint, which greets, or fails in one of many ways.
 */
@StatefunFunction("demo/greeter")
class Greeter {

	/** A request of a 3.x engine. */
	static final byte[] LOGIN = login("Ada");

	static byte[] login(String user) {
		return EngineRequest.v3("demo/greeter", "ada", "visits", "demo/Login", json(user));
	}

	static byte[] login2x(String user) {
		return EngineRequest.v2("demo/greeter", "ada", "visits", "demo/Login", json(user));
	}

	private static ByteString json(String user) {
		return ByteString.copyFromUtf8("{\"user\":\"" + user + "\"}");
	}

	@StatefunHandler
	CompletionStage<?> greet(Login login, Context context, @State("visits") StateValue<Integer> visits) {
		switch (login.user()) {
			case "Mallory" -> throw new IllegalStateException("Go away, Mallory");
			case "Overflow" -> throw new StackOverflowError();
			case "Forger" -> context.send(context.self(),
					new TypedValue("io.statefun.types/int", ByteString.copyFrom(new byte[] { 1 })));
			default -> {
			}
		}
		int visit = visits.update(0, (count) -> count + 1);
		return switch (login.user()) {
			case "Never" -> new CompletableFuture<>();
			case "Later" -> CompletableFuture.runAsync(() -> greet(login, context, visit));
			case "Late Mallory" -> CompletableFuture.runAsync(() -> {
				throw new IllegalStateException("Go away later");
			});
			default -> {
				greet(login, context, visit);
				yield CompletableFuture.completedFuture(null);
			}
		};
	}

	private static void greet(Login login, Context context, int visit) {
		context.send(EgressMessage.of("demo/greetings",
				"Hello %s %d on %s".formatted(login.user(), visit, Thread.currentThread())));
	}

	@StatefunType("demo/Login")
	record Login(String user) {
	}

}
