package dev.statefun.test.json;

import dev.statefun.test.StatefunTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * JSON in a slice.
 */
@StatefunTest
class SlicedJsonTests extends JsonScenarios {

	@Test
	void whenAConfigurationMakesNothingForMessagesThenItIsNotLoaded(@Autowired ApplicationContext context) {
		assertThat(context.getBeanNamesForType(JsonConfiguration.class)).hasSize(1);
		assertThat(context.getBeanNamesForType(UnrelatedConfiguration.class)).isEmpty();
	}

}
