package dev.statefun.integration.features;

import java.util.List;
import java.util.Map;

import dev.statefun.Context;
import dev.statefun.StateValue;
import dev.statefun.annotation.State;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/**
 * Another application, which has its endpoint on a port of its own.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(PartnerApplication.PongFunction.class)
class PartnerApplication {

	/** The functions and their states, as the module file of 2.x has them. */
	static Map<String, List<String>> legacyFunctions() {
		return Map.of("far/pong", List.of("calls"));
	}

	/**
	 * Answers with how often it was called.
	 */
	@StatefunFunction("far/pong")
	static class PongFunction {

		@StatefunHandler
		void pong(Integer round, Context context, @State("calls") StateValue<Integer> calls) {
			context.reply(calls.update(0, (count) -> count + 1));
		}

	}

}
