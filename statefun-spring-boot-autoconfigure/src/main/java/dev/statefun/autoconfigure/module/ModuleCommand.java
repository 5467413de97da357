package dev.statefun.autoconfigure.module;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.statefun.autoconfigure.module.internal.FileLocation;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.core.io.Resource;

/**
 * Writes and compares files once the application has started, before its runners, and
 * ends it.
 */
final class ModuleCommand implements ApplicationListener<ApplicationStartedEvent> {

	private static final Log logger = LogFactory.getLog(ModuleCommand.class);

	private final ApplicationContext context;

	private final ModuleFile file;

	private final ExportProperties export;

	private final CheckProperties check;

	private final DeadLetterEgresses deadLetters;

	private final Consumer<ApplicationContext> exit;

	ModuleCommand(ApplicationContext context, ModuleFile file, ExportProperties export, CheckProperties check,
			DeadLetterEgresses deadLetters) {
		this(context, file, export, check, deadLetters, ModuleCommand::exit);
	}

	private ModuleCommand(ApplicationContext context, ModuleFile file, ExportProperties export, CheckProperties check,
			DeadLetterEgresses deadLetters, Consumer<ApplicationContext> exit) {
		this.context = context;
		this.file = file;
		this.export = export;
		this.check = check;
		this.deadLetters = deadLetters;
		this.exit = exit;
	}

	/** For tests, whose JVM must not end. */
	ModuleCommand withExit(Consumer<ApplicationContext> other) {
		return new ModuleCommand(this.context, this.file, this.export, this.check, this.deadLetters, other);
	}

	private static void exit(ApplicationContext context) {
		System.exit(SpringApplication.exit(context));
	}

	@Override
	public void onApplicationEvent(ApplicationStartedEvent event) {
		if (event.getApplicationContext() == this.context) {
			run();
			this.exit.accept(this.context);
		}
	}

	/**
	 * Check first, so that nothing is written over what the check is made with.
	 * @throws ModuleException if something does not fit, or cannot be read or written
	 */
	void run() {
		check();
		if (this.export.moduleFile() != null) {
			this.file.missing(this.deadLetters.egresses()).forEach(logger::warn);
		}
		write("module file", this.export.moduleFile(), this.file::write);
		write("schema", this.export.schema(), () -> this.file.schema().write());
	}

	private void check() {
		List<String> problems = new ArrayList<>();
		Resource deployed = resource(this.check.moduleFile());
		if (deployed != null) {
			DeployedModule module = DeployedModule.read(deployed, ModuleFile.read("module file", deployed));
			problems.addAll(module.compare(this.file.schema(), this.file.url(), this.file.hasSecret()));
			problems.addAll(module.missing(this.deadLetters.egresses()));
			problems.addAll(module.missing(this.file.documents()));
		}
		Resource recorded = resource(this.check.schema());
		if (recorded != null) {
			problems.addAll(this.file.schema().compare(Schema.read(recorded, ModuleFile.read("schema", recorded))));
		}
		if (!problems.isEmpty()) {
			throw ModuleException.misfit(problems);
		}
		if (deployed != null || recorded != null) {
			logger.info("The functions %s fit what is deployed and stored"
				.formatted(this.file.schema().functions().keySet()));
		}
	}

	private @Nullable Resource resource(@Nullable String location) {
		return (location != null) ? FileLocation.resolve(location, this.context) : null;
	}

	private void write(String what, @Nullable Path path, Supplier<String> content) {
		if (path == null) {
			return;
		}
		String text = content.get();
		try {
			Path parent = path.toAbsolutePath().getParent();
			if (parent != null) {
				Files.createDirectories(parent);
			}
			Files.writeString(path, text);
		}
		catch (IOException ex) {
			throw ModuleException.unwritable(what, path, ex);
		}
		logger.info("Wrote the %s of %s to %s".formatted(what, this.file.schema().functions().keySet(), path));
	}

}
