package dev.statefun.integration;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Spring Boot application in a JVM of its own, with this JVM's class path.
 */
public final class ApplicationProcess implements AutoCloseable {

	private static final Pattern READY = Pattern.compile("statefun-application ready (\\d+) (\\S+)");

	private static final String OWN_PORT = "--statefun.server.port";

	private final Class<?> application;

	private final List<String> arguments;

	private JvmProcess process;

	private int port;

	private URI url;

	private ApplicationProcess(Class<?> application, List<String> arguments) {
		this.application = application;
		this.arguments = arguments;
		this.process = launch(0);
		Matcher ready = awaitReady();
		this.port = Integer.parseInt(ready.group(1));
		this.url = URI.create(ready.group(2));
	}

	/**
	 * Starts an application, and waits until it is ready.
	 * @param application its configuration class
	 * @param arguments its arguments, such as {@code --statefun.server.port=0}; other
	 * options of the JVM begin with {@code -X} or {@code -D}
	 * @return the application
	 */
	public static ApplicationProcess start(Class<?> application, String... arguments) {
		return new ApplicationProcess(application, List.of(arguments));
	}

	private JvmProcess launch(int port) {
		List<String> command = new ArrayList<>(JvmProcess.SHORT_LIVED);
		command.add("-Xmx512m");
		List<String> arguments = new ArrayList<>();
		String portOption = ownPort() ? OWN_PORT : "--server.port";
		for (String argument : this.arguments) {
			if (!argument.startsWith("--")) {
				command.add(argument);
			}
			else if (port == 0 || !argument.startsWith(portOption)) {
				arguments.add(argument);
			}
		}
		if (port > 0) {
			arguments.add(portOption + "=" + port);
		}
		command.addAll(List.of(ApplicationMain.class.getName(), this.application.getName()));
		command.addAll(arguments);
		return JvmProcess.start("application", System.getProperty("java.class.path"),
				(line) -> line.startsWith("statefun-application "), command);
	}

	private boolean ownPort() {
		return this.arguments.stream().anyMatch((argument) -> argument.startsWith(OWN_PORT));
	}

	private Matcher awaitReady() {
		try {
			return this.process.await(READY, Duration.ofMinutes(2));
		}
		catch (RuntimeException ex) {
			this.process.close();
			throw ex;
		}
	}

	/**
	 * Returns where its functions are, also after it was started again.
	 * @return the address of the endpoint
	 */
	public URI url() {
		return this.url;
	}

	/**
	 * Returns the process as it is now.
	 * @return the process
	 */
	public JvmProcess process() {
		return this.process;
	}

	/**
	 * Kills it ({@code SIGKILL}).
	 */
	public void kill() {
		this.process.kill();
	}

	/**
	 * Starts it again on the same port, after it was killed, and waits until it is ready.
	 */
	public void restart() {
		this.process = launch(this.port);
		awaitReady();
	}

	@Override
	public void close() {
		this.process.close();
	}

}
