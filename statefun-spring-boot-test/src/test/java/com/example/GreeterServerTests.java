package com.example;

import dev.statefun.test.StatefunTestRuntime;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class GreeterServerTests {

	@Test
	void whenAdaComesAgainThenTheVisitIsCounted() {
		StatefunTestRuntime runtime = StatefunTestRuntime.of(GreeterServer.GREETER);
		runtime.send("example/greeter", "ada", "Ada");
		runtime.send("example/greeter", "ada", "Ada");
		assertThat(runtime).records("greetings").containsExactly("Hello Ada, visit 1", "Hello Ada, visit 2");
	}

}
