package dev.statefun.autoconfigure;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.statefun.Context;
import dev.statefun.EgressMessage;
import dev.statefun.StateValue;
import dev.statefun.annotation.State;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;
import dev.statefun.annotation.StatefunType;
import dev.statefun.type.TypedValue;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aop.framework.autoproxy.DefaultAdvisorAutoProxyCreator;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.config.annotation.PathMatchConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

import static dev.statefun.autoconfigure.EngineClient.OCTET_STREAM;
import static dev.statefun.autoconfigure.EngineClient.assertRefused;
import static dev.statefun.autoconfigure.EngineClient.nested;
import static dev.statefun.autoconfigure.EngineClient.post;
import static dev.statefun.autoconfigure.EngineClient.send;
import static dev.statefun.autoconfigure.EngineClient.text;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The endpoint in a real server, as the engine meets it.
 */
@ExtendWith(OutputCaptureExtension.class)
class StatefunEndpointTests {

	private static final byte[] LOGIN = EngineRequest.v3("demo/greeter", "ada", "visits", "demo/Login",
			ByteString.copyFromUtf8("{\"user\":\"Ada\"}"));

	@Test
	void whenTheEngineCallsThenItIsAnsweredWithTheEffects() throws Exception {
		try (ConfigurableApplicationContext context = run()) {
			HttpResponse<byte[]> response = post(context, "/statefun", LOGIN);
			assertThat(response.statusCode()).isEqualTo(200);
			assertThat(response.headers().allValues("content-type")).containsExactly(OCTET_STREAM);
			assertThat(response.headers().firstValueAsLong("content-length")).hasValue(response.body().length);
			UnknownFieldSet result = nested(UnknownFieldSet.parseFrom(response.body()), 100);
			UnknownFieldSet mutation = nested(result, 1);
			assertThat(mutation.getField(1).getVarintList()).containsExactly(1L);
			assertThat(text(mutation, 2)).isEqualTo("visits");
			assertThat(text(nested(mutation, 3), 1)).isEqualTo("io.statefun.types/int");
			UnknownFieldSet egress = nested(result, 4);
			assertThat(text(egress, 1)).isEqualTo("demo");
			assertThat(text(egress, 2)).isEqualTo("greetings");
			assertThat(text(nested(nested(egress, 3), 3), 1)).isEqualTo("Hello Ada 1");
		}
	}

	@Test
	void whenAnEngineOf2xCallsThenItIsAnsweredIn2x() throws Exception {
		try (ConfigurableApplicationContext context = run()) {
			HttpResponse<byte[]> response = post(context, "/statefun", EngineRequest.v2("demo/greeter", "ada", "visits",
					"demo/Login", ByteString.copyFromUtf8("{\"user\":\"Ada\"}")));
			assertThat(response.statusCode()).isEqualTo(200);
			UnknownFieldSet mutation = nested(nested(UnknownFieldSet.parseFrom(response.body()), 100), 1);
			assertThat(text(nested(mutation, 3), 1)).isEqualTo("type.googleapis.com/google.protobuf.Int32Value");
		}
	}

	@Test
	void whenTheProtocolIsPinnedThenRequestsOfTheOtherAreRefused(CapturedOutput output) throws Exception {
		try (ConfigurableApplicationContext context = run("statefun.protocol=v2")) {
			assertRefused(post(context, "/statefun", LOGIN), 500);
			assertThat(output).contains("3.x protocol, but statefun.protocol is set to");
		}
	}

	@Test
	void whenPathsAreConfiguredThenTheEndpointIsThere() throws Exception {
		try (ConfigurableApplicationContext context = run("statefun.path=/fn/v1", "server.servlet.context-path=/app",
				"spring.mvc.servlet.path=/mvc")) {
			assertThat(post(context, "/app/mvc/fn/v1", LOGIN).statusCode()).isEqualTo(200);
			assertThat(post(context, "/app/mvc/statefun", LOGIN).statusCode()).isEqualTo(404);
		}
	}

	@Test
	void whenTheApplicationForcesACharsetThenAnswersHaveNone() throws Exception {
		try (ConfigurableApplicationContext context = run("spring.servlet.encoding.force=true")) {
			HttpResponse<byte[]> response = post(context, "/statefun", LOGIN);
			assertThat(response.headers().allValues("content-type")).containsExactly(OCTET_STREAM);
		}
	}

