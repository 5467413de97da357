package dev.statefun.docs;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import com.example.CounterApplication;
import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.statefun.Address;
import dev.statefun.dispatch.FunctionDefinition;
import dev.statefun.dispatch.FunctionRegistry;
import dev.statefun.dispatch.RequestReplyHandler;
import dev.statefun.docs.Asynchronous.Stations;
import dev.statefun.docs.Asynchronous.Translator;
import dev.statefun.docs.Choosing.Payment;
import dev.statefun.docs.SpringExamples.CancellationFunction;
import dev.statefun.docs.SpringExamples.OrderRepository;
import dev.statefun.error.ErrorAction;
import dev.statefun.error.ErrorAction.Retry;
import dev.statefun.error.FailedInvocation;
import dev.statefun.io.DeadLetter;
import dev.statefun.method.InvalidPayloadException;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationBatch.Invocation;
import dev.statefun.protocol.InvocationBatch.PersistedValue;
import dev.statefun.protocol.InvocationResult;
import dev.statefun.protocol.InvocationResult.Completed;
import dev.statefun.protocol.InvocationResult.Mutation;
import dev.statefun.protocol.InvocationResult.Outgoing;
import dev.statefun.protocol.InvocationResult.Send;
import dev.statefun.protocol.InvocationResult.SendEgress;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.type.TypeRegistry;
import dev.statefun.type.TypedValue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.aop.support.AopUtils;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The examples of the documents are served, and do what the documents say.
 */
class DocumentedFunctionsTests {

	private static final Address CALLER = Address.of("docs/caller", "c");

	private static ConfigurableApplicationContext context;

	@BeforeAll
	static void start() {
		context = run(true);
	}

