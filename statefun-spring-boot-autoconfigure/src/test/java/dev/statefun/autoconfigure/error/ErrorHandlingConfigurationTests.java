package dev.statefun.autoconfigure.error;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import com.google.protobuf.ByteString;
import dev.statefun.Address;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;
import dev.statefun.autoconfigure.StatefunAutoConfiguration;
import dev.statefun.dispatch.ErrorHandling;
import dev.statefun.dispatch.FunctionDefinition;
import dev.statefun.dispatch.FunctionRegistry;
import dev.statefun.dispatch.RequestReplyHandler;
import dev.statefun.error.ErrorAction;
import dev.statefun.error.ErrorAction.Retry;
import dev.statefun.error.ErrorAction.SendDeadLetter;
import dev.statefun.error.FailureListener;
import dev.statefun.error.InvocationErrorHandler;
import dev.statefun.error.NoHandlerException;
import dev.statefun.io.DeadLetter;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationBatch.Invocation;
import dev.statefun.protocol.InvocationResult.Completed;
import dev.statefun.protocol.InvocationResult.SendEgress;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.type.Type;
import dev.statefun.type.TypeName;
import dev.statefun.type.TypeRegistry;
import dev.statefun.type.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class ErrorHandlingConfigurationTests {

	private static final String RULE = "statefun.errors.rules[0].";

	private static final String LETTERS = "statefun.errors.dead-letter.egress=demo/letters";

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(StatefunAutoConfiguration.class, TaskExecutionAutoConfiguration.class));

	@Test
	void whenNothingIsConfiguredThenPropertiesHaveTheirDefaults() {
		assertThat(bind(Map.of()))
			.isEqualTo(new StatefunErrorProperties(List.of(), null, Duration.ofSeconds(8), null, 200));
		assertThat(bind(Map.of(RULE + "retry.max-retries", "3")).rules()).singleElement().satisfies((rule) -> {
			assertThat(rule.action()).isEqualTo(StatefunErrorProperties.Action.FAIL);
			assertThat(rule.retry())
				.isEqualTo(new StatefunErrorProperties.Retry(3, Duration.ofMillis(200), 2, null, Duration.ZERO));
		});
	}

	@Test
	void whenNothingIsConfiguredThenRequestsFail() {
		this.contextRunner.run((context) -> {
			ErrorHandling errors = context.getBean(ErrorHandling.class);
			assertThat(errors.handlers()).isEmpty();
			assertThat(errors.deadLetters()).isNull();
			assertThat(errors.timeout()).isNull();
			assertThat(errors.retryBudget()).isEqualTo(ErrorHandling.DEFAULT_RETRY_BUDGET);
		});
	}

	@Test
	void whenThereAreWorkersThenTheApplicationKeepsItsExecutor() {
		this.contextRunner.run((
				context) -> assertThat(context).hasBean("applicationTaskExecutor").getBeans(Executor.class).hasSize(1));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "exceptions=java.io.IOException|true",
			"exceptions=java.io.FileNotFoundException|true", "exceptions=java.lang.IllegalStateException|true",
			"exceptions=java.lang.IllegalArgumentException|false",
			"exceptions=java.lang.IllegalArgumentException,java.io.IOException|true", "functions=demo/failing|true",
			"functions=demo/*|true", "functions=other/*|false", "functions=other/*,demo/f*|true",
			"message-types=io.statefun.types/string|true", "message-types=*/string|true", "message-types=demo/*|false",
			"permanent=false|true", "permanent=true|false" })
	void whenAConditionIsGivenThenItMustHold(String condition, boolean matches) {
		this.contextRunner.withPropertyValues(RULE + condition, RULE + "action=skip").run((context) -> {
			ErrorAction action = decide(context.getBean(ErrorHandling.class),
					new IllegalStateException(new FileNotFoundException()));
			assertThat(action).isSameAs(matches ? ErrorAction.skip() : ErrorAction.next());
		});
	}

	@ParameterizedTest
	@CsvSource({ "exceptions=", "message-types=", "functions=", "permanent=", "functions=${NOT_SET:}",
			"permanent=${NOT_SET:}" })
	void whenAConditionIsEmptyThenTheStartupFailsSinceTheRuleWouldMatchEverything(String condition) {
		this.contextRunner.withPropertyValues(RULE + condition, RULE + "action=skip")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining(RULE + condition.substring(0, condition.indexOf('=')))
				.hasMessageContaining("It is empty"));
	}

	@Test
	void whenSeveralConditionsAreGivenThenAllMustHoldAndTheFirstRuleThatMatchesDecides() {
		this.contextRunner
			.withPropertyValues(LETTERS, RULE + "permanent=true", RULE + "functions=other/*", RULE + "action=fail",
					"statefun.errors.rules[1].permanent=true", "statefun.errors.rules[1].action=dead-letter",
					"statefun.errors.rules[2].action=skip")
			.run((context) -> {
				ErrorHandling errors = context.getBean(ErrorHandling.class);
				assertThat(decide(errors, new NoHandlerException("none"))).isInstanceOf(SendDeadLetter.class);
				assertThat(decide(errors, new IOException())).isSameAs(ErrorAction.skip());
			});
	}

	@Test
	void whenARuleRetriesThenItsActionComesAfterwards() {
		this.contextRunner
			.withPropertyValues(RULE + "action=skip", RULE + "retry.max-retries=2", RULE + "retry.delay=10ms",
					RULE + "retry.multiplier=3", RULE + "retry.max-delay=20ms")
			.run((context) -> assertThat(decide(context.getBean(ErrorHandling.class), new IOException()))
				.isInstanceOfSatisfying(Retry.class, (retry) -> {
					assertThat(retry.otherwise()).isSameAs(ErrorAction.skip());
					var backOff = retry.policy().getBackOff().start();
					assertThat(backOff.nextBackOff()).isEqualTo(10);
					assertThat(backOff.nextBackOff()).isEqualTo(20);
					assertThat(backOff.nextBackOff()).isNegative();
				}));
	}

	@Test
	void whenBeansDecideThenTheyComeInTheirOrderBeforeTheRules() {
		this.contextRunner.withUserConfiguration(OwnHandlers.class)
			.withPropertyValues(RULE + "action=skip")
			.run((context) -> {
				ErrorHandling errors = context.getBean(ErrorHandling.class);
				assertThat(errors.handlers())
					.startsWith(context.getBean("first", InvocationErrorHandler.class),
							context.getBean("second", InvocationErrorHandler.class))
					.hasSize(3);
				assertThat(errors.listeners()).contains(context.getBean(FailureListener.class));
			});
	}

	@Test
	void whenTheUserHasAnErrorHandlingThenOursBacksOff() {
		ErrorHandling own = ErrorHandling.none();
		this.contextRunner.withBean(ErrorHandling.class, () -> own)
			.run((context) -> assertThat(context.getBean(ErrorHandling.class)).isSameAs(own));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "statefun.errors.rules[0].exceptions|com.example.Oops|no such class",
			"statefun.errors.rules[0].exceptions|java.lang.String|not an exception",
			"statefun.errors.rules[0].functions|greeter|namespace/name",
			"statefun.errors.rules[0].action|dead-letter|statefun.errors.dead-letter.egress",
			"statefun.errors.rules[0].dead-letter.egress|demo/letters|must be dead-letter",
			"statefun.errors.dead-letter.egress|letters|namespace/name",
			"statefun.errors.dead-letter.topic|dead|must name an egress",
			"statefun.errors.rules[0].retry.max-retries|0|at least one",
			"statefun.errors.rules[0].retry.multiplier|0.5|1 or more",
			"statefun.errors.rules[0].retry.delay|-1s|not be negative",
			"statefun.errors.rules[0].retry.delay|9s|longer than statefun.errors.retry-budget",
			"statefun.errors.rules[0].retry.max-delay|1ms|less than delay",
			"statefun.errors.rules[0].retry.jitter|-1s|not be negative",
			"statefun.errors.rules[0].retry.jitter|9223372036854775807s|nor more than",
			"statefun.errors.rules[0].retry.max-delay|9223372036854775807ms|nor more than",
			"statefun.errors.retry-budget|-1s|not be negative",
			"statefun.errors.invocation-timeout|0s|more than nothing", "statefun.errors.max-threads|0|at least one" })
	void whenAPropertyIsUnusableThenTheErrorSaysWhatIsDemanded(String property, String value, String demand) {
		String subject = property.contains("rules[0].dead-letter") ? RULE + "action"
				: property.equals("statefun.errors.dead-letter.topic") ? "statefun.errors.dead-letter.egress"
						: property;
		this.contextRunner.withPropertyValues(property + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining(subject)
				.hasMessageContaining(demand));
	}

	@Test
	void whenARuleDeadLettersToATopicThenTheRecordIsThere() {
		this.contextRunner.withBean(Failing.class)
			.withPropertyValues(RULE + "action=dead-letter", RULE + "dead-letter.egress=demo/kafka",
					RULE + "dead-letter.topic=dead")
			.run((context) -> {
				Completed result = (Completed) context.getBean(RequestReplyHandler.class).handle(batch("oops")).join();
				assertThat(result.outgoing()).singleElement().isInstanceOfSatisfying(SendEgress.class, (sent) -> {
					assertThat(sent.egress()).hasToString("demo/kafka");
					assertThat(sent.argument().typeName()).endsWith("KafkaProducerRecord");
				});
			});
	}

	@Test
	void whenMessagesAreGivenUpThenEachHasALineAndTheTraceComesOnce(CapturedOutput output) {
		this.contextRunner.withBean(Failing.class).withPropertyValues(RULE + "action=skip").run((context) -> {
			RequestReplyHandler handler = context.getBean(RequestReplyHandler.class);
			handler.handle(batch("a")).join();
			handler.handle(batch("b")).join();
		});
		// Startup warns that this context has no endpoint
		assertThat(output.getAll()
			.lines()
			.filter((line) -> line.contains("WARN") && !line.contains("cannot reach this application context")))
			.hasSize(2)
			.allSatisfy((line) -> assertThat(line)
				.contains("demo/failing skips a message for id 'ada', of type io.statefun.types/string, which failed "
						+ "once: java.lang.IllegalStateException"));
		assertThat(output.getAll().lines().filter((line) -> line.startsWith("java.lang.IllegalStateException")))
			.hasSize(1);
	}

	@Test
	void whenAFunctionSaysItsTimeoutThenItHasIt() {
		this.contextRunner.withBean(Failing.class).withBean(Timed.class).run((context) -> {
			FunctionRegistry functions = context.getBean(FunctionRegistry.class);
			assertThat(functions.find(TypeName.parse("demo/timed")).timeout()).isEqualTo(Duration.ofMillis(1500));
			assertThat(functions.find(TypeName.parse("demo/failing")).timeout()).isNull();
		});
	}

	@Test
	void whenTheTimeoutOfAFunctionIsADifferentThingThenTheStartupFails() {
		this.contextRunner.withBean(Timed.class)
			.withPropertyValues("demo.timeout=soon")
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("Timed")
				.hasStackTraceContaining("'soon'")
				.hasStackTraceContaining("for example 5s"));
	}

	@Test
	void whenThereIsATimeoutThenFunctionsRunOnThreadsOfTheirOwn() {
		this.contextRunner.withBean(Threads.class)
			.withPropertyValues("statefun.errors.invocation-timeout=1m")
			.run((context) -> {
				InvocationBatch batch = new InvocationBatch(ProtocolVersion.V3, Address.of("demo/threads", "ada"),
						List.of(), batch("a").invocations());
				context.getBean(RequestReplyHandler.class).handle(batch).join();
				assertThat(context.getBean(Threads.class).thread).isCompletedWithValueMatching(
						(thread) -> thread.isDaemon() && thread.getName().startsWith("statefun-guarded-"));
			});
	}

	@Test
	void whenTheUserHasADeadLetterTypeOfTheNameThenOursBacksOff() {
		Type<DeadLetter> own = Types.of("demo/Letter", DeadLetter.class, DeadLetter.TYPE::serialize,
				DeadLetter.TYPE::deserialize);
		this.contextRunner.withBean("statefunDeadLetterType", Type.class, () -> own)
			.run((context) -> assertThat(context.getBean(TypeRegistry.class).typeOf(DeadLetter.class)).isSameAs(own));
	}

	@Test
	void whenTheUserHasADeadLetterTypeOfAnyNameThenOursBacksOff() {
		this.contextRunner.withUserConfiguration(OwnTypes.class)
			.run((context) -> assertThat(context.getBean(TypeRegistry.class).typeOf(DeadLetter.class))
				.isSameAs(OwnTypes.LETTERS));
	}

	@Test
	void whenTheUserHasAnotherTypeThenOursDoesNotBackOff() {
		this.contextRunner.withUserConfiguration(OtherTypes.class)
			.run((context) -> assertThat(context.getBean(TypeRegistry.class).typeOf(DeadLetter.class))
				.isSameAs(DeadLetter.TYPE));
	}

	@Test
	void whenDeadLettersComeBackThenFunctionsCanTakeThem() {
		this.contextRunner.run((context) -> assertThat(context.getBean(TypeRegistry.class).typeOf(DeadLetter.class))
			.isSameAs(DeadLetter.TYPE)
			.isIn(context.getBeanProvider(Type.class).stream().toList()));
	}

	private static InvocationBatch batch(String text) {
		return new InvocationBatch(ProtocolVersion.V3, Address.of("demo/failing", "ada"), List.of(),
				List.of(new Invocation(null, new TypeRegistry(List.of(), List.of()).serialize(text))));
	}

	/** What is decided about a message of the function when it fails. */
	private static ErrorAction decide(ErrorHandling errors, Throwable cause) {
		List<ErrorAction> actions = new ArrayList<>();
		InvocationErrorHandler chain = (failed) -> {
			actions.add(errors.handlers()
				.stream()
				.map((handler) -> handler.handle(failed))
				.filter((action) -> action != ErrorAction.next())
				.findFirst()
				.orElse(ErrorAction.next()));
			return ErrorAction.skip();
		};
		FunctionDefinition function = FunctionDefinition.ofAsync("demo/failing",
				(context, message) -> CompletableFuture.failedFuture(cause));
		RequestReplyHandler.builder(new FunctionRegistry(List.of(function)))
			.errors(ErrorHandling.of(List.of(chain)))
			.build()
			.handle(batch("a"))
			.join();
		return actions.get(0);
	}

	private static StatefunErrorProperties bind(Map<String, String> properties) {
		return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("statefun.errors",
				StatefunErrorProperties.class);
	}

	@StatefunFunction("demo/failing")
	static class Failing {

		@StatefunHandler
		void fail(String text) {
			throw new IllegalStateException(text);
		}

	}

	@StatefunFunction(typeName = "demo/timed", timeout = "${demo.timeout:1500ms}")
	static class Timed {

		@StatefunHandler
		void handle(String text) {
		}

	}

	@StatefunFunction("demo/threads")
	static class Threads {

		private final CompletableFuture<Thread> thread = new CompletableFuture<>();

		@StatefunHandler
		void handle(String text) {
			this.thread.complete(Thread.currentThread());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnTypes {

		static final Type<DeadLetter> LETTERS = Types.of("demo/Letter", DeadLetter.class, DeadLetter.TYPE::serialize,
				DeadLetter.TYPE::deserialize);

		@Bean
		Type<DeadLetter> letters() {
			return LETTERS;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OtherTypes {

		@Bean
		Type<Duration> durations() {
			return Types.of("demo/Duration", Duration.class, (duration) -> ByteString.EMPTY, (bytes) -> Duration.ZERO);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnHandlers {

		@Bean
		@Order(2)
		InvocationErrorHandler second() {
			return (failed) -> ErrorAction.next();
		}

		@Bean
		@Order(1)
		InvocationErrorHandler first() {
			return (failed) -> ErrorAction.next();
		}

		@Bean
		FailureListener listener() {
			return (failed, action) -> {
			};
		}

	}

}