	@Test
	void whenTheApplicationConfiguresItsOwnControllersThenTheEndpointIsAsItWas() throws Exception {
		try (ConfigurableApplicationContext context = run(List.of(OwnMvc.class, OwnAdvice.class, OwnAspect.class),
				"spring.mvc.apiversion.required=true", "spring.mvc.apiversion.use.header=X-Version",
				"server.compression.enabled=true", "server.compression.mime-types=" + OCTET_STREAM)) {
			assertThat(EngineClient.result(post(context, "/statefun", LOGIN)).hasField(4)).isTrue();
			assertRefused(post(context, "/statefun", new byte[] { 1 }), 400);
			assertRefused(send(context, "/statefun", OCTET_STREAM, "GET", BodyPublishers.noBody()), 405);
		}
	}

	@Test
	void whenTheAnswerCannotBeWrittenThenTheEngineIsToRetryAndTheLogNamesTheFunction(CapturedOutput output)
			throws Exception {
		try (ConfigurableApplicationContext context = run()) {
			assertRefused(post(context, "/statefun", EngineRequest.v2("demo/greeter", "ada", "visits", "demo/Login",
					ByteString.copyFromUtf8("{\"user\":\"Forger\"}"))), 500);
			assertThat(output).contains("The answer of demo/greeter for id 'ada' could not be written",
					"io.statefun.types/int");
		}
	}

	@Test
	void whenTheFunctionIsUnknownThenTheEngineIsToRetry(CapturedOutput output) throws Exception {
		try (ConfigurableApplicationContext context = run()) {
			assertRefused(post(context, "/statefun",
					EngineRequest.v3("demo/unknown", "ada", "visits", "demo/Login", ByteString.EMPTY)), 500);
			assertThat(output).contains("no function demo/unknown", "'ada'", "[demo/greeter]");
		}
	}

	@Test
	void whenAHandlerThrowsThenTheEngineIsToRetryAndTheLogSaysWhy(CapturedOutput output) throws Exception {
		try (ConfigurableApplicationContext context = run()) {
			assertRefused(post(context, "/statefun", EngineRequest.v3("demo/greeter", "ada", "visits", "demo/Login",
					ByteString.copyFromUtf8("{\"user\":\"Mallory\"}"))), 500);
			assertThat(output.getOut().lines().filter((line) -> line.contains("ERROR"))).singleElement()
				.asString()
				.contains("demo/greeter failed for id 'ada'", "demo/Login", "IllegalStateException: Go away, Mallory");
			assertThat(output).contains("\tat " + Greeter.class.getName() + ".greet");
		}
	}

	@Test
	void whenAHandlerOverflowsTheStackThenTheEngineIsToRetryAndTheLogSaysWhy(CapturedOutput output) throws Exception {
		try (ConfigurableApplicationContext context = run()) {
			assertRefused(post(context, "/statefun", EngineRequest.v3("demo/greeter", "ada", "visits", "demo/Login",
					ByteString.copyFromUtf8("{\"user\":\"Overflow\"}"))), 500);
			assertThat(output).contains("demo/greeter failed for id 'ada'", "StackOverflowError");
		}
	}

	@Test
	void whenThePayloadCannotBeDecodedThenTheEngineIsToRetry(CapturedOutput output) throws Exception {
		try (ConfigurableApplicationContext context = run()) {
			assertRefused(post(context, "/statefun",
					EngineRequest.v3("demo/greeter", "ada", "visits", "demo/Login", ByteString.copyFromUtf8("{"))),
					500);
			assertThat(output).contains("demo/greeter failed for id 'ada'", "demo/Login", "not the JSON");
		}
	}

