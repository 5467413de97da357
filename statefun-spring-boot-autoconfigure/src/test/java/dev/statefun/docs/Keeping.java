package dev.statefun.docs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.statefun.Context;
import dev.statefun.Expiration;
import dev.statefun.StateValue;
import dev.statefun.ValueSpec;
import dev.statefun.annotation.State;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;
import dev.statefun.type.Types;

/**
 * Examples of docs/programming-model.md.
 */
interface Keeping {

	@StatefunFunction("docs/score")
	class ScoreFunction {

		@StatefunHandler
		void play(Integer points, @State("best") StateValue<Integer> best) {
			best.update(points, (present) -> Math.max(present, points));
		}

		@StatefunHandler
		void reset(String reason, Context context, @State("best") StateValue<Integer> best) {
			best.get().ifPresent(context::reply);
			best.remove();
		}

	}

	@StatefunFunction("docs/thermostat")
	class ThermostatFunction {

		@State
		static final ValueSpec<Double> TARGET = ValueSpec.of("target", Types.doubleType())
			.withExpiration(Expiration.afterWrite(Duration.ofHours(8)));

		@StatefunHandler
		void adjust(Double change, Context context) {
			double target = context.storage().get(TARGET).orElse(20.0);
			context.storage().set(TARGET, target + change);
		}

	}

	@StatefunFunction("docs/login")
	class LoginFunction {

		@StatefunHandler
		void tryPassword(String password,
				@State(value = "failures", expireAfterWrite = "15m") StateValue<Integer> failures,
				@State(value = "device", expireAfterInvoke = "${docs.device-timeout:30d}") StateValue<String> device) {
			failures.update(0, (count) -> count + 1);
		}

	}

	@StatefunFunction("docs/history")
	class HistoryFunction {

		@StatefunHandler
		void add(String page, @State(value = "pages", typeName = "docs/pages") StateValue<List<String>> pages) {
			List<String> visited = new ArrayList<>(pages.orElse(List.of()));
			visited.add(page);
			pages.set(visited);
		}

	}

}
