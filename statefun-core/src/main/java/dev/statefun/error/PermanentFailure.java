package dev.statefun.error;

/**
 * Marks exceptions that say that a message can never be handled, so that to try again is
 * of no use. Those of the application may bear it, too.
 *
 * @since 0.1.0
 */
public interface PermanentFailure {

}
