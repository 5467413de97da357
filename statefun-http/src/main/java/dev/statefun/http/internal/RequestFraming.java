package dev.statefun.http.internal;

import java.util.Iterator;

/**
 * Checks the headers that say where a request ends, and for which host it is. A proxy in
 * front of the server may read a doubtful header in another way. Then a client could hide
 * a request in the body of another one. So the server refuses it, and closes the
 * connection.
 */
public final class RequestFraming {

	/**
	 * A header of an old draft of WebSocket. Netty takes the 8 bytes behind some requests
	 * that have it for their body.
	 */
	public static final String DRAFT_KEY = "Sec-WebSocket-Key1";

	private static final String CHUNKED = "chunked";

	private RequestFraming() {
	}

	/**
	 * Whether the body ends where everybody sees its end. The only transfer coding is
	 * {@code chunked}, once and without a length.
	 * @param codings the headers {@code Transfer-Encoding}
	 * @param hasLength whether there is a header {@code Content-Length}
	 * @return whether it is so
	 */
	public static boolean isBodySound(Iterator<? extends CharSequence> codings, boolean hasLength) {
		if (!codings.hasNext()) {
			return true;
		}
		return CHUNKED.equalsIgnoreCase(codings.next().toString()) && !codings.hasNext() && !hasLength;
	}

	/**
	 * Whether a request names one host.
	 * @param hosts the headers {@code Host}
	 * @param required whether there must be one, as in HTTP/1.1
	 * @return whether there is one that is valid, or none that has to be
	 */
	public static boolean isHostSound(Iterator<? extends CharSequence> hosts, boolean required) {
		if (!hosts.hasNext()) {
			return !required;
		}
		return isHost(hosts.next().toString()) && !hosts.hasNext();
	}

	/**
	 * Whether a text is the name or the address of a host, and possibly a port. The rules
	 * are stricter than those of URIs: names have letters, digits, and any of
	 * {@code ._-}.
	 * @param text the text
	 * @return whether it is a host
	 */
	public static boolean isHost(String text) {
		int end = text.startsWith("[") ? addressEnd(text) : nameEnd(text);
		return end > 0 && isPort(text, end);
	}

	private static int addressEnd(String text) {
		int end = 1;
		while (end < text.length() && (isHexDigit(text.charAt(end)) || isAny(text.charAt(end), ':', '.'))) {
			end++;
		}
		return (end > 1 && text.startsWith("]", end)) ? end + 1 : -1;
	}

	private static int nameEnd(String text) {
		int end = 0;
		while (end < text.length() && isOfName(text.charAt(end))) {
			end++;
		}
		return end;
	}

	private static boolean isPort(String text, int start) {
		if (start == text.length()) {
			return true;
		}
		if (text.charAt(start) != ':' || text.length() - start > "65535".length() + 1) {
			return false;
		}
		for (int i = start + 1; i < text.length(); i++) {
			if (!isDigit(text.charAt(i))) {
				return false;
			}
		}
		return true;
	}

	private static boolean isOfName(char c) {
		return (c >= 'a' && c <= 'z') || isDigit(c) || (c >= 'A' && c <= 'Z') || isAny(c, '.', '-') || c == '_';
	}

	private static boolean isHexDigit(char c) {
		return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
	}

	private static boolean isDigit(char c) {
		return c >= '0' && c <= '9';
	}

	private static boolean isAny(char c, char first, char second) {
		return c == first || c == second;
	}

}
