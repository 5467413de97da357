package dev.statefun.http;

import org.jspecify.annotations.Nullable;

import org.springframework.util.InvalidMimeTypeException;
import org.springframework.util.MimeTypeUtils;

/**
 * Content types as they are sent.
 */
final class ContentTypes {

	private ContentTypes() {
	}

	/** Whether it is that of requests, in any spelling and with any parameters. */
	static boolean includeOctetStream(@Nullable String contentType) {
		try {
			return contentType != null
					&& MimeTypeUtils.APPLICATION_OCTET_STREAM.includes(MimeTypeUtils.parseMimeType(contentType));
		}
		catch (InvalidMimeTypeException ex) {
			return false;
		}
	}

}
