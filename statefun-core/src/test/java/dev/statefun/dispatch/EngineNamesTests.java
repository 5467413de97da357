package dev.statefun.dispatch;

import java.util.List;

import com.google.protobuf.ByteString;
import dev.statefun.Context;
import dev.statefun.Message;
import dev.statefun.StatefulFunction;
import dev.statefun.ValueSpec;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.protocol.RequestReplyProtocol;
import dev.statefun.type.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Names that an engine would refuse, or take for something else, are refused here.
 */
class EngineNamesTests {

	@ParameterizedTest
	@CsvSource({ "example/counter/x, example.counter/x", "a/b/c/d, a.b.c/d", "demo/*, asterisk",
			"demo/count*, asterisk", "*/counter, asterisk" })
	void whenAnEngineRefusesTheNameOfAFunctionThenTheHandlerIsNotBuilt(String name, String expected) {
		FunctionRegistry functions = functions(name);
		assertThatExceptionOfType(InvalidFunctionException.class)
			.isThrownBy(() -> RequestReplyHandler.builder(functions).build())
			.withMessageContainingAll(name, expected, "Engines of 3.x refuse it", "statefun.protocol=v2");
		assertThatExceptionOfType(InvalidFunctionException.class)
			.isThrownBy(() -> build(functions, ProtocolVersion.V3));
	}

	/** An engine of 2.x splits names at the last slash, and knows no wildcards. */
	@ParameterizedTest
	@CsvSource({ "example/counter/x", "demo/*" })
	void whenTheEngineIsOf2xThenItTakesThem(String name) {
		assertThat(build(functions(name), ProtocolVersion.V2)).isNotNull();
	}

	@ParameterizedTest
	@CsvSource({ "demo/greeter", "com.example.shop/cart-v2", "日本/grüße", "a/b.c" })
	void whenAnEngineTakesTheNameThenSoDoesTheHandler(String name) {
		assertThatNoException().isThrownBy(() -> build(functions(name), ProtocolVersion.V3));
	}

	@ParameterizedTest
	@CsvSource({ "Money", "demo/money/v1", "/money", "demo/" })
	void whenAnEngineRefusesTheTypeOfAStateThenTheHandlerIsNotBuilt(String type) {
		FunctionRegistry functions = functions("demo/account", ValueSpec.of("balance", new OwnType(type)));
		assertThatExceptionOfType(InvalidFunctionException.class)
			.isThrownBy(() -> RequestReplyHandler.builder(functions).build())
			.withMessageContainingAll("'" + type + "'", "'balance'", "demo/account");
	}

	@Test
	void whenAnEngineTakesTheTypeOfAStateThenSoDoesTheHandler() {
		assertThatNoException()
			.isThrownBy(() -> build(functions("demo/account", ValueSpec.of("balance", new OwnType("demo/Money"))),
					ProtocolVersion.V3));
	}

	private static RequestReplyHandler build(FunctionRegistry functions, ProtocolVersion version) {
		return RequestReplyHandler.builder(functions).protocol(RequestReplyProtocol.of(version)).build();
	}

	private static FunctionRegistry functions(String name, ValueSpec<?>... states) {
		return FunctionRegistry.of(FunctionDefinition.of(name, new StatefulFunction() {

			@Override
			public void apply(Context context, Message message) {
			}

			@Override
			public List<ValueSpec<?>> states() {
				return List.of(states);
			}

		}));
	}

	private record OwnType(String typeName) implements Type<String> {

		@Override
		public Class<String> javaType() {
			return String.class;
		}

		@Override
		public ByteString serialize(String value) {
			return ByteString.copyFromUtf8(value);
		}

		@Override
		public String deserialize(ByteString bytes) {
			return bytes.toStringUtf8();
		}

	}

}
