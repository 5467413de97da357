package dev.statefun.engine;

import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link StateDirectory}.
 */
class StateDirectoryTests {

	@TempDir
	private Path directory;

	private StateDirectory state;

	@BeforeEach
	void create() throws Exception {
		this.state = new StateDirectory(this.directory);
		Files.createDirectories(this.state.checkpoints());
	}

	@Test
	void whenThereIsNoCheckpointThenNothingIsRestored() throws Exception {
		assertThat(this.state.latestCheckpoint(1)).isNull();
	}

	@Test
	void whenThereAreCheckpointsThenNewestCompleteOneIsRestored() throws Exception {
		checkpoint("a/chk-7", 100);
		Path newest = checkpoint("b/chk-2", 200);
		Files.createDirectories(this.state.checkpoints().resolve("b/chk-3"));
		assertThat(this.state.latestCheckpoint(1)).isEqualTo(newest);
	}

	@Test
	void whenJobLeftNoCheckpointThenItsDirectoryIsRemoved() throws Exception {
		Files.createDirectories(this.state.checkpoints().resolve("empty/shared"));
		Path newest = checkpoint("b/chk-2", 200);
		this.state.latestCheckpoint(1);
		assertThat(this.state.checkpoints()).isDirectoryNotContaining("glob:**/empty");
		assertThat(newest).exists();
	}

	@Test
	void whenEngineEndedBeforeItRemovedOlderCheckpointsThenTheyAreRemoved() throws Exception {
		Path older = checkpoint("a/chk-7", 100);
		Path incomplete = Files.createDirectories(this.state.checkpoints().resolve("b/chk-3"));
		Files.writeString(incomplete.resolve("state"), "");
		Path newest = checkpoint("b/chk-2", 200);
		assertThat(this.state.latestCheckpoint(1)).isEqualTo(newest).exists();
		assertThat(older).doesNotExist();
		assertThat(incomplete).doesNotExist();
	}

	@Test
	void whenSeveralAreToBeRetainedThenTheNewestOnesAre() throws Exception {
		Path oldest = checkpoint("a/chk-7", 100);
		Path older = checkpoint("a/chk-8", 200);
		Path newest = checkpoint("b/chk-2", 300);
		assertThat(this.state.latestCheckpoint(2)).isEqualTo(newest);
		assertThat(older).exists();
		assertThat(oldest).doesNotExist();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, -1 })
	void whenNoneIsToBeRetainedThenTheNewestIsAllTheSame(int retained) throws Exception {
		Path older = checkpoint("a/chk-8", 200);
		Path newest = checkpoint("b/chk-2", 300);
		assertThat(this.state.latestCheckpoint(retained)).isEqualTo(newest).exists();
		assertThat(older).doesNotExist();
	}

	@Test
	void whenAJobLeftFilesThatCheckpointsShareThenTheyAreKept() throws Exception {
		Path shared = this.state.checkpoints().resolve("a/shared/file");
		Files.createDirectories(shared.getParent());
		Files.writeString(shared, "");
		checkpoint("b/chk-2", 200);
		this.state.latestCheckpoint(1);
		assertThat(shared).exists();
	}

	@Test
	void whenLockedThenNobodyElseGetsTheLock() throws Exception {
		this.state.lock();
		// In one JVM, Java says so by itself
		assertThatExceptionOfType(OverlappingFileLockException.class)
			.isThrownBy(() -> new StateDirectory(this.directory).lock());
	}

	@Test
	void whenDeletedThenNothingIsLeft() throws Exception {
		checkpoint("a/chk-7", 100);
		StateDirectory.delete(this.directory);
		assertThat(this.directory).doesNotExist();
	}

	private Path checkpoint(String name, long seconds) throws Exception {
		Path checkpoint = Files.createDirectories(this.state.checkpoints().resolve(name));
		Path metadata = Files.writeString(checkpoint.resolve("_metadata"), "");
		Files.setLastModifiedTime(metadata, FileTime.from(Instant.ofEpochSecond(seconds)));
		return checkpoint;
	}

}
