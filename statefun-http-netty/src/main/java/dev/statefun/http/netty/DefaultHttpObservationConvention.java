package dev.statefun.http.netty;

import java.util.Locale;
import java.util.Set;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import org.jspecify.annotations.Nullable;

/**
 * Names the observations of HTTP requests as Spring names those of the web application,
 * with the same keys: a dashboard shows both. Open for conventions that add to it.
 *
 * @since 0.1.0
 */
public class DefaultHttpObservationConvention implements HttpObservationConvention {

	/** The name of the observations, if the application sets no other. */
	public static final String DEFAULT_NAME = "http.server.requests";

	private static final String UNKNOWN = "UNKNOWN";

	private static final Set<HttpMethod> KNOWN_METHODS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST,
			HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE, HttpMethod.OPTIONS, HttpMethod.TRACE,
			HttpMethod.CONNECT);

	private static final KeyValue NO_EXCEPTION = KeyValue.of("exception", "none");

	private final String name;

	/**
	 * Create a convention.
	 */
	public DefaultHttpObservationConvention() {
		this(DEFAULT_NAME);
	}

	/**
	 * Create a convention with another name.
	 * @param name the name of the observations
	 */
	public DefaultHttpObservationConvention(String name) {
		this.name = name;
	}

	@Override
	public String getName() {
		return this.name;
	}

	@Override
	public String getContextualName(HttpObservationContext context) {
		return "http " + method(context.request().method()).toLowerCase(Locale.ROOT) + " " + context.pathPattern();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(HttpObservationContext context) {
		return keyValues(context.request().method(), context.getResponse(), context.pathPattern());
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(HttpObservationContext context) {
		String uri = context.request().uri();
		int query = uri.indexOf('?');
		return KeyValues.of("http.url", (query < 0) ? uri : uri.substring(0, query));
	}

	/** Meters call this too, so that both have the same tags. */
	static KeyValues keyValues(HttpMethod method, @Nullable HttpResponseStatus status, String pathPattern) {
		return KeyValues.of(NO_EXCEPTION, KeyValue.of("method", method(method)),
				KeyValue.of("outcome", (status != null) ? status.codeClass().name() : UNKNOWN),
				KeyValue.of("status", (status != null) ? status.codeAsText().toString() : UNKNOWN),
				KeyValue.of("uri", HttpResponseStatus.NOT_FOUND.equals(status) ? "NOT_FOUND" : pathPattern));
	}

	/** A client can send any method, so the others share one name. */
	private static String method(HttpMethod method) {
		return KNOWN_METHODS.contains(method) ? method.name() : UNKNOWN;
	}

}
