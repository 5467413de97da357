package dev.statefun.benchmarks.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;

/**
 * The JVM of a server. It ends with its standard input, and so with the one who started
 * it, and answers a question there: how much heap is in use.
 */
final class ServerMain {

	/** Begins the lines of the output that are answers. */
	static final String MARKER = "benchmark-server ";

	static final String READY = MARKER + "ready";

	static final String HEAP_QUESTION = "heap";

	private ServerMain() {
	}

	/**
	 * Start a server.
	 * @param args the name of the {@link Server}, and the port
	 */
	public static void main(String[] args) {
		Thread watch = new Thread(ServerMain::watch, "watch");
		watch.setDaemon(true);
		watch.start();
		Server.valueOf(args[0]).start(Integer.parseInt(args[1]));
		System.out.println(READY);
	}

	private static void watch() {
		try (BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
			for (String line = input.readLine(); line != null; line = input.readLine()) {
				if (line.equals(HEAP_QUESTION)) {
					System.gc();
					System.out.println(MARKER + ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
				}
			}
		}
		catch (IOException ex) {
			ex.printStackTrace();
		}
		Runtime.getRuntime().halt(0);
	}

}
