package dev.statefun.test.slice;

import dev.statefun.http.netty.StatefunServer;
import dev.statefun.test.LocalStatefunPort;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The port of the lean server, injected into a test.
 */
@SpringBootTest(properties = { "statefun.server.port=0", "statefun.embedded-engine.enabled=false" })
class LocalStatefunPortTests {

	@LocalStatefunPort
	private int port;

	@Test
	void whenTheServerHasAFreePortThenTheTestGetsIt(@Autowired StatefunServer server, @LocalStatefunPort int same) {
		assertThat(this.port).isPositive().isEqualTo(server.port()).isEqualTo(same);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
