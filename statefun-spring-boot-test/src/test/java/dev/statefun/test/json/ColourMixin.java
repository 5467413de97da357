package dev.statefun.test.json;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Colours as their names.
 */
abstract class ColourMixin {

	@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
	ColourMixin(String name) {
	}

	@JsonValue
	abstract String name();

}
