package dev.statefun.autoconfigure.replay;

import java.util.function.Function;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.statefun.autoconfigure.replay.demo.SeenCount;
import dev.statefun.type.SerializationException;
import dev.statefun.type.Type;
import dev.statefun.type.Types;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The types that the applications bring: of objects that can be changed after they were
 * sent or stored.
 */
@Configuration(proxyBeanMethods = false)
class MutableTypes {

	static final Type<StringBuilder> TEXT = new MutableType<>("com.example.types/mutable-text", StringBuilder.class,
			(text) -> ByteString.copyFromUtf8(text.toString()), (bytes) -> new StringBuilder(bytes.toStringUtf8()));

	static final Type<SeenCount.Builder> SEEN_COUNT = new MutableType<>(Types.protobuf(SeenCount.class).typeName(),
			SeenCount.Builder.class, (count) -> count.build().toByteString(), MutableTypes::readSeenCount);

	@Bean
	Type<StringBuilder> mutableText() {
		return TEXT;
	}

	@Bean
	Type<SeenCount.Builder> mutableSeenCount() {
		return SEEN_COUNT;
	}

	private static SeenCount.Builder readSeenCount(ByteString bytes) {
		try {
			return SeenCount.parseFrom(bytes).toBuilder();
		}
		catch (InvalidProtocolBufferException ex) {
			throw new SerializationException("Not a SeenCount", ex);
		}
	}

	private record MutableType<T>(String typeName, Class<T> javaType, Function<T, ByteString> writer,
			Function<ByteString, T> reader) implements Type<T> {

		@Override
		public ByteString serialize(T value) {
			return this.writer.apply(value);
		}

		@Override
		public T deserialize(ByteString bytes) {
			return this.reader.apply(bytes);
		}

	}

}
