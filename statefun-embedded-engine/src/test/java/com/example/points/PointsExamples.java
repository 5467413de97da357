package com.example.points;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.statefun.Context;
import dev.statefun.StateValue;
import dev.statefun.annotation.State;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;
import dev.statefun.annotation.StatefunType;
import dev.statefun.client.StatefunClient;
import dev.statefun.io.DeadLetter;
import dev.statefun.io.KafkaEgressMessage;
import org.apache.kafka.clients.consumer.ConsumerRecord;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.support.SendResult;
import org.springframework.stereotype.Component;

/**
 * Examples of docs/kafka.md.
 */
interface PointsExamples {

	@SpringBootApplication
	class PointsApplication {

	}

	@Configuration(proxyBeanMethods = false)
	class Topics {

		@Bean
		KafkaAdmin.NewTopics topics() {
			return new KafkaAdmin.NewTopics(TopicBuilder.name("purchases").partitions(3).build(),
					TopicBuilder.name("points").partitions(3).build(), TopicBuilder.name("notes").build(),
					TopicBuilder.name("dead-letters").build());
		}

	}

	/** Topics of the test that the page does not name. */
	@Configuration(proxyBeanMethods = false)
	class FurtherTopics {

		@Bean
		KafkaAdmin.NewTopics furtherTopics() {
			return new KafkaAdmin.NewTopics(TopicBuilder.name("noted").build(), TopicBuilder.name("strings").build(),
					TopicBuilder.name("protobuf").build());
		}

	}

	@StatefunFunction("docs/points")
	class PointsFunction {

		private final Rates rates;

		PointsFunction(Rates rates) {
			this.rates = rates;
		}

		@StatefunHandler
		void add(Purchase purchase, Context context, @State("points") StateValue<Long> points) {
			long added = purchase.amount() * this.rates.of(purchase.currency());
			long total = points.update(0L, (present) -> present + added);
			context.send("docs/statement", context.self().id(), new Points(total));
		}

	}

	@StatefunType("docs/Purchase")
	record Purchase(long amount, String currency) {
	}

	@StatefunType("docs/Points")
	record Points(long total) {
	}

	@StatefunFunction("docs/statement")
	class StatementFunction {

		@StatefunHandler
		void state(Points points, Context context) {
			context.send(KafkaEgressMessage.forEgress("docs/kafka")
				.withTopic("points")
				.withUtf8Key(context.self().id())
				.withValue(points));
		}

	}

	@Component
	class Shop {

		private final KafkaTemplate<String, String> kafka;

		Shop(KafkaTemplate<String, String> kafka) {
			this.kafka = kafka;
		}

		CompletableFuture<SendResult<String, String>> sell(String customer, String purchase) {
			return this.kafka.send("purchases", customer, purchase);
		}

	}

	@StatefunFunction("docs/notes")
	class NoteFunction {

		@StatefunHandler
		void note(ByteString bytes, Context context) {
			context.send(KafkaEgressMessage.forEgress("docs/kafka")
				.withTopic("noted")
				.withUtf8Key(context.self().id())
				.withUtf8Value("noted: " + bytes.toStringUtf8()));
		}

	}

	@Component
	class Replay {

		private final StatefunClient statefun;

		Replay(StatefunClient statefun) {
			this.statefun = statefun;
		}

		CompletableFuture<Void> replay(ConsumerRecord<?, byte[]> record) {
			DeadLetter letter = DeadLetter.from(record.value());
			String position = record.topic() + "-" + record.partition() + "@" + record.offset();
			return this.statefun.to(letter.target()).withIdempotencyKey(position).ask(letter.value(), Void.class);
		}

	}

	/** Points for an amount of 1. A currency without a rate fails a purchase. */
	@Component
	class Rates {

		private final Map<String, Long> rates = new ConcurrentHashMap<>(Map.of("EUR", 1L));

		long of(String currency) {
			Long rate = this.rates.get(currency);
			if (rate == null) {
				throw new IllegalStateException("No rate for " + currency);
			}
			return rate;
		}

		void add(String currency, long rate) {
			this.rates.put(currency, rate);
		}

	}

	/** Takes what the page says about types, which needs no example. */
	@StatefunFunction("docs/typed")
	class TypedFunction {

		@StatefunHandler
		void string(String text, Context context) {
			reply(context, "string: " + text);
		}

		@StatefunHandler
		void protobuf(Timestamp time, Context context) {
			reply(context, "protobuf: " + time.getSeconds());
		}

		private static void reply(Context context, String text) {
			context.send(KafkaEgressMessage.forEgress("docs/kafka")
				.withTopic("noted")
				.withUtf8Key(context.self().id())
				.withUtf8Value(text));
		}

	}

}
