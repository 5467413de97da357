package dev.statefun.protocol.internal;

import com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * A field that begins within another one is a sign of a second thread.
 */
class ExclusiveWriterTests {

	private final ExclusiveWriter writer = new ExclusiveWriter(new byte[16]);

	@Test
	void whenAFieldBeginsBeforeTheOneBeforeIsCompleteThenItIsRefused() {
		this.writer.start(1, 5);
		assertThatIllegalStateException().isThrownBy(() -> this.writer.start(1, 5))
			.withMessageContaining("Two threads use the context");
		assertThatIllegalStateException().isThrownBy(() -> this.writer.start(1, 5, ByteString.EMPTY));
		assertThatIllegalStateException().isThrownBy(this.writer::requireComplete);
	}

	@Test
	void whenFieldsAreCompleteThenTheyMayFollowOneAnother() {
		ByteString large = ByteString.copyFrom(new byte[1 << 20]);
		assertThatNoException().isThrownBy(() -> {
			this.writer.start(1, 5);
			this.writer.append(new byte[5]);
			int size = WireWriter.sizeOfBytes(1, large.size());
			this.writer.start(2, size, large);
			this.writer.bytes(1, large);
			this.writer.requireComplete();
			this.writer.start(1, 3);
			this.writer.backTo(0);
			this.writer.start(1, 0);
			this.writer.requireComplete();
		});
	}

}
