package com.example.accounts;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import com.example.accounts.AccountExamples.AccountApplication;
import dev.statefun.observation.StatefunMeters;
import dev.statefun.observation.StatefunMeters.Tag;
import dev.statefun.test.AutoConfigureStatefunRuntime;
import dev.statefun.test.TestEngine;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The steps of docs/poison-message.md in memory.
 */
@SpringBootTest(classes = AccountApplication.class,
		properties = { "spring.config.location=classpath:poison-message.yml", "spring.application.name=accounts" })
@AutoConfigureStatefunRuntime(engine = TestEngine.IN_MEMORY)
class PoisonMessageTests extends PoisonMessageScenario {

	@Test
	void whenThePageNamesPropertiesOrMetricsThenTheyAreThoseOfTheTest() throws IOException {
		String page = Files.readString(Path.of("../docs/poison-message.md"));
		assertThat(page)
			.contains(new ClassPathResource("poison-message.yml").getContentAsString(StandardCharsets.UTF_8))
			.contains(LOGGED)
			.contains(StatefunMeters.FAILURES.getName().replace('.', '_') + "_" + StatefunMeters.FAILURES.getBaseUnit()
					+ "_total{" + Tag.ACTION.asString() + "=");
	}

}
