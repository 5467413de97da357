package dev.statefun.integration;

import java.io.IOException;
import java.net.URI;
import java.util.Arrays;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The JVM of an application. It ends with its standard input, and so with the one who
 * started it, and says where its functions are.
 */
final class ApplicationMain {

	private ApplicationMain() {
	}

	/**
	 * Runs an application.
	 * @param args its configuration class, and its arguments
	 * @throws ClassNotFoundException if there is no such class
	 */
	public static void main(String[] args) throws ClassNotFoundException {
		Thread parent = new Thread(ApplicationMain::obeyParent, "parent");
		parent.setDaemon(true);
		parent.start();
		ConfigurableApplicationContext context = new SpringApplicationBuilder(Class.forName(args[0]))
			.properties("server.port=0")
			.run(Arrays.copyOfRange(args, 1, args.length));
		URI url = Endpoints.url(context);
		System.out.println("statefun-application ready " + url.getPort() + " " + url);
	}

	private static void obeyParent() {
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
