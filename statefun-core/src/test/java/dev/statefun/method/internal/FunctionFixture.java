package dev.statefun.method.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import dev.statefun.Address;
import dev.statefun.Context;
import dev.statefun.dispatch.Answers;
import dev.statefun.dispatch.FunctionRegistry;
import dev.statefun.dispatch.InvocationRecorder;
import dev.statefun.dispatch.RequestReplyHandler;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationBatch.Invocation;
import dev.statefun.protocol.InvocationBatch.PersistedValue;
import dev.statefun.protocol.InvocationResult;
import dev.statefun.protocol.InvocationResult.Completed;
import dev.statefun.protocol.InvocationResult.Send;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.type.JsonTypeFactory;
import dev.statefun.type.TypeRegistry;
import dev.statefun.type.TypedValue;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.support.SimpleThreadScope;

/**
 * Functions of beans, discovered and called without an engine.
 */
final class FunctionFixture {

	static final Address CALLER = Address.of("demo/caller", "bob");

	private final TypeRegistry types = new TypeRegistry(List.of(), List.of(new JsonTypeFactory(new JsonMapper())));

	private FunctionSupport support = FunctionSupport.of(this.types);

	private UnaryOperator<Object> proxying = UnaryOperator.identity();

	private final List<String> scopes = new ArrayList<>();

	private FunctionRegistry functions = new FunctionRegistry(List.of());

	FunctionFixture with(UnaryOperator<FunctionSupport> change) {
		this.support = change.apply(this.support);
		return this;
	}

	FunctionFixture proxying(UnaryOperator<Object> newProxying) {
		this.proxying = newProxying;
		return this;
	}

	FunctionFixture scope(String name) {
		this.scopes.add(name);
		return this;
	}

	FunctionFixture discover(Class<?>... beans) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.getBeanFactory().addBeanPostProcessor(new BeanPostProcessor() {

			@Override
			public Object postProcessAfterInitialization(Object bean, String beanName) {
				return FunctionFixture.this.proxying.apply(bean);
			}

		});
		this.scopes.forEach((scope) -> context.getBeanFactory().registerScope(scope, new SimpleThreadScope()));
		context.register(beans);
		context.refresh();
		this.functions = new FunctionRegistry(
				new FunctionDiscoverer(context.getBeanFactory(), this.support).discover());
		return this;
	}

	FunctionRegistry functions() {
		return this.functions;
	}

	InvocationResult send(String type, Object... messages) {
		return send(type, List.of(), messages);
	}

	InvocationResult send(String type, List<PersistedValue> states, Object... messages) {
		return sendFrom(CALLER, type, states, messages);
	}

	InvocationResult sendFrom(@Nullable Address caller, String type, List<PersistedValue> states, Object... messages) {
		List<Invocation> invocations = new ArrayList<>();
		for (Object message : messages) {
			invocations.add(new Invocation(caller, value(message)));
		}
		return Answers.of(handler(null),
				new InvocationBatch(ProtocolVersion.V3, Address.of(type, "ada"), states, invocations));
	}

	RequestReplyHandler handler(@Nullable InvocationRecorder recorder) {
		return RequestReplyHandler.builder(this.functions).types(this.types).recorder(recorder).build();
	}

	TypedValue value(Object value) {
		return this.types.serialize(value);
	}

	/** What functions answer that put these texts out. */
	Completed texts(String... texts) {
		List<InvocationResult.Outgoing> sent = new ArrayList<>();
		for (String text : texts) {
			sent.add(new Send(Address.of("demo/out", "ada"), value(text)));
		}
		return Completed.of(ProtocolVersion.V3, List.of(), sent);
	}

	/** Put out a text. */
	static void out(Context context, String text) {
		context.send("demo/out", context.self().id(), text);
	}

}
