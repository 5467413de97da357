package dev.statefun.integration.features;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.statefun.integration.Endpoints;
import dev.statefun.integration.Engine;
import dev.statefun.integration.EngineSetup;
import dev.statefun.integration.NodeFunctions;
import dev.statefun.integration.Proves;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Functions of the official JavaScript SDK and functions of this library send each other
 * the same values, on one engine.
 */
@ParameterizedClass
@EnumSource(value = EngineSetup.class, names = { "V3_3_0_ASYNC", "V3_3_0_OKHTTP" })
@EnabledIf("canRun")
class JavaScriptFunctionsIT {

	private static final Optional<String> obstacle = NodeFunctions.install(Path.of("src/test/resources/javascript"));

	private static ConfigurableApplicationContext application;

	private static NodeFunctions javaScript;

	private static Engine engine;

	JavaScriptFunctionsIT(EngineSetup setup) {
	}

	static boolean canRun() {
		obstacle.ifPresent((reason) -> LoggerFactory.getLogger(JavaScriptFunctionsIT.class)
			.warn("The tests with the JavaScript SDK are skipped: {}", reason));
		return obstacle.isEmpty();
	}

	@BeforeParameterizedClassInvocation
	static void start(EngineSetup setup) {
		application = new SpringApplicationBuilder(ExchangeApplication.class)
			.properties("server.port=0", "statefun.server.port=0")
			.run();
		javaScript = NodeFunctions.start("functions.js");
		int values = ExchangeApplication.VALUES.size();
		engine = setup.engine(Endpoints.url(application), Map.of("it/*", List.of()))
			.endpoint(setup.endpoint("js/*", javaScript.url(), List.of()))
			.records(values, values, "it/start")
			.start();
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		engine.close();
		javaScript.close();
		application.close();
	}

	@Test
	@Proves(value = "messages without a value, every primitive and JSON, to and from functions of the JavaScript SDK",
			with = { EngineSetup.V3_3_0_ASYNC, EngineSetup.V3_3_0_OKHTTP })
	void whenFunctionsOfTwoSdksMessageEachOtherThenBothReadTheSame() {
		assertThat(Outcomes.await(engine, "JavaScript read", 17)).containsExactlyInAnyOrder(
				"io.statefun.types/int null", "io.statefun.types/string null", "it/Order null",
				"io.statefun.types/bool true", "io.statefun.types/bool false", "io.statefun.types/int -2147483648",
				"io.statefun.types/int 0", "io.statefun.types/long -9223372036854775808",
				"io.statefun.types/long 9007199254740993", "io.statefun.types/long 0", "io.statefun.types/float 1.5",
				"io.statefun.types/float 0", "io.statefun.types/double 3.141592653589793", "io.statefun.types/double 0",
				"io.statefun.types/string Grüße 🙂", "io.statefun.types/string ", "it/Order "
						+ "{\"id\":\"a\",\"quantity\":1,\"discount\":7,\"price\":2.5,\"note\":null,\"items\":[{\"name\":\"é\",\"count\":3},{\"name\":\"\",\"count\":0}]}");
		assertThat(Outcomes.await(engine, ExchangeApplication.READ, 18)).containsExactlyInAnyOrder(
				"io.statefun.types/int hasValue=false", "io.statefun.types/string hasValue=false",
				"it/Order hasValue=false", "it/Order hasValue=false", "Boolean true", "Boolean false",
				"Integer -2147483648", "Integer 0", "Long -9223372036854775808", "Long 9007199254740993", "Long 0",
				"Float 1.5", "Float 0.0", "Double 3.141592653589793", "Double 0.0", "String Grüße 🙂", "String ",
				"Order Order[id=a, quantity=2, discount=0, price=2.5, note=null, items=[Item[name=é, count=3], Item[name=, count=0]]]");
		assertThat(Outcomes.await(engine, "JavaScript read at last", 4)).containsExactlyInAnyOrder(
				"io.statefun.types/int null", "io.statefun.types/string null", "it/Order null", "it/Order null");
		assertThat(engine.restarts()).isZero();
	}

}
