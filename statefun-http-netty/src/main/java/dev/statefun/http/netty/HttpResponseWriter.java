package dev.statefun.http.netty;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

import com.google.protobuf.ByteString;
import dev.statefun.http.EndpointResponse;
import dev.statefun.http.RequestReplyEndpoint;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.http.HttpResponseStatus;

/**
 * Writes answers to a connection, one after the other. One of usual size is one buffer
 * and one write; a long one is written in parts, each when the one before has been taken.
 */
final class HttpResponseWriter {

	/** One write takes so many bytes. */
	private static final int PART = 128 << 10;

	/** The largest size of all else in the head beside the headers below. */
	private static final int HEAD = 192;

	private static final byte[] OK = bytes(
			"HTTP/1.1 200 OK\r\nContent-Type: " + RequestReplyEndpoint.CONTENT_TYPE + "\r\nContent-Length: ");

	private static final byte[] LENGTH = bytes("\r\nContent-Length: ");

	private static final byte[] KEEP_ALIVE = bytes("\r\nConnection: keep-alive");

	private static final byte[] CLOSE = bytes("\r\nConnection: close");

	private static final byte[] END = bytes("\r\n\r\n");

	private final Channel channel;

	/** How many bytes the channel was given so far. */
	private long given;

	HttpResponseWriter(Channel channel) {
		this.channel = channel;
	}

	/** How many bytes the other side has taken so far, nearly. */
	long taken() {
		ChannelOutboundBuffer pending = this.channel.unsafe().outboundBuffer();
		return (pending != null) ? this.given - pending.totalPendingWriteBytes() + pending.currentProgress()
				: this.given;
	}

	/**
	 * Write an answer.
	 * @param response the answer
	 * @param persistence what becomes of the connection
	 * @param done is told whether it was written, mostly at once
	 */
	void write(EndpointResponse response, Persistence persistence, Consumer<Boolean> done) {
		ByteString body = response.body();
		int length = Math.min(body.size(), PART);
		ByteBuf buffer = this.channel.alloc().ioBuffer(HEAD + length);
		writeHead(buffer, response, persistence);
		body.substring(0, length).asReadOnlyByteBufferList().forEach(buffer::writeBytes);
		ChannelFuture future = write(buffer);
		if (future.isDone() && length == body.size()) {
			done.accept(future.isSuccess());
		}
		else {
			await(future, body, length, done);
		}
	}

	private ChannelFuture write(ByteBuf buffer) {
		this.given += buffer.readableBytes();
		return this.channel.writeAndFlush(buffer);
	}

	private void await(ChannelFuture future, ByteString body, int end, Consumer<Boolean> done) {
		future.addListener((written) -> writeNext(written.isSuccess(), body, end, done));
	}

	private void writeNext(boolean success, ByteString body, int start, Consumer<Boolean> done) {
		if (!success || start == body.size()) {
			done.accept(success);
			return;
		}
		int length = Math.min(body.size() - start, PART);
		ByteBuffer[] parts = body.substring(start, start + length)
			.asReadOnlyByteBufferList()
			.toArray(ByteBuffer[]::new);
		await(write(Unpooled.wrappedBuffer(parts)), body, start + length, done);
	}

	private static void writeHead(ByteBuf buffer, EndpointResponse response, Persistence persistence) {
		if (response.status() == EndpointResponse.OK) {
			buffer.writeBytes(OK);
		}
		else {
			HttpResponseStatus line = HttpResponseStatus.valueOf(response.status());
			ByteBufUtil.writeAscii(buffer, "HTTP/1.1 " + line.code() + " " + line.reasonPhrase());
			response.headers().forEach((name, value) -> ByteBufUtil.writeAscii(buffer, "\r\n" + name + ": " + value));
			buffer.writeBytes(LENGTH);
		}
		ByteBufUtil.writeAscii(buffer, Integer.toString(response.body().size()));
		// An answer that closes the connection has the header already
		if (persistence == Persistence.CLOSED && !response.closesConnection()) {
			buffer.writeBytes(CLOSE);
		}
		else if (persistence == Persistence.KEPT) {
			buffer.writeBytes(KEEP_ALIVE);
		}
		buffer.writeBytes(END);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

	/**
	 * Whether a connection stays open after an answer.
	 */
	enum Persistence {

		/** It is for further requests, as is the default of HTTP/1.1. */
		DEFAULT,

		/** It is for further requests, as a client of HTTP/1.0 asked. */
		KEPT,

		/** It is closed. */
		CLOSED

	}

}