	@Test
	void whenTheBodyIsMalformedThenItIsABadRequestAndTheLogSaysWhy(CapturedOutput output) throws Exception {
		try (ConfigurableApplicationContext context = run()) {
			assertRefused(post(context, "/statefun", new byte[] { 1, 2, 3 }), 400);
			assertThat(output).contains("The body is not a request of an engine");
			assertRefused(post(context, "/statefun", new byte[0]), 400);
			assertThat(output).contains("it has no target");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET", "PUT", "DELETE", "PATCH" })
	void whenTheMethodIsAnotherThenOnlyPostIsAllowed(String method) throws Exception {
		try (ConfigurableApplicationContext context = run()) {
			HttpResponse<byte[]> response = send(context, "/statefun", OCTET_STREAM, method,
					BodyPublishers.ofByteArray(LOGIN));
			assertRefused(response, 405);
			assertThat(response.headers().firstValue("allow")).hasValue("POST");
		}
	}

	@Test
	void whenTheContentTypeIsAnotherThenItIsUnsupported() throws Exception {
		try (ConfigurableApplicationContext context = run()) {
			assertRefused(send(context, "/statefun", "application/json", "POST", BodyPublishers.ofByteArray(LOGIN)),
					415);
		}
	}

	@Test
	void whenTheBodyIsTooLargeThenItIsRefusedWithOrWithoutItsLength(CapturedOutput output) throws Exception {
		try (ConfigurableApplicationContext context = run("statefun.max-request-size=" + LOGIN.length + "B")) {
			byte[] larger = new byte[LOGIN.length + 1];
			assertThat(post(context, "/statefun", LOGIN).statusCode()).isEqualTo(200);
			assertThat(send(context, "/statefun", OCTET_STREAM, "POST", chunked(LOGIN)).statusCode()).isEqualTo(200);
			assertRefused(post(context, "/statefun", larger), 413);
			assertRefused(send(context, "/statefun", OCTET_STREAM, "POST", chunked(larger)), 413);
			assertThat(output).contains("statefun.max-request-size");
		}
	}

	@Test
	void whenActuatorIsThereThenInvocationsAreCounted() throws Exception {
		try (ConfigurableApplicationContext context = run("management.endpoints.web.exposure.include=metrics")) {
			post(context, "/statefun", LOGIN);
			post(context, "/statefun", LOGIN);
			HttpResponse<byte[]> metrics = send(context,
					"/actuator/metrics/statefun.invocations?tag=function:demo/greeter&tag=message.type:demo/Login&tag=outcome:success",
					"application/json", "GET", BodyPublishers.noBody());
			assertThat(new String(metrics.body())).contains("\"statistic\":\"COUNT\",\"value\":2.0");
		}
	}

	private static ConfigurableApplicationContext run(String... properties) {
		return run(List.of(), properties);
	}

	private static ConfigurableApplicationContext run(List<Class<?>> configurations, String... properties) {
		return new SpringApplicationBuilder(Application.class).sources(configurations.toArray(Class<?>[]::new))
			.properties("server.port=0", "logging.level.root=warn")
			.properties(properties)
			.run();
	}

	private static BodyPublisher chunked(byte[] body) {
		return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Greeter.class)
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnMvc implements WebMvcConfigurer {

		@Override
		public void configurePathMatch(PathMatchConfigurer configurer) {
			configurer.addPathPrefix("/api", (type) -> true);
		}

		@Override
		public void configureMessageConverters(HttpMessageConverters.ServerBuilder builder) {
			JacksonJsonHttpMessageConverter greedy = new JacksonJsonHttpMessageConverter();
			greedy.setSupportedMediaTypes(List.of(MediaType.ALL));
			builder.addCustomConverter(greedy);
		}

	}

	@RestControllerAdvice
	static class OwnAdvice implements ResponseBodyAdvice<Object> {

		@Override
		public boolean supports(MethodParameter returnType, Class<? extends HttpMessageConverter<?>> converterType) {
			return true;
		}

		@Override
		public Object beforeBodyWrite(Object body, MethodParameter returnType, MediaType contentType,
				Class<? extends HttpMessageConverter<?>> converterType, ServerHttpRequest request,
				ServerHttpResponse response) {
			return Map.of("envelope", true);
		}

		@ExceptionHandler
		Map<String, String> error(Exception ex) {
			return Map.of("error", ex.toString());
		}

	}

	/** As logging aspects do, it proxies every web controller. */
	@Configuration(proxyBeanMethods = false)
	static class OwnAspect {

		@Bean
		static DefaultAdvisorAutoProxyCreator proxies() {
			DefaultAdvisorAutoProxyCreator proxies = new DefaultAdvisorAutoProxyCreator();
			proxies.setProxyTargetClass(true);
			return proxies;
		}

		@Bean
		static DefaultPointcutAdvisor aroundControllers() {
			return new DefaultPointcutAdvisor(new AnnotationMatchingPointcut(Controller.class, true),
					(MethodInterceptor) MethodInvocation::proceed);
		}

	}

	@StatefunType("demo/Login")
	record Login(String user) {
	}

	@StatefunFunction("demo/greeter")
	static class Greeter {

		@StatefunHandler
		void greet(Login login, Context context, @State("visits") StateValue<Integer> visits) {
			if (login.user().equals("Mallory")) {
				throw new IllegalStateException("Go away, Mallory");
			}
			if (login.user().equals("Overflow")) {
				throw new StackOverflowError();
			}
			if (login.user().equals("Forger")) {
				context.send(context.self(),
						new TypedValue("io.statefun.types/int", ByteString.copyFrom(new byte[] { 1 })));
			}
			int visit = visits.update(0, (count) -> count + 1);
			context.send(EgressMessage.of("demo/greetings", "Hello %s %d".formatted(login.user(), visit)));
		}

	}

}
