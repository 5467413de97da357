package dev.statefun.autoconfigure.console;

import dev.statefun.autoconfigure.internal.ApplicationUrl;
import dev.statefun.autoconfigure.internal.LifecyclePhases;
import dev.statefun.console.internal.Console;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * Says where the console is once the web server listens, and ends its streams before the
 * web server stops, which would wait for them.
 */
final class ConsoleLifecycle implements SmartLifecycle {

	private static final Log logger = LogFactory.getLog(ConsoleLifecycle.class);

	private final ApplicationContext context;

	private final Console console;

	private volatile boolean running;

	ConsoleLifecycle(ApplicationContext context, Console console) {
		this.context = context;
		this.console = console;
	}

	@Override
	public void start() {
		this.running = true;
		boolean reactive = this.context.containsLocalBean("statefunConsoleWebHandler");
		String url = ApplicationUrl.of(this.context, reactive, this.console.path());
		if (url != null) {
			logger.info("Watch your functions at %s".formatted(url));
		}
	}

	@Override
	public void stop() {
		this.running = false;
		this.console.closeStreams();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/** After the engine, so that the line is among the last ones of a start. */
	@Override
	public int getPhase() {
		return LifecyclePhases.ENGINE + 1;
	}

}
