package dev.statefun.http.netty;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.netty.util.NettyRuntime;
import io.netty.util.concurrent.FastThreadLocalThread;

/**
 * Creates the threads of the server. Most of them run functions, which may block. They do
 * not keep the JVM alive.
 */
final class ServerThreads {

	private static final long KEEP_ALIVE_SECONDS = 60;

	private ServerThreads() {
	}

	static ThreadFactory factory(String prefix) {
		AtomicInteger number = new AtomicInteger();
		return (task) -> {
			Thread thread = new BlockingThread(task, prefix + number.incrementAndGet());
			thread.setDaemon(true);
			return thread;
		};
	}

	/**
	 * For calls that take long, of which as many may be waiting as there are connections.
	 */
	static ExecutorService workers(int max) {
		return pool(max, StatefunServer.WORKER_THREADS);
	}

	/**
	 * For TLS handshakes. At most half of the processors compute them, so that some
	 * remain for functions. A connection has at most one task here.
	 */
	static ExecutorService handshakes() {
		return pool(Math.max(1, NettyRuntime.availableProcessors() / 2), "statefun-tls-");
	}

	private static ExecutorService pool(int max, String prefix) {
		ThreadPoolExecutor pool = new ThreadPoolExecutor(max, max, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), factory(prefix));
		pool.allowCoreThreadTimeOut(true);
		return pool;
	}

	/**
	 * For those that must not wait. There are as few as there are event loops, mostly.
	 */
	static ExecutorService standIns() {
		return new ThreadPoolExecutor(0, Integer.MAX_VALUE, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS,
				new SynchronousQueue<>(), factory("statefun-stand-in-"));
	}

	/**
	 * Whose variables Netty finds fast, and whose blocking BlockHound does not mind.
	 */
	private static final class BlockingThread extends FastThreadLocalThread {

		BlockingThread(Runnable task, String name) {
			super(task, name);
		}

		@Override
		public boolean permitBlockingCalls() {
			return true;
		}

	}

}
