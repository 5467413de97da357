package dev.statefun.benchmarks;

import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Where answers go: all sides copy them there, as to the buffer of a socket.
 */
@State(Scope.Thread)
public class Socket {

	final byte[] buffer = new byte[8 << 20];

}
