package dev.statefun.integration.kafka;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import com.google.protobuf.ByteString;
import dev.statefun.Context;
import dev.statefun.StateValue;
import dev.statefun.annotation.State;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;
import dev.statefun.io.KafkaEgressMessage;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/**
 * Counts the records of each key, and once does what fails the engine's task.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(KafkaApplication.CounterFunction.class)
public class KafkaApplication {

	@StatefunFunction("it/counter")
	static class CounterFunction {

		private final Path failure;

		private final String failingNumber;

		CounterFunction(@Value("${it.failure-file}") Path failure,
				@Value("${it.failing-number}") String failingNumber) {
			this.failure = failure;
			this.failingNumber = failingNumber;
		}

		@StatefunHandler
		void count(ByteString record, Context context, @State("seen") StateValue<Long> seen) throws IOException {
			String number = record.toString(StandardCharsets.UTF_8);
			// The file outlives this application, so that it is done once only
			if (number.equals(this.failingNumber) && Files.deleteIfExists(this.failure)) {
				context.send("nowhere/nobody", "one", "The engine knows no such function");
			}
			context.send(KafkaEgressMessage.forEgress("it/results")
				.withTopic("results")
				.withUtf8Key(context.self().id())
				.withUtf8Value(number + " " + seen.update(0L, (count) -> count + 1)));
		}

	}

}
