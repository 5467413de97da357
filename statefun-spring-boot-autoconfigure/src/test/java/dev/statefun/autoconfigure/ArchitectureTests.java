package dev.statefun.autoconfigure;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import dev.statefun.testing.architecture.AllowedUse;
import dev.statefun.testing.architecture.HouseRules;
import dev.statefun.testing.architecture.ModuleClasses;
import dev.statefun.testing.architecture.PublishedRules;

import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;

/**
 * What the auto-configuration may use: everything, but each library in the packages that
 * configure it. Applications need not have most of the libraries.
 */
@AnalyzeClasses(locations = ModuleClasses.class)
class ArchitectureTests {

	@ArchTest
	static final ArchTests house = ArchTests.in(HouseRules.class);

	@ArchTest
	static final ArchTests published = ArchTests.in(PublishedRules.class);

	/** The other ones say at their methods why they do not. */
	@ArchTest
	static final ArchRule beansBackOffForThoseOfTheApplication = methods().that()
		.areAnnotatedWith(Bean.class)
		.and()
		.haveNameNotMatching(
				"statefun(DefaultRulesCheck|PropertiesCheck|ApplicationExecutor|Traffic|FunctionClientScanner|FunctionInitializer|FunctionReport|ErrorWorkers|ModuleFile|ModuleCheck|ModuleCommand|ObservationsValidator)")
		.should()
		.beAnnotatedWith(ConditionalOnMissingBean.class);

	@ArchTest
	static final ArchRule packagesUseOnlyWhatTheyMay = AllowedUse
		.everywhere("dev.statefun", "dev.statefun.annotation", "dev.statefun.autoconfigure", "dev.statefun.dispatch",
				"dev.statefun.http", "dev.statefun.type", "org.apache.commons.logging", "org.springframework.beans..",
				"org.springframework.boot", "org.springframework.boot.autoconfigure..",
				"org.springframework.boot.context..", "org.springframework.boot.diagnostics..",
				"org.springframework.boot.thread", "org.springframework.context..", "org.springframework.core..",
				"org.springframework.util..")
		.in("dev.statefun.autoconfigure", "dev.statefun.autoconfigure.task.internal", "org.springframework.boot.task",
				"dev.statefun.autoconfigure.error", "dev.statefun.autoconfigure.internal", "dev.statefun.http.internal",
				"dev.statefun.dispatch.internal", "dev.statefun.io.internal", "dev.statefun.method..",
				"dev.statefun.observation..", "dev.statefun.protocol", "io.micrometer.core.instrument..",
				"org.springframework.aot..", "org.springframework.boot.availability", "org.springframework.boot.origin",
				"org.springframework.boot.web.server.context", "org.springframework.javapoet",
				"org.springframework.validation..", "tools.jackson.databind..")
		.in("dev.statefun.autoconfigure.actuate", "dev.statefun.autoconfigure.module..", "dev.statefun.client",
				"dev.statefun.autoconfigure.server", "dev.statefun.dispatch.internal", "dev.statefun.http.netty",
				"dev.statefun.observation..", "dev.statefun.protocol", "io.micrometer.core.instrument..",
				"org.springframework.boot.actuate..", "org.springframework.boot.health..")
		.in("dev.statefun.autoconfigure.client", "dev.statefun.autoconfigure.kafka.internal",
				"dev.statefun.autoconfigure.module..", "dev.statefun.autoconfigure.task.internal",
				"dev.statefun.client..", "dev.statefun.observation..", "io.micrometer.core.instrument..",
				"org.springframework.kafka.core")
		.in("dev.statefun.autoconfigure.internal", "dev.statefun.http.internal")
		.in("dev.statefun.autoconfigure.console", "dev.statefun.autoconfigure.internal", "dev.statefun.console..",
				"org.springframework.web.servlet..", "org.springframework.web.reactive..")
		.in("dev.statefun.autoconfigure.error", "dev.statefun.autoconfigure.task.internal",
				"org.springframework.boot.task", "dev.statefun.error..", "dev.statefun.io",
				"org.springframework.scheduling..")
		.in("dev.statefun.autoconfigure.kafka", "dev.statefun.autoconfigure.kafka.internal",
				"dev.statefun.autoconfigure.module..", "org.springframework.boot.kafka.autoconfigure")
		.in("dev.statefun.autoconfigure.kafka.internal", "dev.statefun.autoconfigure.module")
		.in("dev.statefun.autoconfigure.module", "dev.statefun.autoconfigure.module.internal",
				"dev.statefun.dispatch.internal", "dev.statefun.type.internal", "org.springframework.aot",
				"org.yaml.snakeyaml..")
		.in("dev.statefun.autoconfigure.observation", "dev.statefun.client.internal", "dev.statefun.observation..",
				"io.micrometer..", "org.slf4j")
		.in("dev.statefun.autoconfigure.security", "dev.statefun.autoconfigure.web.reactive",
				"dev.statefun.autoconfigure.web.servlet", "dev.statefun.http.internal", "io.micrometer.common..",
				"io.micrometer.observation..", "org.springframework.boot.actuate..",
				"org.springframework.security.web..")
		.in("dev.statefun.autoconfigure.security..", "dev.statefun.console.internal")
		.in("dev.statefun.autoconfigure.security.servlet", "jakarta.servlet..",
				"org.springframework.boot.webmvc.autoconfigure", "org.springframework.security.web..",
				"org.springframework.web.context..")
		.in("dev.statefun.autoconfigure.security.reactive", "org.springframework.security.web.server..",
				"org.springframework.web.server..", "reactor.core..")
		.in("dev.statefun.autoconfigure.server", "dev.statefun.autoconfigure.internal",
				"dev.statefun.autoconfigure.server.internal", "dev.statefun.autoconfigure.task.internal",
				"dev.statefun.http.internal", "dev.statefun.http.netty", "dev.statefun.observation..",
				"org.springframework.boot.task", "io.micrometer..", "io.netty..", "javax.net.ssl",
				"org.springframework.boot.ssl..")
		.in("dev.statefun.autoconfigure.task.internal", "org.springframework.boot.task",
				"org.springframework.scheduling..")
		.in("dev.statefun.autoconfigure.web..", "dev.statefun.autoconfigure.server.internal")
		.in("dev.statefun.autoconfigure.web.servlet", "dev.statefun.http.servlet", "dev.statefun.protocol",
				"org.springframework.http", "org.springframework.http.converter..", "org.springframework.web.servlet..")
		.in("dev.statefun.autoconfigure.web.reactive", "dev.statefun.autoconfigure.task.internal",
				"dev.statefun.http.reactive", "dev.statefun.protocol", "org.springframework.web.reactive..",
				"reactor.core..")
		.in("dev.statefun.autoconfigure.web.netty", "dev.statefun.http.reactive.internal", "io.netty..",
				"org.springframework.boot.reactor.netty..", "reactor.netty..")
		.in("dev.statefun.autoconfigure.web.tomcat", "dev.statefun.http.servlet.internal", "org.apache.catalina..",
				"org.apache.coyote..", "org.apache.tomcat..", "org.springframework.boot.tomcat..",
				"org.springframework.boot.web.server..")
		.asRule();

}
