package dev.statefun.method.internal;

import dev.statefun.method.InvalidPayloadException;

import org.springframework.validation.BeanPropertyBindingResult;
import org.springframework.validation.SmartValidator;
import org.springframework.validation.Validator;

/**
 * Validates payloads, in the groups that hints name.
 */
record PayloadValidator(Validator validator, Object... hints) {

	Object validate(Object payload, String typeName) {
		BeanPropertyBindingResult errors = new BeanPropertyBindingResult(payload, "payload");
		if (this.hints.length > 0 && this.validator instanceof SmartValidator smartValidator) {
			smartValidator.validate(payload, errors, this.hints);
		}
		else {
			this.validator.validate(payload, errors);
		}
		if (errors.hasErrors()) {
			throw new InvalidPayloadException(typeName, errors);
		}
		return payload;
	}

}
