package dev.statefun.test.json;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.statefun.test.json.ShopFunction.Size;

import org.springframework.boot.jackson.JacksonMixin;

/**
 * Sizes with short names.
 */
@JacksonMixin(Size.class)
abstract class SizeMixin {

	@JsonProperty("h")
	abstract int height();

	@JsonProperty("d")
	abstract int depth();

}
