package dev.statefun.http;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import dev.statefun.testing.architecture.AllowedUse;
import dev.statefun.testing.architecture.HouseRules;
import dev.statefun.testing.architecture.ModuleClasses;
import dev.statefun.testing.architecture.PublishedRules;

/**
 * What the endpoint may use: the core and a little of Spring, but not Spring Boot. Each
 * transport alone knows the web framework that it serves.
 */
@AnalyzeClasses(locations = ModuleClasses.class)
class ArchitectureTests {

	@ArchTest
	static final ArchTests house = ArchTests.in(HouseRules.class);

	@ArchTest
	static final ArchTests published = ArchTests.in(PublishedRules.class);

	@ArchTest
	static final ArchRule packagesUseOnlyWhatTheyMay = AllowedUse
		.everywhere("dev.statefun", "dev.statefun.dispatch", "dev.statefun.dispatch.internal", "dev.statefun.error",
				"dev.statefun.http", "dev.statefun.http.internal", "dev.statefun.observation", "dev.statefun.protocol",
				"dev.statefun.protocol.internal", "dev.statefun.type", "dev.statefun.type.internal",
				"com.google.protobuf", "org.apache.commons.logging", "org.springframework.util..")
		.in("dev.statefun.http", "io.micrometer.core.instrument..")
		.in("dev.statefun.http.internal", "io.micrometer.common", "io.micrometer.observation")
		.in("dev.statefun.http.servlet.internal", "jakarta.servlet", "org.apache.catalina..", "org.apache.coyote")
		.in("dev.statefun.http.servlet", "dev.statefun.http.servlet.internal", "jakarta.servlet..",
				"org.springframework.http", "org.springframework.http.converter..", "org.springframework.http.server",
				"org.springframework.web", "org.springframework.web.context..", "org.springframework.web.servlet..",
				"org.springframework.web.util")
		.in("dev.statefun.http.reactive.internal", "io.netty.channel..", "io.netty.handler.codec..", "io.netty.util..",
				"reactor.netty..")
		.in("dev.statefun.http.reactive", "dev.statefun.error.internal", "dev.statefun.http.reactive.internal",
				"io.netty.buffer", "io.netty.channel..", "io.netty.handler.codec.http", "io.netty.util.concurrent",
				"reactor.netty..", "org.reactivestreams", "org.springframework.core..", "org.springframework.http",
				"org.springframework.http.codec..", "org.springframework.http.server..",
				"org.springframework.web.reactive..", "org.springframework.web.server..", "reactor.core..",
				"reactor.util.context")
		.asRule();

}
