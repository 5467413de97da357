package dev.statefun.integration.engine;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import org.apache.flink.api.common.serialization.Encoder;
import org.apache.flink.core.fs.Path;
import org.apache.flink.statefun.flink.io.datastream.SinkFunctionSpec;
import org.apache.flink.statefun.flink.io.datastream.SourceFunctionSpec;
import org.apache.flink.statefun.sdk.FunctionType;
import org.apache.flink.statefun.sdk.io.EgressIdentifier;
import org.apache.flink.statefun.sdk.io.IngressIdentifier;
import org.apache.flink.statefun.sdk.io.Router;
import org.apache.flink.statefun.sdk.spi.StatefulFunctionModule;
import org.apache.flink.streaming.api.functions.sink.SinkFunction;
import org.apache.flink.streaming.api.functions.sink.filesystem.StreamingFileSink;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.BasePathBucketAssigner;
import org.apache.flink.streaming.api.functions.sink.filesystem.rollingpolicies.OnCheckpointRollingPolicy;

/**
 * Binds the generated ingress, and the egress {@code test/out} whose records are lines of
 * files. A file gets its name when the checkpoint is complete that has it: whoever reads
 * only those sees each record exactly once.
 */
public final class GeneratedIo implements StatefulFunctionModule {

	@Override
	public void configure(Map<String, String> globalConfiguration, Binder binder) {
		bind(IoOptions.from(System.getProperties()), WireValues.ofThisEngine(), binder);
	}

	private <T extends Message> void bind(IoOptions options, WireValues<T> values, Binder binder) {
		IngressIdentifier<T> ingress = new IngressIdentifier<>(values.type(), "test", "in");
		binder.bindIngress(new SourceFunctionSpec<>(ingress, new GeneratedSource<>(options, values)));
		binder.bindIngressRouter(ingress, new NumberRouter<>(options, values));
		binder.bindEgress(new SinkFunctionSpec<>(new EgressIdentifier<>("test", "out", values.type()),
				committedFiles(options, values)));
	}

	@SuppressWarnings("deprecation") // Its successor is not yet in the engine of 2.2.2
	private static <T extends Message> SinkFunction<T> committedFiles(IoOptions options, WireValues<T> values) {
		return StreamingFileSink.<T>forRowFormat(new Path(options.directory()), new LineEncoder<>(values))
			.withBucketAssigner(new BasePathBucketAssigner<>())
			.withRollingPolicy(OnCheckpointRollingPolicy.build())
			.build();
	}

	/**
	 * Sends the number {@code n} to the instance {@code n % ids}.
	 */
	private static final class NumberRouter<T extends Message> implements Router<T> {

		private final IoOptions options;

		private final WireValues<T> values;

		NumberRouter(IoOptions options, WireValues<T> values) {
			this.options = options;
			this.values = values;
		}

		@Override
		public void route(T message, Downstream<T> downstream) {
			String function = this.options.function();
			if (function == null) {
				throw new IllegalStateException("Records are generated, but for no function");
			}
			int slash = function.lastIndexOf('/');
			downstream.forward(new FunctionType(function.substring(0, slash), function.substring(slash + 1)),
					Long.toString(number(message) % this.options.ids()), message);
		}

		private long number(T message) {
			try {
				return this.values.toLong(message);
			}
			catch (InvalidProtocolBufferException ex) {
				throw new IllegalArgumentException("Not a generated record: " + message, ex);
			}
		}

	}

	/**
	 * Writes a record as its typename and its bytes.
	 */
	private static final class LineEncoder<T extends Message> implements Encoder<T> {

		private final WireValues<T> values;

		LineEncoder(WireValues<T> values) {
			this.values = values;
		}

		@Override
		public void encode(T value, OutputStream output) throws IOException {
			String line = this.values.typename(value) + " "
					+ Base64.getEncoder().encodeToString(this.values.bytes(value).toByteArray()) + "\n";
			output.write(line.getBytes(StandardCharsets.UTF_8));
		}

	}

}
