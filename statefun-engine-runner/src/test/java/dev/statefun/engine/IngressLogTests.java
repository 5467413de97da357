package dev.statefun.engine;

import java.util.ArrayList;
import java.util.List;

import com.google.protobuf.ByteString;
import org.apache.flink.statefun.sdk.reqreply.generated.Address;
import org.apache.flink.statefun.sdk.reqreply.generated.FromFunction.Invocation;
import org.apache.flink.statefun.sdk.reqreply.generated.TypedValue;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link IngressLog}.
 */
class IngressLogTests {

	private final IngressLog log = new IngressLog();

	@Test
	void whenRecordsAreReadThenTheyComeInOrderAndOnce() {
		append("a", "b");
		assertThat(read()).containsExactly("a", "b");
		assertThat(read()).isEmpty();
	}

	@Test
	void whenRestoredWithoutCheckpointThenEverythingIsReadAgain() {
		append("a", "b");
		read();
		append("c");
		this.log.restore(null);
		assertThat(read()).containsExactly("a", "b", "c");
	}

	@Test
	void whenRestoredToPositionThenReadingResumesThere() {
		append("a", "b", "c");
		this.log.next();
		IngressLog.Position position = this.log.position();
		read();
		this.log.trim(position.offset());
		append("d");
		this.log.restore(position);
		assertThat(read()).containsExactly("b", "c", "d");
	}

	@Test
	void whenRestoredToOlderPositionThanTheOneBeforeThenReadingResumesThere() {
		append("a", "b", "c");
		this.log.next();
		IngressLog.Position older = this.log.position();
		this.log.next();
		this.log.restore(this.log.position());
		this.log.restore(older);
		assertThat(read()).containsExactly("b", "c");
	}

	@Test
	void whenRestoredInAnotherJvmThenWhatWasUnreadComesFirst() {
		append("a", "b", "c");
		this.log.next();
		IngressLog.Position position = this.log.position();
		IngressLog other = new IngressLog();
		other.restore(position);
		other.append(invocation("d"));
		assertThat(read(other)).containsExactly("b", "c", "d");
	}

	@Test
	void whenRestoredTwiceInAnotherJvmThenWhatWasUnreadIsNotThereTwice() {
		append("a");
		IngressLog.Position position = this.log.position();
		IngressLog other = new IngressLog();
		other.restore(position);
		other.append(invocation("b"));
		read(other);
		other.restore(position);
		assertThat(read(other)).containsExactly("a", "b");
	}

	@Test
	void whenLogIsFullThenRecordIsRefusedUntilItIsTrimmed() {
		long size = invocation("a").getSerializedSize() + 64L;
		IngressLog small = new IngressLog(2 * size);
		assertThat(small.append(invocation("a"))).isTrue();
		assertThat(small.append(invocation("b"))).isTrue();
		assertThat(small.append(invocation("c"))).isFalse();
		small.next();
		small.trim(small.position().offset());
		assertThat(small.bytes()).isEqualTo(size);
		assertThat(small.append(invocation("c"))).isTrue();
		assertThat(read(small)).containsExactly("b", "c");
	}

	private void append(String... values) {
		for (String value : values) {
			assertThat(this.log.append(invocation(value))).isTrue();
		}
	}

	private List<String> read() {
		return read(this.log);
	}

	private static List<String> read(IngressLog log) {
		List<String> values = new ArrayList<>();
		for (Invocation next = log.next(); next != null; next = log.next()) {
			values.add(next.getArgument().getValue().toStringUtf8());
		}
		return values;
	}

	private static Invocation invocation(String value) {
		return Invocation.newBuilder()
			.setTarget(Address.newBuilder().setNamespace("demo").setType("greeter").setId("bob"))
			.setArgument(TypedValue.newBuilder()
				.setTypename("test/text")
				.setHasValue(true)
				.setValue(ByteString.copyFromUtf8(value)))
			.build();
	}

}
