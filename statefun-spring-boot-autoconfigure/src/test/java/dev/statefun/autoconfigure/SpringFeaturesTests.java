package dev.statefun.autoconfigure;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UnknownFieldSet;
import dev.statefun.Context;
import dev.statefun.EgressMessage;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;
import dev.statefun.annotation.StatefunType;
import dev.statefun.dispatch.BatchInterceptor;
import dev.statefun.dispatch.FunctionRegistry;
import dev.statefun.dispatch.InvocationInterceptor;
import dev.statefun.protocol.InvocationResult;
import dev.statefun.testing.EngineRequest;
import dev.statefun.type.Type;
import dev.statefun.type.Types;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Profile;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.annotation.Order;
import org.springframework.javapoet.ClassName;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.validation.beanvalidation.LocalValidatorFactoryBean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Spring does for beans, it does for functions.
 */
@ExtendWith(OutputCaptureExtension.class)
class SpringFeaturesTests {

	@Test
	void whenAHandlerIsTransactionalThenItsFailureRollsBack() throws Exception {
		try (ConfigurableApplicationContext context = run()) {
			Transactions transactions = context.getBean(Transactions.class);
			assertThat(post(context, "demo/transactional", "{\"item\":\"book\"}").statusCode()).isEqualTo(200);
			EngineClient.assertRefused(post(context, "demo/transactional", "{\"item\":\"bomb\"}"), 500);
			assertThat(transactions.calls).containsExactly("begin", "commit", "begin", "rollback");
		}
	}

	@Test
	void whenAPayloadHasConstraintsThenItIsValidated(CapturedOutput output) throws Exception {
		try (ConfigurableApplicationContext context = run()) {
			assertThat(post(context, "demo/validating", "{\"item\":\"book\"}").statusCode()).isEqualTo(200);
			EngineClient.assertRefused(post(context, "demo/validating", "{\"item\":\" \"}"), 500);
			assertThat(output).contains("demo/validating failed for id 'ada'", "item must not be blank");
		}
	}

