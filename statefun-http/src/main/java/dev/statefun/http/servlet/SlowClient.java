package dev.statefun.http.servlet;

import java.io.IOException;
import java.io.InputStream;

import dev.statefun.http.TransferLimits;
import dev.statefun.http.internal.TransferPace;
import dev.statefun.http.servlet.internal.HangUp;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Frees threads from clients that send too slowly. A servlet container reads the rest of
 * a body that was refused, however long that takes. So this reads it first, and marks the
 * request if the container is to close the connection instead.
 */
final class SlowClient {

	/** As much as Tomcat skips by default. */
	private static final int MAX_SKIPPED = 2 << 20;

	private static final int PART = 8 << 10;

	private SlowClient() {
	}

	/**
	 * Read the rest of a body, which nobody wants. The answer has been sent.
	 * @param request the request
	 * @param limits how slowly the body may arrive
	 */
	static void skipBody(HttpServletRequest request, TransferLimits limits) {
		if (!skip(request, limits)) {
			HangUp.demand(request);
		}
	}

	private static boolean skip(HttpServletRequest request, TransferLimits limits) {
		try {
			InputStream body = request.getInputStream();
			TransferPace pace = new TransferPace(limits, System.nanoTime());
			byte[] part = new byte[PART];
			int skipped = 0;
			for (int length = body.read(part); length >= 0; length = body.read(part)) {
				skipped += length;
				long now = System.nanoTime();
				pace.moved(length, now);
				if (skipped > MAX_SKIPPED || pace.isTooSlow(now)) {
					return false;
				}
			}
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

}
