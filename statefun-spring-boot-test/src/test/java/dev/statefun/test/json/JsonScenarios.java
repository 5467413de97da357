package dev.statefun.test.json;

import java.time.Duration;

import dev.statefun.test.StatefunTestRuntime;
import dev.statefun.test.json.ShopFunction.Colour;
import dev.statefun.test.json.ShopFunction.Money;
import dev.statefun.test.json.ShopFunction.Order;
import dev.statefun.test.json.ShopFunction.Size;
import dev.statefun.test.json.ShopFunction.Weight;
import dev.statefun.type.TypeRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * JSON is the same in a slice as in the whole application, which is production.
 */
abstract class JsonScenarios {

	private static final Order ORDER = new Order(new Money(1250, "EUR"), new Weight(300), new Colour("red"),
			Duration.ofSeconds(90), new Size(1, 2));

	@Autowired
	private TypeRegistry types;

	@Autowired
	private StatefunTestRuntime runtime;

	@Test
	void whenAnOrderIsWrittenThenItsJsonIsThatOfProduction() {
		assertThat(this.types.serialize(ORDER).bytes().toStringUtf8()).isEqualTo(
				"{\"unit_price\":\"1250 EUR\",\"net_weight\":300,\"box_colour\":\"red\",\"delivery_time\":90.000000000,\"box_size\":{\"h\":1,\"d\":2}}");
	}

	@Test
	void whenAnOrderIsSentThenItIsReadBack() {
		this.runtime.send("json/shop", "ada", ORDER);
		assertThat(this.runtime).hasSent("other/orders", "ada", ORDER);
	}

}
