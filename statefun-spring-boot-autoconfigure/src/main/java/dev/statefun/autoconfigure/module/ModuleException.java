package dev.statefun.autoconfigure.module;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.ExitCodeGenerator;

/**
 * A module file that cannot be written, or does not fit the application, with what to do
 * about it. Ends the application with the exit code 1 if it was started for the file.
 *
 * @since 0.1.0
 */
public final class ModuleException extends RuntimeException implements ExitCodeGenerator {

	private final String description;

	private final String action;

	private ModuleException(String description, String action, @Nullable Throwable cause) {
		super(description + " " + action, cause);
		this.description = description;
		this.action = action;
	}

	/**
	 * Create an exception.
	 * @param description sentences that name the culprit
	 * @param action sentences that tell what to do about it
	 * @return the exception
	 */
	public static ModuleException of(String description, String action) {
		return new ModuleException(description, action, null);
	}

	static ModuleException sameId(String part, String id, String place, String other) {
		return of(
				"The %s %s is %s.".formatted(part, id,
						place.equals(other) ? "twice in " + place : "in " + place + " and in " + other),
				"Remove it from one of the places, or give it another id.");
	}

	static ModuleException routes(List<String> problems) {
		return of(
				"The module file would send records to functions that cannot take them:%n%n%s"
					.formatted(list(problems)),
				"Correct the target or the type of the values, or add a handler. Describe functions of others in an endpoint document of 'statefun.module.include', and of 'statefun.embedded-engine.module'.");
	}

	private static String list(List<String> problems) {
		return String.join("", problems.stream().map("    - %s%n"::formatted).toList());
	}

	static ModuleException urlMissing() {
		return new ModuleException("The module file says where the engine reaches the functions, which is not known.",
				"Set 'statefun.module.url' to the URL of the endpoint as the engine sees it, for example http://orders:8080/statefun.",
				null);
	}

	static ModuleException frozen() {
		return new ModuleException(
				"The application was processed ahead of time as one that serves requests, so it cannot export or check a file.",
				"Start it with -Dspring.aot.enabled=false for 'statefun.export' and 'statefun.check'.", null);
	}

	static ModuleException unreadable(String what, Object source, Throwable cause) {
		return new ModuleException("The %s %s cannot be read: %s.".formatted(what, source, cause.getMessage()),
				"Check that it exists, and that it is YAML or JSON.", cause);
	}

	static ModuleException unwritable(String what, Object file, Throwable cause) {
		return new ModuleException("The %s cannot be written to %s: %s.".formatted(what, file, cause),
				"Name a file in a directory that this application may write to.", cause);
	}

	static ModuleException invalid(String what, Object source, String reason, String action) {
		return new ModuleException("The %s %s cannot be used: %s.".formatted(what, source, reason), action, null);
	}

	static ModuleException misfit(List<String> problems) {
		return new ModuleException(
				"The application no longer fits what is deployed or stored:%n%n%s".formatted(list(problems)),
				"Bring the code back in line, or change what is deployed. Where the change is meant, write the module file and the schema anew (statefun.export) and keep them.",
				null);
	}

	/**
	 * Describe the problem.
	 * @return sentences that name the culprit
	 */
	public String description() {
		return this.description;
	}

	/**
	 * Tell what to do about it.
	 * @return sentences
	 */
	public String action() {
		return this.action;
	}

	@Override
	public int getExitCode() {
		return 1;
	}

}
