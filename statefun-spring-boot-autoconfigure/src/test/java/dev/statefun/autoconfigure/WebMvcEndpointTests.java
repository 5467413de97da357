package dev.statefun.autoconfigure;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.junit.jupiter.api.Test;

import org.springframework.aop.framework.autoproxy.DefaultAdvisorAutoProxyCreator;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
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
import static dev.statefun.autoconfigure.EngineClient.post;
import static dev.statefun.autoconfigure.EngineClient.result;
import static dev.statefun.autoconfigure.EngineClient.send;
import static dev.statefun.autoconfigure.Greeter.LOGIN;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The endpoint among what an application configures of Spring MVC and servlets.
 */
class WebMvcEndpointTests {

	@Test
	void whenPathsAreConfiguredThenTheEndpointIsThere() throws Exception {
		try (ConfigurableApplicationContext context = run(List.of(), "statefun.path=/fn/v1",
				"server.servlet.context-path=/app", "spring.mvc.servlet.path=/mvc")) {
			result(post(context, "/app/mvc/fn/v1", LOGIN));
			assertThat(post(context, "/app/mvc/statefun", LOGIN).statusCode()).isEqualTo(404);
		}
	}

	@Test
	void whenTheApplicationForcesACharsetThenAnswersHaveNone() throws Exception {
		try (ConfigurableApplicationContext context = run(List.of(), "spring.servlet.encoding.force=true")) {
			HttpResponse<byte[]> response = post(context, "/statefun", LOGIN);
			assertThat(response.headers().allValues("content-type")).containsExactly(OCTET_STREAM);
		}
	}

	@Test
	void whenTheApplicationConfiguresItsOwnControllersThenTheEndpointIsAsItWas() throws Exception {
		try (ConfigurableApplicationContext context = run(List.of(OwnMvc.class, OwnAdvice.class, OwnAspect.class),
				"spring.mvc.apiversion.required=true", "spring.mvc.apiversion.use.header=X-Version")) {
			assertThat(result(post(context, "/statefun", LOGIN)).hasField(4)).isTrue();
			assertRefused(post(context, "/statefun", new byte[] { 1 }), 400);
			assertRefused(send(context, "/statefun", OCTET_STREAM, "GET", BodyPublishers.noBody()), 405);
		}
	}

	private static ConfigurableApplicationContext run(List<Class<?>> configurations, String... properties) {
		List<Class<?>> sources = new ArrayList<>(configurations);
		sources.add(GreeterApplication.class);
		return EndpointServer.WEB_MVC.run(sources, properties);
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

}
