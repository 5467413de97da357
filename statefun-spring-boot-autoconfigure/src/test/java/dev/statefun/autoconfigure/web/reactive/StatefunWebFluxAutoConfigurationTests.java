package dev.statefun.autoconfigure.web.reactive;

import java.util.Map;

import dev.statefun.autoconfigure.StatefunAutoConfiguration;
import dev.statefun.http.EndpointPath;
import dev.statefun.http.RequestReplyEndpoint;
import dev.statefun.http.reactive.InvocationBatchDecoder;
import dev.statefun.http.reactive.InvocationResultEncoder;
import dev.statefun.http.reactive.StatefunWebHandler;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationResult;
import dev.statefun.protocol.RequestReplyProtocol;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.codec.ByteArrayDecoder;
import org.springframework.core.codec.ByteArrayEncoder;
import org.springframework.core.codec.Decoder;
import org.springframework.core.codec.Encoder;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The beans of the endpoint in WebFlux, and those that an application has in their place.
 * {@code WebFluxCodecTests} proves that requests pass codecs of the application.
 */
class StatefunWebFluxAutoConfigurationTests {

	private static final String MAPPING = "statefunHandlerMapping";

	private final ReactiveWebApplicationContextRunner contextRunner = new ReactiveWebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(StatefunAutoConfiguration.class,
				StatefunWebFluxAutoConfiguration.class, WebFluxAutoConfiguration.class));

	@Test
	void whenTheApplicationHasNoneOfTheBeansThenOursAreThere() {
		this.contextRunner.run((context) -> {
			assertThat(context).hasSingleBean(InvocationBatchDecoder.class)
				.hasSingleBean(InvocationResultEncoder.class)
				.hasSingleBean(StatefunWebHandler.class);
			assertThat(context.getBean(MAPPING, SimpleUrlHandlerMapping.class).getUrlMap())
				.isEqualTo(Map.of("/statefun", context.getBean(StatefunWebHandler.class)));
		});
	}

	@Test
	void whenTheApplicationHasACodecThenOursBacksOff() {
		this.contextRunner.withUserConfiguration(OwnDecoder.class).run((context) -> {
			assertThat(context).getBeanNames(Decoder.class).containsExactly("ownDecoder");
			assertThat(context).getBeanNames(Encoder.class).containsExactly("statefunInvocationResultEncoder");
			assertThat(context).hasSingleBean(StatefunWebHandler.class);
		});
		this.contextRunner.withUserConfiguration(OwnEncoder.class).run((context) -> {
			assertThat(context).getBeanNames(Decoder.class).containsExactly("statefunInvocationBatchDecoder");
			assertThat(context).getBeanNames(Encoder.class).containsExactly("ownEncoder");
			assertThat(context).hasSingleBean(StatefunWebHandler.class);
		});
	}

	@Test
	void whenCodecsOfTheApplicationExtendOursThenOursBackOff() {
		this.contextRunner.withUserConfiguration(OwnSubclasses.class).run((context) -> {
			assertThat(context).getBeanNames(Decoder.class).containsExactly("ownSubclassOfDecoder");
			assertThat(context).getBeanNames(Encoder.class).containsExactly("ownSubclassOfEncoder");
			assertThat(context).hasSingleBean(StatefunWebHandler.class);
		});
	}

	@Test
	void whenTheApplicationHasCodecsOfOtherTypesThenOursRemain() {
		this.contextRunner.withUserConfiguration(OtherCodecs.class)
			.run((context) -> assertThat(context).hasSingleBean(InvocationBatchDecoder.class)
				.hasSingleBean(InvocationResultEncoder.class)
				.hasSingleBean(StatefunWebHandler.class));
	}

	@Test
	void whenTheApplicationHasAWebHandlerThenItIsMapped() {
		this.contextRunner.withUserConfiguration(OwnHandler.class).run((context) -> {
			assertThat(context).getBeanNames(StatefunWebHandler.class).containsExactly("ownHandler");
			assertThat(context.getBean(MAPPING, SimpleUrlHandlerMapping.class).getUrlMap())
				.isEqualTo(Map.of("/statefun", context.getBean("ownHandler")));
		});
	}

	@Test
	void whenTheApplicationHasAMappingOfTheSameNameThenOursBacksOff() {
		this.contextRunner.withUserConfiguration(OwnMapping.class)
			.run((context) -> assertThat(context.getBean(MAPPING, SimpleUrlHandlerMapping.class).getOrder())
				.isEqualTo(7));
	}

	@Test
	void whenTheEndpointIsOnAPortOfItsOwnThenTheCodecsAreThereForControllersOfTheApplication() {
		this.contextRunner.withPropertyValues("statefun.server.port=0")
			.run((context) -> assertThat(context).hasSingleBean(InvocationBatchDecoder.class)
				.hasSingleBean(InvocationResultEncoder.class)
				.doesNotHaveBean(StatefunWebHandler.class)
				.doesNotHaveBean(MAPPING));
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnDecoder {

		@Bean
		Decoder<InvocationBatch> ownDecoder(RequestReplyProtocol protocol) {
			return new InvocationBatchDecoder(protocol);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnEncoder {

		@Bean
		Encoder<InvocationResult> ownEncoder(RequestReplyProtocol protocol) {
			return new InvocationResultEncoder(protocol);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnSubclasses {

		@Bean
		OwnSubclassOfDecoder ownSubclassOfDecoder(RequestReplyProtocol protocol) {
			return new OwnSubclassOfDecoder(protocol);
		}

		@Bean
		OwnSubclassOfEncoder ownSubclassOfEncoder(RequestReplyProtocol protocol) {
			return new OwnSubclassOfEncoder(protocol);
		}

	}

	static class OwnSubclassOfDecoder extends InvocationBatchDecoder {

		OwnSubclassOfDecoder(RequestReplyProtocol protocol) {
			super(protocol);
		}

	}

	static class OwnSubclassOfEncoder extends InvocationResultEncoder {

		OwnSubclassOfEncoder(RequestReplyProtocol protocol) {
			super(protocol);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OtherCodecs {

		@Bean
		Decoder<byte[]> otherDecoder() {
			return new ByteArrayDecoder();
		}

		@Bean
		Encoder<?> anotherEncoder() {
			return new ByteArrayEncoder();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnHandler {

		@Bean
		StatefunWebHandler ownHandler(RequestReplyEndpoint endpoint, Decoder<InvocationBatch> decoder,
				Encoder<InvocationResult> encoder) {
			return new StatefunWebHandler(endpoint, new EndpointPath("/statefun", null), decoder, encoder,
					Schedulers.boundedElastic());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnMapping {

		@Bean
		SimpleUrlHandlerMapping statefunHandlerMapping(StatefunWebHandler handler) {
			return new SimpleUrlHandlerMapping(Map.of("/elsewhere", handler), 7);
		}

	}

}
