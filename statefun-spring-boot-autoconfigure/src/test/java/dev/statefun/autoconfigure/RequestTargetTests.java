package dev.statefun.autoconfigure;

import java.nio.charset.StandardCharsets;

import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which targets reach the endpoint: the path of the endpoint with its secret, character
 * by character, as a path or in a URL of HTTP. A path that others read as another one
 * would pass rules for the endpoint that a proxy has.
 */
@ParameterizedClass
@EnumSource
class RequestTargetTests {

	private static final String SECRET = "0123456789abcdef";

	private static final String[] SERVED = { "/statefun/{secret}", "/statefun/{secret}?", "/statefun/{secret}?x=/y",
			"http://localhost/statefun/{secret}" };

	/** Tomcat refuses these with 400: it wants the host of the header, or no port. */
	private static final String[] SERVED_BUT_BY_TOMCAT = { "HTTPS://example.org:8443/statefun/{secret}?x",
			"http://[::1]:80/statefun/{secret}", "http://localhost:80/statefun/{secret}?x" };

	private static final String[] REFUSED = { "/statefun", "/statefun/", "/statefun/{secret}/", "/statefun//{secret}",
			"//statefun/{secret}", "//x/statefun/{secret}", "///statefun/{secret}", "x:/statefun/{secret}",
			"http:/statefun/{secret}", "http:///statefun/{secret}", "http://u@h/statefun/{secret}",
			"http://a b/statefun/{secret}", "ftp://localhost/statefun/{secret}", "/statefun%2F{secret}",
			"/statefun%2f{secret}", "/statefun/{secret}%2F", "/statefun%5C{secret}", "\\statefun\\{secret}",
			"/statefun\\{secret}", "/statefun/{secret}#f", "/statefun/{secret}?x#f", "/statefun/{secret};a=b",
			"/statefun;a=b/{secret}", "/statefun/{secret};", "/;/statefun/{secret}", "/%73tatefun/{secret}",
			"/statefun/%30123456789abcdef", "/STATEFUN/{secret}", "/./statefun/{secret}", "/x/../statefun/{secret}",
			"/statefun/./{secret}", "/statefun/{secret}/.", "/statefun/{secret}/x/..", "/%2e/statefun/{secret}",
			"/statefun/{secret}%00", "/statefun/{secret}%3Fx", "/statefun/{secret}%", "/statefun/{secret}%zz",
			"/statefun/0123456789ABCDEF", "/statefun/{secret}\u00a0", "*", "statefun/{secret}", "localhost:80", "",
			"http://", "http://localhost" };

	private final EndpointServer server;

	RequestTargetTests(EndpointServer server) {
		this.server = server;
	}

	@Test
	void whenTheTargetIsNotThePathThenNothingReachesAFunction() throws Exception {
		try (ConfigurableApplicationContext context = this.server.run(GatedFunctions.Application.class,
				"statefun.secret=" + SECRET)) {
			SoftAssertions outcomes = new SoftAssertions();
			for (String target : SERVED) {
				outcomes.assertThat(outcome(context, target)).as(target).isEqualTo("200");
			}
			for (String target : SERVED_BUT_BY_TOMCAT) {
				outcomes.assertThat(outcome(context, target))
					.as(target)
					.isEqualTo((this.server == EndpointServer.WEB_MVC) ? "400" : "200");
			}
			int served = context.getBean(GatedFunctions.class).calls.get();
			for (String target : REFUSED) {
				outcomes.assertThat(outcome(context, target)).as(target).doesNotContain("200");
			}
			outcomes.assertAll();
			assertThat(context.getBean(GatedFunctions.class).calls).hasValue(served);
		}
	}

	private static String outcome(ConfigurableApplicationContext context, String target) throws Exception {
		String body = new String(GatedFunctions.quick("hi"), StandardCharsets.ISO_8859_1);
		String head = " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/octet-stream\r\nContent-Length: ";
		return RawOutcome.of(context,
				"POST " + target.replace("{secret}", SECRET) + head + body.length() + "\r\n\r\n" + body,
				"POST /elsewhere" + head + "0\r\nConnection: close\r\n\r\n");
	}

}
