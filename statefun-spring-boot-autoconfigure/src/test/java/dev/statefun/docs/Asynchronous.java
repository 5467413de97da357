package dev.statefun.docs;

import java.util.concurrent.CompletionStage;

import dev.statefun.AsyncStatefulFunction;
import dev.statefun.Context;
import dev.statefun.StateValue;
import dev.statefun.annotation.State;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Examples of docs/programming-model.md.
 */
interface Asynchronous {

	@StatefunFunction("docs/translation")
	class TranslationFunction {

		private final Translator translator;

		TranslationFunction(Translator translator) {
			this.translator = translator;
		}

		@StatefunHandler
		CompletionStage<Void> translate(String text, @State("latest") StateValue<String> latest) {
			return this.translator.translate(text).thenAccept(latest::set);
		}

	}

	@StatefunFunction("docs/weather")
	class WeatherFunction {

		private final Stations stations;

		WeatherFunction(Stations stations) {
			this.stations = stations;
		}

		@StatefunHandler
		Mono<Void> report(String city, Context context) {
			return this.stations.temperature(city).doOnNext(context::reply).then();
		}

	}

	@Configuration(proxyBeanMethods = false)
	class DictionaryConfiguration {

		@Bean
		@StatefunFunction("docs/dictionary")
		AsyncStatefulFunction dictionary(Translator translator) {
			return (context, message) -> translator.translate(message.as(String.class)).thenAccept(context::reply);
		}

	}

	interface Translator {

		CompletionStage<String> translate(String text);

	}

	interface Stations {

		Mono<Double> temperature(String city);

	}

}
