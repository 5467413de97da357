package dev.statefun.test.slice;

import dev.statefun.embedded.EmbeddedEngine;
import dev.statefun.test.AutoConfigureStatefunRuntime;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The scenarios in the whole application.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@AutoConfigureStatefunRuntime
class SpringBootTestScenariosTests extends GreeterScenarios {

	@Test
	void whenTheEngineIsInMemoryThenTheEmbeddedOneDoesNotStart(@Autowired ApplicationContext context) {
		assertThat(context.getBeanNamesForType(EmbeddedEngine.class)).isEmpty();
		assertThat(context.getBeanNamesForType(UnrelatedService.class)).hasSize(1);
	}

}
