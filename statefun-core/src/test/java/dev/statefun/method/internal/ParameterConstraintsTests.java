package dev.statefun.method.internal;

import java.util.List;

import dev.statefun.Context;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;
import dev.statefun.annotation.StatefunType;
import dev.statefun.dispatch.InvalidFunctionException;
import dev.statefun.dispatch.RequestFailedException;
import dev.statefun.error.PermanentFailure;
import dev.statefun.method.InvalidPayloadException;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Bean;
import org.springframework.validation.annotation.Validated;
import org.springframework.validation.beanvalidation.LocalValidatorFactoryBean;
import org.springframework.validation.beanvalidation.MethodValidationPostProcessor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Constraints on the parameters of handlers.
 */
class ParameterConstraintsTests {

	private final LocalValidatorFactoryBean validator = new LocalValidatorFactoryBean();

	private final FunctionFixture fixture = new FunctionFixture();

	@BeforeEach
	void start() {
		this.validator.afterPropertiesSet();
		this.fixture.with((support) -> new FunctionSupport(support.types(), List.of(), List.of(), this.validator,
				support.placeholders()));
	}

	@AfterEach
	void end() {
		this.validator.close();
	}

	@ParameterizedTest
	@ValueSource(classes = { Constrained.class, ConstrainedByInterface.class, ValidatedClass.class })
	void whenAParameterHasConstraintsThenTheyAreChecked(Class<?> bean) {
		this.fixture.discover(MethodValidation.class, bean);
		assertChecked();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whenTheBeanIsAProxyThenConstraintsAreCheckedToo(boolean targetClass) {
		this.fixture.proxying((bean) -> {
			ProxyFactory factory = new ProxyFactory(bean);
			factory.setProxyTargetClass(targetClass);
			return (bean instanceof Taking) ? factory.getProxy() : bean;
		}).discover(ConstrainedByInterface.class);
		assertChecked();
	}

	private void assertChecked() {
		assertThat(this.fixture.send("demo/constrained", "Ada", 1)).isEqualTo(this.fixture.texts("Ada", "1"));
		assertInvalid(" ", "io.statefun.types/string", "text must not be blank");
		assertInvalid(0, "io.statefun.types/int", "by must be greater than 0");
	}

	@Test
	void whenAParameterIsValidAndConstrainedThenBothAreChecked() {
		this.fixture.discover(ConstrainedBean.class);
		assertThat(this.fixture.send("demo/constrained", new Order("x"))).isEqualTo(this.fixture.texts("x"));
		assertInvalid(new Order(""), "demo/Order", "item must not be empty");
	}

	@Test
	void whenConstraintsHaveNoValidatorThenTheErrorNamesTheRemedy() {
		this.fixture.with((support) -> FunctionSupport.of(support.types()));
		assertThatExceptionOfType(InvalidFunctionException.class)
			.isThrownBy(() -> this.fixture.discover(Constrained.class))
			.withMessageContainingAll("constraints", "spring-boot-starter-validation");
	}

	private void assertInvalid(Object message, String... expected) {
		assertThatExceptionOfType(RequestFailedException.class)
			.isThrownBy(() -> this.fixture.send("demo/constrained", message))
			.withMessageContainingAll(expected)
			.havingCause()
			.isInstanceOf(PermanentFailure.class)
			.isInstanceOfSatisfying(InvalidPayloadException.class, (ex) -> assertThat(ex.errors()).hasSize(1));
	}

	@Configuration(proxyBeanMethods = false)
	static class MethodValidation {

		@Bean
		static MethodValidationPostProcessor methodValidation() {
			return new MethodValidationPostProcessor();
		}

	}

	@StatefunFunction("demo/constrained")
	static class Constrained {

		@StatefunHandler
		void take(@NotBlank String text, Context context) {
			FunctionFixture.out(context, text);
		}

		@StatefunHandler
		void take(Context context, @Positive int by) {
			FunctionFixture.out(context, Integer.toString(by));
		}

	}

	@Validated
	static class ValidatedClass extends Constrained {

	}

	interface Taking {

		void take(@NotBlank String text, Context context);

		void take(Context context, @Positive int by);

	}

	@StatefunFunction("demo/constrained")
	static class ConstrainedByInterface implements Taking {

		@Override
		@StatefunHandler
		public void take(String text, Context context) {
			FunctionFixture.out(context, text);
		}

		@Override
		@StatefunHandler
		public void take(Context context, int by) {
			FunctionFixture.out(context, Integer.toString(by));
		}

	}

	@StatefunType("demo/Order")
	record Order(@NotEmpty String item) {
	}

	@StatefunFunction("demo/constrained")
	static class ConstrainedBean {

		@StatefunHandler
		void take(@Valid @NotNull Order order, Context context) {
			FunctionFixture.out(context, order.item());
		}

	}

}
