package com.example.accounts;

import com.example.accounts.AccountExamples.AccountApplication;
import dev.statefun.test.AutoConfigureStatefunRuntime;
import dev.statefun.test.TestEngine;

import org.springframework.boot.test.context.SpringBootTest;

/**
 * The steps of docs/poison-message.md on the real engine.
 */
@SpringBootTest(classes = AccountApplication.class,
		properties = { "spring.config.location=classpath:poison-message.yml", "spring.application.name=accounts" })
@AutoConfigureStatefunRuntime(engine = TestEngine.EMBEDDED)
class PoisonMessageIT extends PoisonMessageScenario {

}
