package dev.statefun.integration.recorder;

import java.time.Duration;
import java.util.List;

import dev.statefun.Context;
import dev.statefun.EgressMessage;
import dev.statefun.StateValue;
import dev.statefun.annotation.State;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;
import dev.statefun.io.KafkaEgressMessage;
import dev.statefun.io.KinesisEgressMessage;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/**
 * Does each thing of the protocol in a request of its own, so that the same is recorded
 * each time. Each instance ends with {@code done} at {@code test/out}.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({ RecordedApplication.BeginFunction.class, RecordedApplication.StepFunction.class })
public class RecordedApplication {

	/** How many instances there are. */
	static final int INSTANCES = 4;

	static final String DONE = "done";

	/** The states of {@code record/step}, as the module file of 2.x has them. */
	static final List<String> STATES = List.of("text", "count");

	/**
	 * Takes the records of the ingress.
	 */
	@StatefunFunction("record/begin")
	static class BeginFunction {

		@StatefunHandler
		void begin(Long number, Context context) {
			context.send("record/step", context.self().id(), 0);
		}

		/** Takes the replies of {@code record/step}. */
		@StatefunHandler
		void end(String reply, Context context) {
			context.send(EgressMessage.of("test/out", DONE));
		}

	}

	/**
	 * Each message leads to the next.
	 */
	@StatefunFunction("record/step")
	static class StepFunction {

		@StatefunHandler
		void step(Integer step, Context context, @State("text") StateValue<String> text,
				@State("count") StateValue<Integer> count) {
			count.set(step);
			switch (step) {
				case 0 -> text.set("first");
				case 1 -> text.set("");
				case 2 -> text.remove();
				case 3 -> context.send(KafkaEgressMessage.forEgress("test/out")
					.withTopic("topic")
					.withUtf8Key("key")
					.withUtf8Value("value"));
				case 4 -> context.send(KinesisEgressMessage.forEgress("test/out")
					.withStream("stream")
					.withPartitionKey("key")
					.withUtf8Value("value"));
				case 5 -> context.send("record/step", context.self().id(), true);
				default -> context.send("record/begin", context.self().id(), DONE);
			}
			if (step < 5) {
				context.send(context.self(), step + 1);
			}
		}

		@StatefunHandler
		void delay(Boolean flag, Context context) {
			context.sendAfter(Duration.ofMillis(100), context.self(), flag ? 1.5 : -1.5);
		}

		@StatefunHandler
		void delayed(Double number, Context context) {
			context.send(context.self(), 6);
		}

	}

}