	@Test
	void whenTheApplicationHasItsOwnValidatorThenThatIsTaken() throws Exception {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class,
				OwnValidator.class)
			.properties("server.port=0", "logging.level.root=warn")
			.run()) {
			EngineClient.assertRefused(post(context, "demo/validating", "{\"item\":\" \"}"), 500);
		}
	}

	@Test
	void whenClassesOfMessagesAreProcessedAheadOfTimeThenTheirPropertiesAreKept() throws Exception {
		GenericApplicationContext context = new GenericApplicationContext();
		AutoConfigurationPackages.register(context, getClass().getPackageName());
		DefaultGenerationContext generation = new DefaultGenerationContext(
				new ClassNameGenerator(ClassName.get(getClass().getPackageName(), "Aot")),
				new InMemoryGeneratedFiles());
		new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		assertThat(
				RuntimeHintsPredicates.reflection().onMethodInvocation(PurchaseOrder.class.getDeclaredMethod("item")))
			.accepts(generation.getRuntimeHints());
	}

	@Test
	void whenBeansAreConditionalThenSoAreTheirFunctions() {
		try (ConfigurableApplicationContext context = run()) {
			assertThat(types(context)).doesNotContain("demo/conditional", "demo/profile");
		}
		try (ConfigurableApplicationContext context = run("demo.conditional=true", "spring.profiles.active=demo")) {
			assertThat(types(context)).contains("demo/conditional", "demo/profile");
		}
	}

	@Test
	void whenInterceptorsAreBeansThenTheyGoAroundInTheirOrder() throws Exception {
		try (ConfigurableApplicationContext context = run()) {
			List<String> calls = context.getBean(Interceptors.class).calls;
			post(context, "demo/plain", "{\"item\":\"book\"}");
			assertThat(calls).containsExactly("batch demo/plain", "first demo/Order", "second demo/Order",
					"second done", "first done", "batch Completed");
			EngineClient.assertRefused(post(context, "demo/plain", "{\"item\":\"veto\"}"), 500);
		}
	}

	@Test
	void whenATypeIsABeanThenItsValuesTravelUnderItsName() throws Exception {
		try (ConfigurableApplicationContext context = run()) {
			HttpResponse<byte[]> response = EngineClient.post(context, "/statefun",
					EngineRequest.v3("demo/plain", "ada", "none", "demo/Blob", ByteString.copyFromUtf8("abc")));
			UnknownFieldSet value = EngineClient.nested(EngineClient.nested(EngineClient.result(response), 4), 3);
			assertThat(EngineClient.text(value, 1)).isEqualTo("demo/Blob");
			assertThat(EngineClient.text(value, 3)).isEqualTo("abcabc");
		}
	}

	@Test
	void whenATypeIsABeanThenTheNameThatTheClassHasWithoutItIsTakenToo() throws Exception {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(OwnProtobuf.class)
			.properties("server.port=0", "logging.level.root=warn")
			.run()) {
			for (String name : List.of("demo/time", "type.googleapis.com/google.protobuf.Timestamp")) {
				Timestamp time = Timestamp.newBuilder().setSeconds(7).build();
				HttpResponse<byte[]> response = EngineClient.post(context, "/statefun",
						EngineRequest.v3("demo/time", "ada", "none", name, time.toByteString()));
				UnknownFieldSet value = EngineClient.nested(EngineClient.nested(EngineClient.result(response), 4), 3);
				assertThat(EngineClient.text(value, 1)).isEqualTo("demo/time");
			}
		}
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void whenVirtualThreadsAreEnabledThenHandlersRunOnThem() throws Exception {
		try (ConfigurableApplicationContext context = run("spring.threads.virtual.enabled=true")) {
			HttpResponse<byte[]> response = post(context, "demo/plain", "{\"item\":\"thread\"}");
			UnknownFieldSet value = EngineClient.nested(EngineClient.nested(EngineClient.result(response), 4), 3);
			assertThat(EngineClient.text(value, 3)).contains("VirtualThread");
		}
	}

	private static List<String> types(ConfigurableApplicationContext context) {
		return context.getBean(FunctionRegistry.class).typeNames().stream().map(Object::toString).toList();
	}

	private static HttpResponse<byte[]> post(ConfigurableApplicationContext context, String type, String order)
			throws Exception {
		return EngineClient.post(context, "/statefun",
				EngineRequest.v3(type, "ada", "none", "demo/Order", ByteString.copyFromUtf8(order)));
	}

	private static ConfigurableApplicationContext run(String... properties) {
		return new SpringApplicationBuilder(Application.class).properties("server.port=0", "logging.level.root=warn")
			.properties(properties)
			.run();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableTransactionManagement
	@Import({ TransactionalFunction.class, ValidatingFunction.class, ConditionalFunction.class, ProfileFunction.class,
			PlainFunction.class, Transactions.class, Interceptors.class })
	static class Application {

		@Bean
		Type<ByteString> blobType() {
			return Types.bytes("demo/Blob");
		}

	}

	@StatefunType("demo/Order")
	record PurchaseOrder(@NotBlank String item) {
	}

	@StatefunFunction("demo/transactional")
	static class TransactionalFunction {

		private final PlatformTransactionManager transactions;

		TransactionalFunction(PlatformTransactionManager transactions) {
			this.transactions = transactions;
		}

		@StatefunHandler
		@Transactional
		void take(PurchaseOrder order) {
			assertThat(this.transactions).isNotNull();
			if (order.item().equals("bomb")) {
				throw new IllegalStateException("no bombs");
			}
		}

	}

	@StatefunFunction("demo/validating")
	static class ValidatingFunction {

		@StatefunHandler
		void take(@Valid PurchaseOrder order) {
		}

	}

	@ConditionalOnProperty("demo.conditional")
	@StatefunFunction("demo/conditional")
	static class ConditionalFunction {

		@StatefunHandler
		void take(PurchaseOrder order) {
		}

	}

	@Profile("demo")
	@StatefunFunction("demo/profile")
	static class ProfileFunction {

		@StatefunHandler
		void take(PurchaseOrder order) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnValidator {

		@Bean
		LocalValidatorFactoryBean ownValidator() {
			return new LocalValidatorFactoryBean();
		}

	}

	@StatefunFunction("demo/plain")
	static class PlainFunction {

		@StatefunHandler
		void take(PurchaseOrder order, Context context) {
			context.send(EgressMessage.of("demo/threads", Thread.currentThread().toString()));
		}

		@StatefunHandler
		void blob(ByteString blob, Context context) {
			context.send(EgressMessage.of("demo/blobs", blob.concat(blob)));
		}

	}

	static class Transactions extends AbstractPlatformTransactionManager {

		private final transient List<String> calls = new ArrayList<>();

		@Override
		protected Object doGetTransaction() {
			return new Object();
		}

		@Override
		protected void doBegin(Object transaction, TransactionDefinition definition) {
			this.calls.add("begin");
		}

		@Override
		protected void doCommit(DefaultTransactionStatus status) {
			this.calls.add("commit");
		}

		@Override
		protected void doRollback(DefaultTransactionStatus status) {
			this.calls.add("rollback");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Interceptors {

		private final List<String> calls = new ArrayList<>();

		@Bean
		@Order(2)
		InvocationInterceptor second() {
			return recording("second");
		}

		@Bean
		@Order(1)
		InvocationInterceptor first() {
			return recording("first");
		}

		@Bean
		BatchInterceptor batch() {
			return (batch, next) -> {
				this.calls.add("batch " + batch.target().type());
				return next.proceed().thenApply((result) -> {
					this.calls.add("batch " + result.getClass().getSimpleName());
					return (InvocationResult) result;
				});
			};
		}

		private InvocationInterceptor recording(String name) {
			return (function, context, message, next) -> {
				if (message.rawValue().toStringUtf8().contains("veto")) {
					return CompletableFuture.failedFuture(new IllegalStateException("vetoed"));
				}
				this.calls.add(name + " " + message.valueTypeName());
				return next.proceed().thenRun(() -> this.calls.add(name + " done"));
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class OwnProtobuf {

		@Bean
		Type<Timestamp> timeType() {
			return Types.of("demo/time", Timestamp.class, Timestamp::toByteString, Timestamp::parseFrom);
		}

		@StatefunFunction("demo/time")
		void take(Timestamp time, Context context) {
			context.send(EgressMessage.of("demo/out", time));
		}

	}

}
