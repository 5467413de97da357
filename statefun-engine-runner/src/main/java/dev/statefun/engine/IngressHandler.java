package dev.statefun.engine;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import com.google.protobuf.UnsafeByteOperations;
import com.sun.net.httpserver.HttpExchange;
import dev.statefun.engine.LoopbackServer.Refusal;
import org.apache.flink.statefun.sdk.reqreply.generated.Address;
import org.apache.flink.statefun.sdk.reqreply.generated.FromFunction.Invocation;
import org.apache.flink.statefun.sdk.reqreply.generated.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * {@code PUT /<namespace>/<name>/<id>} with {@code Content-Type:
 * application/vnd.<typename>}: sends the body, as it is, to a function. Answers 200 once
 * the record is accepted. With {@code ?check=false}, the application is not asked whether
 * it can take it.
 */
final class IngressHandler implements LoopbackServer.Handler {

	static final int MAX_BODY = 16 * 1024 * 1024;

	private static final String NO_CHECK = "check=false";

	private static final String MEDIA_TYPE_PREFIX = "application/vnd.";

	private final IngressLog log;

	private final Supplier<FunctionTypes> functionTypes;

	private final @Nullable MessageCheck check;

	IngressHandler(IngressLog log, Supplier<FunctionTypes> functionTypes, @Nullable MessageCheck check) {
		this.log = log;
		this.functionTypes = functionTypes;
		this.check = check;
	}

	@Override
	public void handle(HttpExchange exchange) throws IOException, InterruptedException, Refusal {
		if (!exchange.getRequestMethod().equals("PUT")) {
			throw new Refusal(405, "The ingress takes PUT /<namespace>/<name>/<id>", Map.of("Allow", "PUT"));
		}
		Address target = target(LoopbackServer.segments(exchange));
		String typename = typename(exchange.getRequestHeaders().getFirst("Content-Type"));
		byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
		if (body.length > MAX_BODY) {
			throw new Refusal(413, "The body is larger than " + (MAX_BODY >> 20) + " MiB");
		}
		if (this.check != null && !NO_CHECK.equals(exchange.getRequestURI().getRawQuery())) {
			this.check.require(target.getNamespace() + "/" + target.getType(), typename, body);
		}
		Invocation invocation = Invocation.newBuilder()
			.setTarget(target)
			.setArgument(TypedValue.newBuilder()
				.setTypename(typename)
				.setHasValue(true)
				.setValue(UnsafeByteOperations.unsafeWrap(body)))
			.build();
		if (!this.log.append(invocation)) {
			throw new Refusal(503,
					"The engine holds " + (this.log.bytes() >> 20)
							+ " MiB of records that no checkpoint covers yet. Is the application answering?",
					Map.of("Retry-After", "1"));
		}
		exchange.sendResponseHeaders(200, -1);
	}

	private Address target(List<String> path) throws Refusal {
		if (path.size() > 3) {
			throw new Refusal(400, "The path has more than /<namespace>/<name>/<id>. Write a slash in an id as %2F");
		}
		if (path.size() < 3 || path.stream().anyMatch(String::isEmpty)) {
			throw new Refusal(400, "The path is not /<namespace>/<name>/<id>");
		}
		String namespace = path.get(0);
		String name = path.get(1);
		FunctionTypes functionTypes = this.functionTypes.get();
		if (!functionTypes.contains(namespace, name)) {
			throw new Refusal(404, "There is no function " + namespace + "/" + name + ". There are: "
					+ String.join(", ", functionTypes.names()));
		}
		return Address.newBuilder().setNamespace(namespace).setType(name).setId(path.get(2)).build();
	}

	private static String typename(@Nullable String contentType) throws Refusal {
		if (contentType == null) {
			throw new Refusal(400, "The Content-Type is missing: application/vnd.<typename> says the value's type, "
					+ "for example application/vnd.io.statefun.types/string");
		}
		int parameters = contentType.indexOf(';');
		String mediaType = ((parameters >= 0) ? contentType.substring(0, parameters) : contentType).trim();
		String typename = mediaType.regionMatches(true, 0, MEDIA_TYPE_PREFIX, 0, MEDIA_TYPE_PREFIX.length())
				? mediaType.substring(MEDIA_TYPE_PREFIX.length()) : "";
		int slash = typename.indexOf('/');
		if (slash <= 0 || slash == typename.length() - 1) {
			throw new Refusal(415, "The Content-Type " + contentType + " is not application/vnd.<typename>, "
					+ "for example application/vnd.io.statefun.types/string");
		}
		return typename;
	}

}
