package dev.statefun.docs;

import java.math.BigDecimal;
import java.util.List;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.statefun.Context;
import dev.statefun.StateValue;
import dev.statefun.annotation.State;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;
import dev.statefun.annotation.StatefunType;
import dev.statefun.type.Type;
import dev.statefun.type.TypedValue;
import dev.statefun.type.Types;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Examples of docs/programming-model.md.
 */
interface Typing {

	@StatefunType("docs/Page")
	record Page<T>(List<T> items, int number) {
	}

	@StatefunType("docs/Book")
	record Book(String title) {
	}

	@StatefunFunction("docs/catalogue")
	class CatalogueFunction {

		@StatefunHandler
		void take(Page<Book> page, @State("first") StateValue<Book> first) {
			first.set(page.items().get(0));
		}

	}

	@StatefunFunction("docs/last-seen")
	class LastSeenFunction {

		@StatefunHandler
		void see(Timestamp time, @State("time") StateValue<Timestamp> seen) {
			seen.set(time);
		}

	}

	@Configuration(proxyBeanMethods = false)
	class TypeConfiguration {

		@Bean
		Type<BigDecimal> decimal() {
			return Types.of("docs/decimal", BigDecimal.class, (value) -> ByteString.copyFromUtf8(value.toPlainString()),
					(bytes) -> new BigDecimal(bytes.toStringUtf8()));
		}

	}

	@StatefunFunction("docs/account")
	class AccountFunction {

		@StatefunHandler
		void deposit(BigDecimal amount, @State("balance") StateValue<BigDecimal> balance) {
			balance.update(BigDecimal.ZERO, (present) -> present.add(amount));
		}

	}

	@StatefunFunction("docs/images")
	class ImageFunction {

		@StatefunHandler
		void take(byte[] image, Context context) {
			context.send("docs/thumbnails", context.self().id(),
					new TypedValue("docs/image", ByteString.copyFrom(image)));
		}

	}

}
