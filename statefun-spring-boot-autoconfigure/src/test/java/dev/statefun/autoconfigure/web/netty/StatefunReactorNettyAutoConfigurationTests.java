package dev.statefun.autoconfigure.web.netty;

import dev.statefun.autoconfigure.StatefunAutoConfiguration;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelOption;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.http.server.HttpServer;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.boot.reactor.netty.autoconfigure.NettyReactiveWebServerAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;

class StatefunReactorNettyAutoConfigurationTests {

	private static final String ALLOCATOR_TYPE = "io.netty.allocator.type";

	private final ReactiveWebApplicationContextRunner contextRunner = new ReactiveWebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(StatefunAutoConfiguration.class,
				StatefunReactorNettyAutoConfiguration.class, NettyReactiveWebServerAutoConfiguration.class));

	@AfterEach
	void clear() {
		System.clearProperty(ALLOCATOR_TYPE);
	}

	@Test
	void whenNothingIsConfiguredThenConnectionsUseThePooledAllocator() {
		this.contextRunner.run((context) -> assertThat(allocator(context)).isSameAs(PooledByteBufAllocator.DEFAULT));
	}

	@ParameterizedTest
	@ValueSource(strings = { "statefun.reactor-netty.pooled-allocator=false", "statefun.enabled=false",
			"statefun.server.port=0" })
	void whenItIsSwitchedOffOrFunctionsAreNotServedThenTheAllocatorIsThatOfReactorNetty(String property) {
		this.contextRunner.withPropertyValues(property).run((context) -> assertThat(allocator(context)).isNull());
	}

	@Test
	void whenTheUserHasChosenAnAllocatorOfNettyThenThatHolds() {
		System.setProperty(ALLOCATOR_TYPE, "adaptive");
		this.contextRunner.run((context) -> assertThat(allocator(context)).isNull());
	}

	@Test
	void whenTheApplicationHasACustomizerThenItsAllocatorHolds() {
		this.contextRunner.withBean(ApplicationCustomizer.class)
			.run((context) -> assertThat(allocator(context)).isSameAs(UnpooledByteBufAllocator.DEFAULT));
	}

	@Test
	void whenReactorNettyIsAbsentThenThereIsNothing() {
		new ReactiveWebApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(StatefunAutoConfiguration.class, StatefunReactorNettyAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader(HttpServer.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(StatefunReactorNettyAutoConfiguration.class));
	}

	@Test
	void whenTheApplicationIsNotReactiveThenThereIsNothing() {
		new WebApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(StatefunAutoConfiguration.class, StatefunReactorNettyAutoConfiguration.class))
			.run((context) -> assertThat(context).doesNotHaveBean(NettyServerCustomizer.class));
	}

	/** The allocator of accepted connections, {@code null} if nobody chose one. */
	private static @Nullable ByteBufAllocator allocator(ApplicationContext context) {
		HttpServer server = HttpServer.create();
		for (NettyServerCustomizer customizer : context.getBean(NettyReactiveWebServerFactory.class)
			.getServerCustomizers()) {
			server = customizer.apply(server);
		}
		return (ByteBufAllocator) server.configuration().childOptions().get(ChannelOption.ALLOCATOR);
	}

	@Order(Ordered.HIGHEST_PRECEDENCE + 1)
	static class ApplicationCustomizer implements NettyServerCustomizer {

		@Override
		public HttpServer apply(HttpServer server) {
			return server.childOption(ChannelOption.ALLOCATOR, UnpooledByteBufAllocator.DEFAULT);
		}

	}

}
