package dev.statefun.autoconfigure;

/**
 * There is no room for a request, which turns out while it is read.
 */
final class TooManyRequestsException extends RuntimeException {

	TooManyRequestsException() {
		super("There is no room for more of a request", null, false, false);
	}

}
