package dev.statefun.benchmarks.canned;

import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;

/**
 * A connection: reads bodies of a known length, and writes answers, each in one piece.
 */
final class NettyConnection extends SimpleChannelInboundHandler<HttpObject> {

	private static final byte[] HEAD = bytes(
			"HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: ");

	private static final byte[] END = bytes("\r\n\r\n");

	private static final int HEAD_CAPACITY = 192;

	private final CannedAnswers answers;

	private byte[] body = new byte[0];

	private int length;

	NettyConnection(CannedAnswers answers) {
		this.answers = answers;
	}

	@Override
	protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
		if (part instanceof HttpRequest request) {
			this.body = new byte[Math.toIntExact(HttpUtil.getContentLength(request))];
			this.length = 0;
		}
		if (part instanceof HttpContent content) {
			ByteBuf bytes = content.content();
			int size = bytes.readableBytes();
			bytes.readBytes(this.body, this.length, size);
			this.length += size;
			if (part instanceof LastHttpContent) {
				answer(context, this.answers.answer(this.body));
			}
		}
	}

	private static void answer(ChannelHandlerContext context, byte[] answer) {
		ByteBuf buffer = context.alloc().ioBuffer(HEAD_CAPACITY + answer.length);
		buffer.writeBytes(HEAD);
		buffer.writeBytes(bytes(Integer.toString(answer.length)));
		buffer.writeBytes(END);
		buffer.writeBytes(answer);
		context.writeAndFlush(buffer);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

}
