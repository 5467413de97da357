package dev.statefun.embedded;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import com.google.protobuf.ByteString;
import dev.statefun.type.TypedValue;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Reads the answers for a client from the HTTP egress of the embedded engine, until it is
 * interrupted. Each request waits there for the next answers. If the engine restarts, it
 * starts anew.
 */
final class AnswerReader extends Thread {

	private static final Log logger = LogFactory.getLog(AnswerReader.class);

	private static final String POSITION = "Statefun-Position";

	private static final long PAUSE_MILLIS = 100;

	private final EmbeddedEngine engine;

	private final HttpClient http;

	private final String egress;

	private final Consumer<TypedValue> receiver;

	/** Where the reader stands, as the engine said last. */
	private String position = "";

	AnswerReader(EmbeddedEngine engine, HttpClient http, String egress, Consumer<TypedValue> receiver) {
		super("statefun-client-answers");
		setDaemon(true);
		this.engine = engine;
		this.http = http;
		this.egress = egress;
		this.receiver = receiver;
	}

	@Override
	public void run() {
		try {
			while (!isInterrupted()) {
				if (!this.engine.isRunning() || !read()) {
					TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
				}
			}
		}
		catch (InterruptedException ex) {
			// The application ends
		}
	}

	private boolean read() throws InterruptedException {
		try {
			HttpRequest request = HttpRequest.newBuilder(URI.create(this.engine.egressUri() + "/" + this.egress))
				.header(POSITION, this.position)
				.build();
			HttpResponse<byte[]> response = this.http.send(request, BodyHandlers.ofByteArray());
			if (response.statusCode() != 200) {
				logger.warn("The egress of the embedded engine answered " + response.statusCode());
				return false;
			}
			deliver(ByteBuffer.wrap(response.body()));
			this.position = response.headers().firstValue(POSITION).orElse("");
			return true;
		}
		catch (IOException | IllegalStateException ex) {
			logger.debug("The egress of the embedded engine cannot be read", ex);
			return false;
		}
	}

	private void deliver(ByteBuffer answers) {
		while (answers.hasRemaining()) {
			byte[] answer = new byte[answers.getInt()];
			answers.get(answer);
			this.receiver.accept(new TypedValue("dev.statefun.client/Answer", ByteString.copyFrom(answer)));
		}
	}

}
