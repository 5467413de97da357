package dev.statefun.autoconfigure.web.tomcat;

import dev.statefun.autoconfigure.StatefunAutoConfiguration;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.AbstractProtocol;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.tomcat.TomcatConnectorCustomizer;
import org.springframework.boot.tomcat.TomcatProtocolHandlerCustomizer;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

class StatefunTomcatAutoConfigurationTests {

	private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner(
			AnnotationConfigServletWebServerApplicationContext::new)
		.withPropertyValues("server.port=0")
		.withConfiguration(AutoConfigurations.of(StatefunAutoConfiguration.class, StatefunTomcatAutoConfiguration.class,
				TomcatServletWebServerAutoConfiguration.class));

	@Test
	void whenNothingIsConfiguredThenTheWriteBufferTakesAnAnswerOfABatch() {
		this.contextRunner.run((context) -> assertThat(writeBufferSize(context)).isEqualTo(32 * 1024));
	}

	@ParameterizedTest
	@CsvSource({ "8KB,8192", "64KB,65536", "100,100" })
	void whenASizeIsConfiguredThenTheWriteBufferHasIt(String value, int bytes) {
		this.contextRunner.withPropertyValues("statefun.tomcat.write-buffer-size=" + value)
			.run((context) -> assertThat(writeBufferSize(context)).isEqualTo(bytes));
	}

	@Test
	void whenTheApplicationSizesItsConnectorThenThatHolds() {
		this.contextRunner
			.withBean(TomcatConnectorCustomizer.class,
					() -> (connector) -> connector.setProperty("socket.appWriteBufSize", "8192"))
			.run((context) -> assertThat(writeBufferSize(context)).isEqualTo(8192));
	}

	@Test
	void whenTheApplicationSizesItsProtocolHandlerThenThatHolds() {
		this.contextRunner
			.withBean(TomcatProtocolHandlerCustomizer.class,
					() -> (TomcatProtocolHandlerCustomizer<AbstractProtocol<?>>) (protocol) -> protocol
						.setProperty("socket.appWriteBufSize", "16384"))
			.run((context) -> assertThat(writeBufferSize(context)).isEqualTo(16384));
	}

	@Test
	void whenNothingIsConfiguredThenConnectionsServeAnyNumberOfRequests() {
		this.contextRunner.run((context) -> assertThat(maxKeepAliveRequests(context)).isEqualTo(-1));
	}

	@ParameterizedTest
	@CsvSource({ "max-keep-alive-requests,1", "max-keep-alive-requests,100", "maxKeepAliveRequests,1000" })
	void whenANumberOfRequestsIsConfiguredThenConnectionsServeThat(String property, int number) {
		this.contextRunner.withPropertyValues("server.tomcat." + property + "=" + number)
			.run((context) -> assertThat(maxKeepAliveRequests(context)).isEqualTo(number));
	}

	@Test
	void whenTheApplicationLimitsItsConnectionsInCodeThenThatHolds() {
		this.contextRunner
			.withBean(WebServerFactoryCustomizer.class,
					() -> (WebServerFactoryCustomizer<TomcatServletWebServerFactory>) (factory) -> factory
						.addConnectorCustomizers((connector) -> connector.setProperty("maxKeepAliveRequests", "50")))
			.run((context) -> assertThat(maxKeepAliveRequests(context)).isEqualTo(50));
	}

	@Test
	void whenFunctionsAreNotServedThenTomcatIsAsItComes() {
		this.contextRunner.withPropertyValues("statefun.enabled=false").run((context) -> {
			assertThat(writeBufferSize(context)).isEqualTo(8192);
			assertThat(maxKeepAliveRequests(context)).isEqualTo(100);
		});
	}

	@Test
	void whenTomcatIsAbsentThenThereIsNothing() {
		new WebApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(StatefunAutoConfiguration.class, StatefunTomcatAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader(Connector.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(StatefunTomcatAutoConfiguration.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "-1B", "2GB" })
	void whenTheSizeIsUnusableThenTheErrorSaysWhatIsDemanded(String size) {
		this.contextRunner.withPropertyValues("statefun.tomcat.write-buffer-size=" + size)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("statefun.tomcat.write-buffer-size"));
	}

	private static int writeBufferSize(AssertableWebApplicationContext context) {
		return Integer.parseInt(protocol(context).getProperty("socket.appWriteBufSize"));
	}

	private static int maxKeepAliveRequests(AssertableWebApplicationContext context) {
		return protocol(context).getMaxKeepAliveRequests();
	}

	private static AbstractHttp11Protocol<?> protocol(AssertableWebApplicationContext context) {
		TomcatWebServer server = (TomcatWebServer) context
			.getSourceApplicationContext(AnnotationConfigServletWebServerApplicationContext.class)
			.getWebServer();
		return (AbstractHttp11Protocol<?>) server.getTomcat().getConnector().getProtocolHandler();
	}

}
