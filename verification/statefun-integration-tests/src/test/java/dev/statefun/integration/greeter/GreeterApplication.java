package dev.statefun.integration.greeter;

import dev.statefun.Context;
import dev.statefun.StateValue;
import dev.statefun.annotation.State;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;
import dev.statefun.integration.greeter.demo.LoginEvent;
import dev.statefun.integration.greeter.demo.SeenCount;
import dev.statefun.io.KafkaEgressMessage;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/**
 * The greeter that Python applications for 2.x have.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(GreeterApplication.GreeterFunction.class)
class GreeterApplication {

	@StatefunFunction("demo/greeter")
	static class GreeterFunction {

		@StatefunHandler
		void greet(LoginEvent login, Context context, @State("session") StateValue<SeenCount> session) {
			long seen = session.get().map(SeenCount::getSeen).orElse(0L) + 1;
			session.set(SeenCount.newBuilder().setSeen(seen).build());
			context.send(KafkaEgressMessage.forEgress("demo/greets")
				.withTopic("greetings")
				.withUtf8Key(login.getUserName())
				.withUtf8Value("Hello %s, visit %d".formatted(login.getUserName(), seen)));
		}

	}

}
