package com.example;

import java.util.List;

import dev.statefun.Context;
import dev.statefun.Message;
import dev.statefun.annotation.StatefunType;
import dev.statefun.dispatch.FunctionDefinition;
import dev.statefun.dispatch.FunctionRegistry;
import dev.statefun.dispatch.RequestReplyHandler;
import dev.statefun.type.JsonTypeFactory;
import dev.statefun.type.TypeRegistry;
import tools.jackson.databind.json.JsonMapper;

final class JsonGreeter {

	private JsonGreeter() {
	}

	@StatefunType("example/Login")
	record Login(String userName) {
	}

	static void greet(Context context, Message message) {
		context.send("example/greeter", context.self().id(), message.as(Login.class).userName());
	}

	static RequestReplyHandler handler() {
		TypeRegistry types = new TypeRegistry(List.of(), List.of(new JsonTypeFactory(new JsonMapper())));
		FunctionDefinition login = FunctionDefinition.of("example/login", JsonGreeter::greet);
		return RequestReplyHandler.builder(FunctionRegistry.of(login)).types(types).build();
	}

}
