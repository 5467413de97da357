package dev.statefun.method;

import java.util.List;
import java.util.stream.Collectors;

import dev.statefun.error.PermanentFailure;

import org.springframework.validation.Errors;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;

/**
 * A payload that does not satisfy its constraints.
 *
 * @since 0.1.0
 */
public final class InvalidPayloadException extends RuntimeException implements PermanentFailure {

	private final transient List<ObjectError> errors;

	/**
	 * Create an exception.
	 * @param typeName the name of the payload's type
	 * @param errors what is not valid
	 */
	public InvalidPayloadException(String typeName, Errors errors) {
		this(typeName, errors.getAllErrors());
	}

	/**
	 * Create an exception.
	 * @param typeName the name of the payload's type
	 * @param errors what is not valid
	 */
	public InvalidPayloadException(String typeName, List<ObjectError> errors) {
		super("The payload of type %s is not valid: %s".formatted(typeName,
				errors.stream().map(InvalidPayloadException::describe).collect(Collectors.joining(", "))));
		this.errors = List.copyOf(errors);
	}

	private static String describe(ObjectError error) {
		String place = (error instanceof FieldError field) ? field.getField() : error.getObjectName();
		return place + " " + error.getDefaultMessage();
	}

	/**
	 * The errors that validation found.
	 * @return the errors, at least one
	 */
	public List<ObjectError> errors() {
		return this.errors;
	}

}
