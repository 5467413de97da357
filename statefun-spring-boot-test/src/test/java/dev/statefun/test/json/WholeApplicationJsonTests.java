package dev.statefun.test.json;

import dev.statefun.test.AutoConfigureStatefunRuntime;

import org.springframework.boot.test.context.SpringBootTest;

/**
 * JSON in the whole application.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.NONE)
@AutoConfigureStatefunRuntime
class WholeApplicationJsonTests extends JsonScenarios {

}
