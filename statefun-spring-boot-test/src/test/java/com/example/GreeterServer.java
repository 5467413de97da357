package com.example;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.statefun.Context;
import dev.statefun.Message;
import dev.statefun.ValueSpec;
import dev.statefun.dispatch.FunctionDefinition;
import dev.statefun.dispatch.HttpAnswer;
import dev.statefun.dispatch.RequestReplyHandler;
import dev.statefun.io.KafkaEgressMessage;
import dev.statefun.type.Types;

public class GreeterServer {

	static final ValueSpec<Integer> SEEN = ValueSpec.of("seen", Types.integerType());

	static final FunctionDefinition GREETER = FunctionDefinition.of("example/greeter", GreeterServer::greet)
		.withStates(SEEN);

	static void greet(Context context, Message message) {
		int visit = context.storage().value(SEEN).update(0, (seen) -> seen + 1);
		String greeting = "Hello %s, visit %d".formatted(message.as(String.class), visit);
		context.send(KafkaEgressMessage.forEgress("example/messages").withTopic("greetings").withUtf8Value(greeting));
	}

	static void answer(RequestReplyHandler handler, HttpExchange exchange) throws IOException {
		HttpAnswer answer = handler.answer(exchange.getRequestBody().readAllBytes()).join();
		exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
		exchange.sendResponseHeaders(answer.status(), (answer.body().length > 0) ? answer.body().length : -1);
		exchange.getResponseBody().write(answer.body());
		exchange.close();
	}

	public static void main(String[] args) throws IOException {
		RequestReplyHandler handler = RequestReplyHandler.of(GREETER);
		HttpServer server = HttpServer.create(new InetSocketAddress(8000), 0);
		server.createContext("/statefun", (exchange) -> answer(handler, exchange));
		server.setExecutor(Executors.newCachedThreadPool());
		server.start();
	}

}
