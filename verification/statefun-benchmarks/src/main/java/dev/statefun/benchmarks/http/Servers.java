package dev.statefun.benchmarks.http;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * All servers, beside each other.
 */
final class Servers implements Iterable<ServerProcess>, AutoCloseable {

	private final List<ServerProcess> processes = new ArrayList<>();

	private Servers() {
	}

	static Servers start(List<String> jvmOptions) throws IOException, InterruptedException {
		Servers servers = new Servers();
		try {
			for (Server server : Server.values()) {
				servers.processes.add(ServerProcess.start(server, jvmOptions));
			}
		}
		catch (IOException | InterruptedException | RuntimeException ex) {
			servers.close();
			throw ex;
		}
		return servers;
	}

	@Override
	public Iterator<ServerProcess> iterator() {
		return this.processes.iterator();
	}

	@Override
	public void close() {
		this.processes.forEach(ServerProcess::close);
	}

}
