package dev.statefun.method.internal;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

import dev.statefun.Message;
import dev.statefun.method.InvalidPayloadException;
import jakarta.validation.Validator;
import jakarta.validation.metadata.MethodDescriptor;
import jakarta.validation.metadata.ParameterDescriptor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSourceResolvable;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.validation.ObjectError;
import org.springframework.validation.SmartValidator;
import org.springframework.validation.annotation.ValidationAnnotationUtils;
import org.springframework.validation.beanvalidation.MethodValidationAdapter;
import org.springframework.validation.method.MethodValidationResult;
import org.springframework.validation.method.ParameterErrors;
import org.springframework.validation.method.ParameterValidationResult;

/**
 * Checks the constraints on the parameters of a handler, such as {@code @NotBlank}. The
 * class needs Jakarta Validation, which is optional.
 */
final class ParameterConstraints {

	private final MethodValidationAdapter adapter;

	private ParameterConstraints(Validator validator) {
		this.adapter = new MethodValidationAdapter(validator);
	}

	/**
	 * Find the constraints of a method.
	 * @param payload the index of the parameter that gets the payload. A validator of its
	 * own validates it if it is annotated with {@code @Valid} only
	 * @return the constraints, or {@code null} if there are none
	 * @throws IllegalArgumentException if there are some, and no validator for them
	 */
	static @Nullable ParameterConstraints of(FunctionBean bean, Method method, List<HandlerParameter> parameters,
			int payload, org.springframework.validation.@Nullable Validator validator) {
		Validator constraintValidator = unwrap(validator);
		if (constraintValidator == null) {
			if (parameters.stream().anyMatch(ParameterConstraints::isConstrained)) {
				throw new IllegalArgumentException(
						"its parameters have constraints, but there is no validator for them:"
								+ " add spring-boot-starter-validation, or remove the annotations");
			}
			return null;
		}
		MethodDescriptor descriptor = constraintValidator.getConstraintsForClass(bean.type())
			.getConstraintsForMethod(method.getName(), method.getParameterTypes());
		return (descriptor != null && isConstrained(descriptor, payload))
				? new ParameterConstraints(constraintValidator) : null;
	}

	private static @Nullable Validator unwrap(org.springframework.validation.@Nullable Validator validator) {
		if (validator instanceof Validator constraintValidator) {
			return constraintValidator;
		}
		return (validator instanceof SmartValidator smartValidator) ? smartValidator.unwrap(Validator.class) : null;
	}

	private static boolean isConstrained(HandlerParameter parameter) {
		return MergedAnnotations.from(parameter, parameter.getParameterAnnotations())
			.isPresent("jakarta.validation.Constraint");
	}

	private static boolean isConstrained(MethodDescriptor method, int payload) {
		for (ParameterDescriptor parameter : method.getParameterDescriptors()) {
			if (parameter.hasConstraints() || !parameter.getConstrainedContainerElementTypes().isEmpty()
					|| (parameter.isCascaded() && parameter.getIndex() != payload)) {
				return true;
			}
		}
		return method.getCrossParameterDescriptor().hasConstraints();
	}

	/**
	 * Create a check of a message and the arguments of a call. It throws an
	 * {@link InvalidPayloadException} if an argument is not valid.
	 */
	MethodHandle check(Object bean, Method method) {
		try {
			return MethodHandles.insertArguments(MethodHandles.lookup()
				.bind(this, "check",
						MethodType.methodType(void.class, Object.class, Method.class, Message.class, Object[].class)),
					0, bean, method);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void check(Object bean, Method method, Message message, Object[] arguments) {
		MethodValidationResult result = this.adapter.validateArguments(bean, method, null, arguments,
				ValidationAnnotationUtils.determineValidationGroups(bean, method));
		if (result.hasErrors()) {
			List<ObjectError> errors = new ArrayList<>();
			result.getParameterValidationResults().forEach((parameter) -> addErrors(parameter, errors));
			result.getCrossParameterValidationResults().forEach((error) -> errors.add(error(method.getName(), error)));
			throw new InvalidPayloadException(message.valueTypeName(), errors);
		}
	}

	private static void addErrors(ParameterValidationResult result, List<ObjectError> errors) {
		if (result instanceof ParameterErrors beanErrors) {
			errors.addAll(beanErrors.getAllErrors());
			return;
		}
		MethodParameter parameter = result.getMethodParameter();
		String name = parameter.getParameterName();
		for (MessageSourceResolvable error : result.getResolvableErrors()) {
			errors.add(error((name != null) ? name : "parameter " + (parameter.getParameterIndex() + 1), error));
		}
	}

	private static ObjectError error(String name, MessageSourceResolvable error) {
		return new ObjectError(name, error.getCodes(), error.getArguments(), error.getDefaultMessage());
	}

}
