package dev.statefun.test.json;

import dev.statefun.test.json.ShopFunction.Weight;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

import org.springframework.stereotype.Component;

/**
 * Weights as numbers.
 */
@Component
class WeightModule extends SimpleModule {

	WeightModule() {
		super("weights");
		addSerializer(new StdSerializer<Weight>(Weight.class) {

			@Override
			public void serialize(Weight value, JsonGenerator generator, SerializationContext context) {
				generator.writeNumber(value.grams());
			}

		});
		addDeserializer(Weight.class, new StdDeserializer<Weight>(Weight.class) {

			@Override
			public Weight deserialize(JsonParser parser, DeserializationContext context) {
				return new Weight(parser.getIntValue());
			}

		});
	}

}
