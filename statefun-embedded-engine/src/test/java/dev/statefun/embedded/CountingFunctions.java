package dev.statefun.embedded;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * Functions as the engine sees them, without this project's: counts the messages of each
 * instance in its state and sends {@code <message> <count>} to topic {@code counts}. The
 * first message {@code crash} fails the job.
 */
final class CountingFunctions implements AutoCloseable {

	private final HttpServer server;

	private final AtomicInteger crashes = new AtomicInteger();

	private final AtomicInteger calls = new AtomicInteger();

	CountingFunctions() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.setExecutor(Executors.newCachedThreadPool((task) -> {
			Thread thread = new Thread(task);
			thread.setDaemon(true);
			return thread;
		}));
		this.server.createContext("/app/statefun", this::handle);
		this.server.start();
	}

	FunctionEndpoint endpoint() {
		return new FunctionEndpoint(
				URI.create("http://localhost:" + this.server.getAddress().getPort() + "/app/statefun"), null,
				Set.of("demo/counter", "demo/other"), null);
	}

	int calls() {
		return this.calls.get();
	}

	int crashes() {
		return this.crashes.get();
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

	private void handle(HttpExchange exchange) throws IOException {
		try (exchange) {
			this.calls.incrementAndGet();
			byte[] answer = answer(CodedInputStream.newInstance(exchange.getRequestBody().readAllBytes()));
			exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
			exchange.sendResponseHeaders(200, (answer.length != 0) ? answer.length : -1);
			exchange.getResponseBody().write(answer);
		}
	}

	private byte[] answer(CodedInputStream toFunction) throws IOException {
		toFunction.readTag();
		CodedInputStream batch = toFunction.readBytes().newCodedInput();
		String id = "";
		Integer count = null;
		List<String> messages = new ArrayList<>();
		for (int tag = batch.readTag(); tag != 0; tag = batch.readTag()) {
			byte[] field = batch.readByteArray();
			switch (WireFormat.getTagFieldNumber(tag)) {
				case 1 -> id = new String(field(field, 3), StandardCharsets.UTF_8);
				case 2 -> {
					String value = new String(field(field(field, 2), 3), StandardCharsets.UTF_8);
					count = value.isEmpty() ? 0 : Integer.parseInt(value);
				}
				case 3 -> messages.add(new String(field(field(field, 2), 3), StandardCharsets.UTF_8));
				default -> throw new IOException("Unexpected tag " + tag);
			}
		}
		return (count == null) ? incomplete() : result(id, count, messages);
	}

	private static byte[] incomplete() {
		byte[] spec = message((out) -> {
			out.writeString(1, "count");
			out.writeString(3, "test/count");
		});
		return message((out) -> out.writeByteArray(101, message((context) -> context.writeByteArray(1, spec))));
	}

	private byte[] result(String id, int before, List<String> messages) {
		if (messages.contains("crash") && this.crashes.getAndIncrement() == 0) {
			byte[] nowhere = message((out) -> {
				out.writeByteArray(1, message((address) -> {
					address.writeString(1, "demo");
					address.writeString(2, "unknown");
					address.writeString(3, id);
				}));
				out.writeByteArray(2, typedValue("test/nothing", new byte[0]));
			});
			return message((out) -> out.writeByteArray(100, message((result) -> result.writeByteArray(2, nowhere))));
		}
		int after = before + messages.size();
		byte[] mutation = message((out) -> {
			out.writeEnum(1, 1);
			out.writeString(2, "count");
			out.writeByteArray(3, typedValue("test/count", utf8(Integer.toString(after))));
		});
		return message((out) -> out.writeByteArray(100, message((result) -> {
			result.writeByteArray(1, mutation);
			int count = before;
			for (String text : messages) {
				result.writeByteArray(4, egress(id, text + " " + ++count));
			}
		})));
	}

	private static byte[] egress(String id, String text) {
		byte[] kafkaRecord = message((out) -> {
			out.writeString(1, id);
			out.writeByteArray(2, utf8(text));
			out.writeString(3, "counts");
		});
		return message((out) -> {
			out.writeString(1, "demo");
			out.writeString(2, "kafka");
			out.writeByteArray(3,
					typedValue("type.googleapis.com/io.statefun.sdk.egress.KafkaProducerRecord", kafkaRecord));
		});
	}

	private static byte[] typedValue(String typename, byte[] value) {
		return message((out) -> {
			out.writeString(1, typename);
			out.writeBool(2, true);
			out.writeByteArray(3, value);
		});
	}

	private static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static byte[] field(byte[] message, int number) throws IOException {
		CodedInputStream input = CodedInputStream.newInstance(message);
		for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
			if (WireFormat.getTagFieldNumber(tag) == number) {
				return input.readByteArray();
			}
			input.skipField(tag);
		}
		return new byte[0];
	}

	private static byte[] message(Fields fields) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		CodedOutputStream out = CodedOutputStream.newInstance(bytes);
		try {
			fields.write(out);
			out.flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toByteArray();
	}

	@FunctionalInterface
	private interface Fields {

		void write(CodedOutputStream out) throws IOException;

	}

}
