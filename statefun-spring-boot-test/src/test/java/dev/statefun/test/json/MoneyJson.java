package dev.statefun.test.json;

import dev.statefun.test.json.ShopFunction.Money;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;

import org.springframework.boot.jackson.JacksonComponent;

/**
 * Money as text.
 */
@JacksonComponent
class MoneyJson {

	static class Serializer extends ValueSerializer<Money> {

		@Override
		public void serialize(Money value, JsonGenerator generator, SerializationContext context) {
			generator.writeString(value.cents() + " " + value.currency());
		}

	}

	static class Deserializer extends ValueDeserializer<Money> {

		@Override
		public Money deserialize(JsonParser parser, DeserializationContext context) {
			String[] parts = parser.getString().split(" ");
			return new Money(Long.parseLong(parts[0]), parts[1]);
		}

	}

}
