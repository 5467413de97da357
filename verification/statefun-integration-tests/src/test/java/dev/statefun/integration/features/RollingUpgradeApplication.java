package dev.statefun.integration.features;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

import dev.statefun.Context;
import dev.statefun.EgressMessage;
import dev.statefun.StateValue;
import dev.statefun.annotation.State;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * An application in two versions.
 */
final class RollingUpgradeApplication {

	private RollingUpgradeApplication() {
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ Refusals.class, OldAccountFunction.class })
	static class Old {

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ Refusals.class, NewAccountFunction.class, LateFunction.class })
	static class New {

	}

	@StatefunFunction("it/account")
	static class OldAccountFunction {

		@StatefunHandler
		void book(Long amount, Context context, @State("total") StateValue<Long> total) {
			context.send(EgressMessage.of("test/out", "old: " + total.update(0L, (sum) -> sum + amount)));
		}

	}

	@StatefunFunction("it/account")
	static class NewAccountFunction {

		@StatefunHandler
		void book(Long amount, Context context, @State("total") StateValue<Long> total,
				@State("bookings") StateValue<Long> bookings) {
			context.send(EgressMessage.of("test/out", "new: %d after %d"
				.formatted(total.update(0L, (sum) -> sum + amount), bookings.update(0L, (count) -> count + 1))));
		}

	}

	@StatefunFunction("it/late")
	static class LateFunction {

		@StatefunHandler
		void take(String text, Context context, @State("seen") StateValue<Integer> seen) {
			context.send(EgressMessage.of("test/out", "late: " + text + " " + seen.update(0, (count) -> count + 1)));
		}

	}

	/**
	 * Counts the requests that are not answered with 200.
	 */
	static class Refusals extends OncePerRequestFilter {

		private final AtomicInteger count = new AtomicInteger();

		@Override
		protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
				throws ServletException, IOException {
			chain.doFilter(request, response);
			if (response.getStatus() != HttpServletResponse.SC_OK) {
				this.count.incrementAndGet();
			}
		}

		int count() {
			return this.count.get();
		}

	}

}
