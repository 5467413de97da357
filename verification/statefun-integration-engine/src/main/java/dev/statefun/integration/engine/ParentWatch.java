package dev.statefun.integration.engine;

import java.io.IOException;

/**
 * Ends this JVM with its standard input, and so with the one who started it, however that
 * one ends.
 */
final class ParentWatch {

	private ParentWatch() {
	}

	static void start() {
		Thread watch = new Thread(ParentWatch::run, "statefun-engine-parent");
		watch.setDaemon(true);
		watch.start();
	}

	private static void run() {
		try {
			while (System.in.read() != -1) {
				// Nothing that it understands
			}
		}
		catch (IOException ex) {
			// The same as its end
		}
		Runtime.getRuntime().halt(0);
	}

}
