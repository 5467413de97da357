package kotlin.coroutines;

/**
 * Stands for Kotlin's, which the compiler adds to the parameters of suspend functions.
 *
 * @param <T> the result
 */
public interface Continuation<T> {

}
