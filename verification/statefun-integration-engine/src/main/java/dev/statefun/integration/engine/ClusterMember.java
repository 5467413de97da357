package dev.statefun.integration.engine;

import java.util.Arrays;

/**
 * Runs a program of Flink or ZooKeeper, as its scripts would, but ends with the one who
 * started it.
 */
public final class ClusterMember {

	private ClusterMember() {
	}

	/**
	 * Runs the program.
	 * @param args its main class, and its arguments
	 * @throws ReflectiveOperationException if it fails
	 */
	public static void main(String[] args) throws ReflectiveOperationException {
		ParentWatch.start();
		Class.forName(args[0])
			.getMethod("main", String[].class)
			.invoke(null, (Object) Arrays.copyOfRange(args, 1, args.length));
	}

}
