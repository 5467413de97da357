package dev.statefun.test.json;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Has nothing to do with messages.
 */
@Configuration(proxyBeanMethods = false)
class UnrelatedConfiguration {

	@Bean
	StringBuilder unrelatedText() {
		return new StringBuilder();
	}

	@Bean
	String[] unrelatedTexts() {
		return new String[0];
	}

	@Bean
	static int unrelatedNumber() {
		return 1;
	}

}
