package dev.statefun.http.netty;

import java.util.Iterator;

import dev.statefun.http.internal.RequestFraming;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;

/**
 * Decodes requests, and tells those whose end or host is in doubt. Netty's decoder takes
 * some of them. Which ones depends on its version, so all are checked here.
 */
class StrictRequestDecoder extends HttpRequestDecoder {

	private static final AsciiString DRAFT_KEY = AsciiString.cached(RequestFraming.DRAFT_KEY);

	StrictRequestDecoder(HttpDecoderConfig config) {
		super(config);
	}

	/** Netty would remove the length. */
	@Override
	protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
		throw new IllegalArgumentException("A request has a length, and is chunked");
	}

	/** Whether it is of HTTP/1.1 or 1.0, for one host, and has one end. */
	static boolean isSound(HttpRequest head) {
		HttpVersion version = head.protocolVersion();
		boolean current = HttpVersion.HTTP_1_1.equals(version);
		HttpHeaders headers = head.headers();
		Iterator<? extends CharSequence> codings = headers.valueCharSequenceIterator(HttpHeaderNames.TRANSFER_ENCODING);
		Iterator<? extends CharSequence> hosts = headers.valueCharSequenceIterator(HttpHeaderNames.HOST);
		return (current || (HttpVersion.HTTP_1_0.equals(version) && !codings.hasNext()))
				&& RequestFraming.isHostSound(hosts, current)
				&& RequestFraming.isBodySound(codings, headers.contains(HttpHeaderNames.CONTENT_LENGTH))
				&& !headers.contains(DRAFT_KEY);
	}

}
