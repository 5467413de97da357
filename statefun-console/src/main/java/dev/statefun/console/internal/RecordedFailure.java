package dev.statefun.console.internal;

/**
 * Why an attempt failed. It holds text instead of the exception, which may hold anything.
 *
 * @param type the class of the exception
 * @param message its message, possibly shortened
 * @param trace its stack trace, possibly shortened
 */
record RecordedFailure(String type, String message, String trace) {

}