	@AfterAll
	static void stop() {
		context.close();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whenAnApplicationHasTheExamplesThenAllAreServed(boolean proxyTargetClass) {
		try (ConfigurableApplicationContext application = run(proxyTargetClass)) {
			assertThat(application.getBean(FunctionRegistry.class).typeNames()).map(Object::toString)
				.containsExactlyInAnyOrder("demo/greeter", "docs/greeter", "docs/stock", "docs/returns", "docs/counter",
						"docs/relay", "docs/former", "docs/cart", "docs/payments", "docs/inbox", "docs/subscription",
						"docs/meter", "docs/archive", "docs/invoice", "docs/score", "docs/thermostat", "docs/login",
						"docs/history", "docs/catalogue", "docs/last-seen", "docs/account", "docs/images", "docs/chat",
						"docs/reservation", "docs/shipping", "docs/positions", "docs/translation", "docs/weather",
						"docs/dictionary", "docs/order", "docs/cancellation", "docs/lamp", "docs/recommendation",
						"docs/replay", "docs/quote", "docs/price", "docs/audit", "shop/user", "shop/customer",
						"shop/python-greeter");
			assertThat(AopUtils.isCglibProxy(application.getBean(CancellationFunction.class))).isTrue();
			assertThat(AopUtils.isJdkDynamicProxy(application.getBean(SpringExamples.Lamp.class)))
				.isNotEqualTo(proxyTargetClass);
		}
	}

	@Test
	void whenADeadLetterComesThenItsMessageIsSentAgain() {
		Address target = Address.of("docs/counter", "kitchen");
		TypedValue value = context.getBean(TypeRegistry.class).serialize(7);
		DeadLetter letter = new DeadLetter(target, null, value, "Oops", "", 1, Instant.EPOCH);
		assertThat(((Completed) effects("docs/replay", letter)).outgoing()).containsExactly(new Send(target, value));
	}

	@Test
	void whenTheShopIsClosedThenItsMessagesAreRetriedAndThenDeadLettered() {
		FailedInvocation failed = new FailedInvocation(CALLER, null, null, new Failing.ShopClosedException(), 1,
				Duration.ZERO);
		assertThat(new Failing.ShopFailures().handle(failed)).isInstanceOfSatisfying(Retry.class,
				(retry) -> assertThat(retry.otherwise()).isEqualTo(ErrorAction.deadLetter()));
	}

	@Test
	void whenTheApplicationOfTheReadmeStartsThenItServesItsFunction() {
		try (ConfigurableApplicationContext application = new SpringApplicationBuilder(CounterApplication.class)
			.properties("server.port=0")
			.run()) {
			assertThat(application.getBean(FunctionRegistry.class).typeNames()).hasToString("[example/counter]");
		}
	}

	@Test
	void whenAProfileOrPropertyIsAgainstItThenAFunctionIsNotServed() {
		try (ConfigurableApplicationContext application = application("docs.recommendations.enabled=false").run()) {
			assertThat(application.getBean(FunctionRegistry.class).typeNames()).map(Object::toString)
				.doesNotContain("docs/recommendation")
				.contains("docs/order");
		}
	}

	@Test
	void whenPayloadsAreOfOneHierarchyThenTheMostSpecificHandlerTakesThem() {
		assertThat(effects("docs/payments", new Payment.Transfer(5), new Payment.CardPayment(7, "x")))
			.isEqualTo(completed(List.of(mutation("balance", 5L)),
					new Send(Address.of("docs/fraud-check", "x"), value(new Payment.CardPayment(7, "x")))));
	}

	@Test
	void whenNoOtherHandlerTakesAMessageThenTheOneForMessagesDoes() {
		assertThat(effects("docs/inbox", 5))
			.isEqualTo(completed(List.of(), new Send(Address.of("docs/attachments", "acme:1"), value(5))));
	}

	@Test
	void whenFunctionsAreRegisteredThenTheyAreServed() {
		assertThat(effects("docs/former", 5))
			.isEqualTo(completed(List.of(), new Send(Address.of("docs/greeter", "acme:1"), value(5))));
	}

	@Test
	void whenAnArgumentHasAResolverThenItIsResolved() {
		assertThat(effects("docs/invoice", 5))
			.isEqualTo(completed(List.of(), new Send(Address.of("docs/ledger", "acme"), value(5))));
	}

	@Test
	void whenBytesAreTakenThenTheyAreAsTheyCame() {
		ByteString bytes = ByteString.copyFromUtf8("raw");
		assertThat(effects("docs/archive", new TypedValue("any/thing", bytes)))
			.isEqualTo(completed(List.of(new Mutation("latest", new TypedValue("docs/blob", bytes)))));
		assertThat(effects("docs/images", new TypedValue("any/thing", bytes))).isEqualTo(completed(List.of(),
				new Send(Address.of("docs/thumbnails", "acme:1"), new TypedValue("docs/image", bytes))));
	}

	@Test
	void whenTypesAreGenericProtobufOrOwnThenValuesComeBackAsTheyWere() {
		assertThat(effects("docs/catalogue", new Typing.Page<>(List.of(new Typing.Book("Emma")), 1)))
			.isEqualTo(completed(List.of(mutation("first", new Typing.Book("Emma")))));
		Timestamp time = Timestamp.newBuilder().setSeconds(5).build();
		assertThat(effects("docs/last-seen", time)).isEqualTo(completed(List.of(mutation("time", time))));
		assertThat(effects("docs/account", new BigDecimal("1.10"), new BigDecimal("2.20"))).isEqualTo(completed(
				List.of(new Mutation("balance", new TypedValue("docs/decimal", ByteString.copyFromUtf8("3.30"))))));
		assertThat(effects("docs/history", "a", "b")).isEqualTo(completed(List
			.of(new Mutation("pages", new TypedValue("docs/pages", ByteString.copyFromUtf8("[\"a\",\"b\"]"))))));
	}

	@Test
	void whenAFunctionIsAsynchronousThenTheNextMessageWaits() {
		assertThat(effects("docs/translation", "a", "b")).isEqualTo(completed(List.of(mutation("latest", "B"))));
		assertThat(effects("docs/weather", "Oslo")).isEqualTo(completed(List.of(), new Send(CALLER, value(-4.5))));
		assertThat(effects("docs/dictionary", "a")).isEqualTo(completed(List.of(), new Send(CALLER, value("A"))));
	}

	@Test
	void whenAPayloadIsNotValidThenTheRequestFails() {
		assertThatExceptionOfType(Exception.class)
			.isThrownBy(() -> effects("docs/order", new SpringExamples.PlaceOrder("", 0)))
			.havingRootCause()
			.isInstanceOf(InvalidPayloadException.class)
			.withMessageContainingAll("item", "quantity");
		assertThat(effects("docs/order", new SpringExamples.PlaceOrder("book", 1))).isEqualTo(completed(List.of()));
	}

	@Test
	void whenAHandlerIsTransactionalThenItRunsInATransaction() {
		assertThat(effects("docs/cancellation", new SpringExamples.CancelOrder())).isEqualTo(completed(List.of()));
		assertThat(effects("docs/lamp", true)).isEqualTo(completed(List.of(mutation("on", true))));
	}

	@Test
	void whenMessagesLeaveThenTheyAreInTheOrderOfTheCalls() {
		Completed completed = (Completed) effects("docs/shipping", new Sending.Shipment("p", "Rome"));
		assertThat(completed.outgoing()).hasOnlyElementsOfType(SendEgress.class)
			.map((egress) -> ((SendEgress) egress).egress().toString())
			.containsExactly("docs/audit", "docs/kafka");
		assertThat(((Completed) effects("docs/chat", "hi you")).outgoing()).hasSize(4);
		assertThat(((Completed) effects("docs/positions", "x")).outgoing()).hasSize(1);
		assertThat(((Completed) effects("docs/reservation", new Sending.Reserve(), new Sending.Buy())).outgoing())
			.hasSize(3);
	}

	@Test
	void whenFunctionsCountThenTheyCount() {
		for (String function : List.of("docs/counter", "docs/meter", "docs/score")) {
			assertThat(((Completed) effects(function, 5)).mutations()).isNotEmpty();
		}
		assertThat(effects("docs/thermostat", 1.5)).isEqualTo(completed(List.of(mutation("target", 21.5))));
		assertThat(effects("docs/recommendation", "x")).isEqualTo(completed(List.of(mutation("last", "x"))));
		assertThat(effects("shop/user", "Ada")).isEqualTo(effects("shop/customer", "Ada"));
	}

	private static InvocationResult effects(String function, Object... messages) {
		Address target = Address.of(function, "acme:1");
		FunctionDefinition definition = context.getBean(FunctionRegistry.class).find(target.type());
		assertThat(definition).as(function).isNotNull();
		List<PersistedValue> states = new ArrayList<>();
		definition.states().forEach((state) -> states.add(new PersistedValue(state.name(), null)));
		List<Invocation> invocations = Arrays.stream(messages)
			.map((message) -> new Invocation(CALLER, value(message)))
			.toList();
		return context.getBean(RequestReplyHandler.class)
			.handle(new InvocationBatch(ProtocolVersion.V3, target, states, invocations))
			.join();
	}

	private static Completed completed(List<Mutation> mutations, Outgoing... outgoing) {
		return Completed.of(ProtocolVersion.V3, mutations, List.of(outgoing));
	}

	private static Mutation mutation(String name, Object value) {
		return new Mutation(name, value(value));
	}

	private static TypedValue value(Object value) {
		return context.getBean(TypeRegistry.class).serialize(value);
	}

	private static ConfigurableApplicationContext run(boolean proxyTargetClass) {
		return application("spring.aop.proxy-target-class=" + proxyTargetClass).run();
	}

	private static SpringApplicationBuilder application(String property) {
		return new SpringApplicationBuilder(DocumentedApplication.class).properties("server.port=0",
				"routing.routes[docs/former]=docs/greeter", property);
	}

	@SpringBootApplication
	@ConfigurationPropertiesScan
	@EnableTransactionManagement
	static class DocumentedApplication {

		@Bean
		Translator translator() {
			return (text) -> CompletableFuture.supplyAsync(text::toUpperCase);
		}

		@Bean
		Stations stations() {
			return (city) -> Mono.just(-4.5);
		}

		@Bean
		OrderRepository orders(Transactions transactions) {
			return new OrderRepository() {

				@Override
				public void save(String id, String item, int quantity) {
				}

				@Override
				public void delete(String id) {
					assertThat(transactions.open).isTrue();
				}

			};
		}

		@Bean
		Transactions transactions() {
			return new Transactions();
		}

	}

	@SuppressWarnings("serial")
	static class Transactions extends AbstractPlatformTransactionManager {

		private boolean open;

		@Override
		protected Object doGetTransaction() {
			return this;
		}

		@Override
		protected void doBegin(Object transaction, TransactionDefinition definition) {
			this.open = true;
		}

		@Override
		protected void doCommit(DefaultTransactionStatus status) {
			this.open = false;
		}

		@Override
		protected void doRollback(DefaultTransactionStatus status) {
			this.open = false;
		}

	}

}
