package dev.statefun.test;

import java.time.Clock;
import java.time.InstantSource;

import dev.statefun.autoconfigure.StatefunAutoConfiguration;
import dev.statefun.client.ClientTransport;
import dev.statefun.dispatch.FunctionRegistry;
import dev.statefun.dispatch.RequestReplyHandler;
import dev.statefun.embedded.EmbeddedEngine;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.type.TypeRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of the runtime of tests, imported by
 * {@link AutoConfigureStatefunRuntime}.
 */
@AutoConfiguration(after = StatefunAutoConfiguration.class)
final class StatefunTestAutoConfiguration {

	static final String ENGINE = "statefun.test.engine";

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty(name = ENGINE, havingValue = "IN_MEMORY")
	static class InMemoryConfiguration {

		private final TestClock clock = new TestClock();

		@Bean
		@ConditionalOnMissingBean(InstantSource.class)
		Clock statefunTestClock() {
			return this.clock;
		}

		/** Does not back off: only the runtime of tests uses it. */
		@Bean
		ClientPort statefunTestClientPort() {
			return new ClientPort(this.clock);
		}

		@Bean
		@ConditionalOnMissingBean(ClientTransport.class)
		InMemoryClientTransport statefunTestClientTransport(ClientPort port,
				ObjectProvider<StatefunTestRuntime> runtime) {
			return new InMemoryClientTransport(port, runtime::getObject);
		}

		/** Lazy, since it wants the functions. */
		@Bean
		@Lazy
		@ConditionalOnMissingBean
		StatefunTestRuntime statefunTestRuntime(FunctionRegistry functions, RequestReplyHandler handler,
				TypeRegistry types, RuntimeSettings settings, ClientPort port) {
			Rehearsal.play();
			return new StatefunTestRuntime(functions, types,
					new InMemoryEngine(functions, handler, types, settings.protocol(), settings.egresses(), port));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty(name = ENGINE, havingValue = "EMBEDDED")
	static class EmbeddedConfiguration {

		private final Clock clock = Clock.systemUTC();

		@Bean
		@ConditionalOnMissingBean(InstantSource.class)
		Clock statefunTestClock() {
			return this.clock;
		}

		/** Does not back off: only the runtime of tests uses it. */
		@Bean
		EngineObserver statefunEngineObserver(TypeRegistry types) {
			return new EngineObserver(new EngineTraffic(types, this.clock));
		}

		@Bean
		@Lazy
		@ConditionalOnMissingBean
		StatefunTestRuntime statefunTestRuntime(FunctionRegistry functions, TypeRegistry types, EngineObserver observer,
				ObjectProvider<EmbeddedEngine> engine, RuntimeSettings settings) {
			if (settings.protocol() != ProtocolVersion.V3) {
				throw new IllegalStateException(
						"The embedded engine speaks the 3.x protocol only. Use engine = TestEngine.IN_MEMORY to test with that of 2.x");
			}
			EmbeddedEngine embedded = engine.getIfAvailable();
			if (embedded == null || !embedded.isRunning()) {
				throw new IllegalStateException(
						"The embedded engine does not run, though the test wants it. It needs statefun-embedded-engine and netty-codec-http on the class path of the tests, and a function to call");
			}
			return new StatefunTestRuntime(functions, types,
					new EmbeddedEngineBackend(functions, observer, embedded::ingressUri, this.clock));
		}

	}

}
