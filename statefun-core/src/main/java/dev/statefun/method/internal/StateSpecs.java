package dev.statefun.method.internal;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.statefun.Expiration;
import dev.statefun.StateValue;
import dev.statefun.ValueSpec;
import dev.statefun.annotation.State;
import dev.statefun.dispatch.InvalidFunctionException;
import dev.statefun.type.Type;
import dev.statefun.type.TypeRegistry;
import dev.statefun.type.UnknownTypeException;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.format.datetime.standard.DurationFormatterUtils;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.StringUtils;
import org.springframework.util.StringValueResolver;

/**
 * Makes declarations of states of parameters and fields annotated with {@link State}.
 */
final class StateSpecs {

	private final TypeRegistry types;

	private final StringValueResolver placeholders;

	StateSpecs(TypeRegistry types, StringValueResolver placeholders) {
		this.types = types;
		this.placeholders = placeholders;
	}

	/**
	 * Read the declaration of a parameter.
	 * @throws IllegalArgumentException if it cannot be one, with what is wrong
	 * @throws UnknownTypeException if its value has no type
	 */
	ValueSpec<?> of(MethodParameter parameter, State state) {
		if (parameter.getParameterType() != StateValue.class) {
			throw new IllegalArgumentException("its @State parameter '%s' is not a StateValue, but a %s"
				.formatted(state.value(), parameter.getParameterType().getSimpleName()));
		}
		String name = resolve(state.value());
		if (name.isEmpty()) {
			throw new IllegalArgumentException("it has a @State parameter without a name");
		}
		ResolvableType value = ResolvableType.forMethodParameter(parameter).getGeneric(0);
		if (value.resolve() == null) {
			throw new IllegalArgumentException(
					"its @State parameter '%s' does not say the type of the value, as in StateValue<Integer>"
						.formatted(name));
		}
		String typeName = resolve(state.typeName());
		Type<?> type = this.types.typeOf(PayloadTypes.resolved(value), StringUtils.hasText(typeName) ? typeName : null);
		return ValueSpec.of(name, type).withExpiration(expiration(state));
	}

	private String resolve(String text) {
		return Objects.requireNonNullElse(this.placeholders.resolveStringValue(text), "");
	}

	private Expiration expiration(State state) {
		Duration write = duration(state.value(), state.expireAfterWrite());
		Duration invoke = duration(state.value(), state.expireAfterInvoke());
		if (write != null && invoke != null) {
			throw new IllegalArgumentException(
					"its state '%s' expires in two ways: choose one".formatted(state.value()));
		}
		if (write != null) {
			return Expiration.afterWrite(write);
		}
		return (invoke != null) ? Expiration.afterInvoke(invoke) : Expiration.none();
	}

	private @Nullable Duration duration(String name, String text) {
		String resolved = this.placeholders.resolveStringValue(text);
		if (!StringUtils.hasText(resolved)) {
			return null;
		}
		try {
			Duration duration = DurationFormatterUtils.detectAndParse(resolved);
			duration.toMillis();
			return duration;
		}
		catch (IllegalArgumentException | ArithmeticException ex) {
			throw new IllegalArgumentException(
					"the expiration '%s' of its state '%s' is not a duration such as 30m".formatted(resolved, name));
		}
	}

	/**
	 * The declarations that are static fields of a function's class, its parents or
	 * interfaces.
	 */
	static List<ValueSpec<?>> fieldsOf(FunctionBean bean) {
		List<ValueSpec<?>> specs = new ArrayList<>();
		bean.fields(State.class).forEach((field) -> specs.add(of(bean, field)));
		return specs;
	}

	private static ValueSpec<?> of(FunctionBean bean, Field field) {
		ReflectionUtils.makeAccessible(field);
		if (!Modifier.isStatic(field.getModifiers())
				|| !(ReflectionUtils.getField(field, null) instanceof ValueSpec<?> spec)) {
			throw InvalidFunctionException.of(
					"The field %s of the %s is annotated with @State, but is not a static ValueSpec."
						.formatted(field.getName(), bean.source()),
					"Declare it as 'static final ValueSpec<Integer> %s = ValueSpec.of(\"name\", Types.integerType())'."
						.formatted(field.getName()));
		}
		State state = field.getAnnotation(State.class);
		if (state != null && !(state.value() + state.typeName() + state.expireAfterWrite() + state.expireAfterInvoke())
			.isEmpty()) {
			throw InvalidFunctionException.of(
					"The field %s of the %s says with @State what its ValueSpec says.".formatted(field.getName(),
							bean.source()),
					"Leave the attributes of @State out, and use ValueSpec.withExpiration for an expiration.");
		}
		return spec;
	}

}
