package dev.statefun.embedded;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import dev.statefun.StateValue;
import dev.statefun.annotation.State;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;
import dev.statefun.annotation.StatefunType;
import dev.statefun.client.AskRefusedException;
import dev.statefun.client.InstanceState;
import dev.statefun.client.StatefunClient;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * States that are read and changed on the embedded engine.
 */
class EmbeddedStateIT {

	private static final String READ = "\u0008\u0001\u0012\u0000";

	private static final String REMOVE = "\u0008\u0003\u0012\u0003sum";

	@ParameterizedTest
	@CsvSource({ "async", "okhttp" })
	void whenStatesAreReadThenTheyAreWhatTheFunctionSeesAndItSeesWhatIsWritten(String transport) {
		try (ConfigurableApplicationContext context = run("write",
				"--statefun.embedded-engine.transport=" + transport)) {
			StatefunClient client = context.getBean(StatefunClient.class);
			InstanceState before = client.to("demo/wallet", "ada").state().join();
			assertThat(before.isPresent("sum")).isFalse();
			assertThat(before.isPresent("notes")).isFalse();
			String seen = client.to("demo/wallet", "ada").ask(3, String.class).join();
			InstanceState state = client.to("demo/wallet", "ada").state().join();
			assertThat("%s %s".formatted(state.get("sum", Integer.class).orElseThrow(),
					state.get("notes", Notes.class).orElseThrow().lines()))
				.isEqualTo(seen)
				.isEqualTo("3 [3]");
			client.to("demo/wallet", "ada").setState("sum", 40).join();
			client.to("demo/wallet", "ada").removeState("notes").join();
			assertThat(client.to("demo/wallet", "ada").ask(2, String.class).join()).isEqualTo("42 [2]");
			assertThat(client.to("demo/wallet", "ada").state().join().get("sum", Integer.class)).hasValue(42);
			assertThat(client.to("demo/wallet", "bob").state().join().isPresent("sum")).isFalse();
		}
	}

	@ParameterizedTest
	@CsvSource({ "none", "read" })
	void whenThereIsNoPermissionThenNoMessageReadsOrWrites(String access) throws Exception {
		try (ConfigurableApplicationContext context = run(access)) {
			StatefunClient client = context.getBean(StatefunClient.class);
			assertThat(client.to("demo/wallet", "ada").ask(3, String.class).join()).isEqualTo("3 [3]");
			assertThatExceptionOfType(CompletionException.class)
				.isThrownBy(client.to("demo/wallet", "ada").setState("sum", 40)::join)
				.withCauseInstanceOf(AskRefusedException.class);
			CompletableFuture<InstanceState> state = client.to("demo/wallet", "ada").state();
			if (access.equals("none")) {
				assertThatExceptionOfType(CompletionException.class).isThrownBy(state::join)
					.withCauseInstanceOf(AskRefusedException.class);
			}
			else {
				assertThat(state.join().get("sum", Integer.class)).hasValue(3);
			}
			for (String request : List.of(READ, REMOVE)) {
				put(context, "/demo/wallet/ada", "dev.statefun.client/StateRequest",
						request.getBytes(StandardCharsets.UTF_8));
				put(context, "/dev.statefun.client.ask/shop/" + id("demo/wallet|ada|" + request.length()),
						"dev.statefun.client/Ask", ask(request));
			}
			assertThat(client.to("demo/wallet", "ada").ask(2, String.class).join()).isEqualTo("5 [3, 2]");
		}
	}

	private static String id(String id) {
		return URLEncoder.encode(id, StandardCharsets.UTF_8);
	}

	/** A question as the client writes it. */
	private static byte[] ask(String request) throws Exception {
		ByteArrayOutputStream value = new ByteArrayOutputStream();
		CodedOutputStream output = CodedOutputStream.newInstance(value);
		output.writeString(1, "dev.statefun.client/StateRequest");
		output.writeBool(2, true);
		output.writeBytes(3, ByteString.copyFromUtf8(request));
		output.flush();
		ByteArrayOutputStream ask = new ByteArrayOutputStream();
		output = CodedOutputStream.newInstance(ask);
		output.writeByteArray(1, value.toByteArray());
		output.writeBool(2, true);
		output.flush();
		return ask.toByteArray();
	}

	private static void put(ConfigurableApplicationContext context, String path, String type, byte[] body)
			throws Exception {
		EmbeddedEngine engine = context.getBean(EmbeddedEngine.class);
		HttpResponse<String> response = new EngineClient(engine)
			.send(HttpRequest.newBuilder(URI.create(engine.ingressUri() + path + "?check=false"))
				.header("Content-Type", "application/vnd." + type)
				.PUT(BodyPublishers.ofByteArray(body)));
		assertThat(response.statusCode()).as(response.body()).isBetween(200, 299);
	}

	private static ConfigurableApplicationContext run(String access, String... args) {
		return FreePorts.run(WalletApplication.class,
				Stream
					.concat(Stream.of(args), Stream.of("--spring.main.web-application-type=servlet",
							"--statefun.client.name=shop", "--statefun.state-access=" + access))
					.toArray(String[]::new));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Wallet.class)
	static class WalletApplication {

	}

	@StatefunFunction("demo/wallet")
	static class Wallet {

		@StatefunHandler
		String add(int number, @State("sum") StateValue<Integer> sum, @State("notes") StateValue<Notes> notes) {
			notes.update(new Notes(List.of()), (present) -> present.with(number));
			return "%s %s".formatted(sum.update(0, (present) -> present + number), notes.get().orElseThrow().lines());
		}

	}

	@StatefunType("demo/Notes")
	record Notes(List<Integer> lines) {

		Notes with(int line) {
			return new Notes(Stream.concat(this.lines.stream(), Stream.of(line)).toList());
		}

	}

}
