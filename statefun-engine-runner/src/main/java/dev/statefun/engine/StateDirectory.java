package dev.statefun.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Where checkpoints are kept for the next engine. One engine at a time may use it.
 */
final class StateDirectory {

	private static final String CHECKPOINT = "chk-";

	private static final String METADATA = "_metadata";

	private final Path directory;

	/**
	 * Held here: an unreachable channel is closed by its cleaner, and the lock with it.
	 */
	private @Nullable FileChannel lock;

	StateDirectory(Path directory) {
		this.directory = directory;
	}

	Path checkpoints() {
		return this.directory.resolve("checkpoints");
	}

	/**
	 * Creates the directory and locks it until this JVM ends.
	 */
	void lock() throws IOException {
		Files.createDirectories(checkpoints());
		FileChannel channel = FileChannel.open(this.directory.resolve("lock"), StandardOpenOption.CREATE,
				StandardOpenOption.WRITE);
		if (channel.tryLock() == null) {
			channel.close();
			throw new IllegalStateException("Another engine uses the state directory " + this.directory);
		}
		this.lock = channel;
	}

	/**
	 * Finds the newest complete checkpoint, and removes what earlier engines did not get
	 * to remove before they ended. What checkpoints share is left alone: the newest may
	 * have it from any job.
	 * @param retained how many complete checkpoints are left, 1 for what is no such
	 * number, as Flink takes it
	 */
	@Nullable Path latestCheckpoint(int retained) throws IOException {
		List<Path> newestFirst;
		try (Stream<Path> files = Files.find(checkpoints(), 3,
				(path, attributes) -> path.endsWith(METADATA) && attributes.isRegularFile())) {
			newestFirst = files.sorted(Comparator.comparing(StateDirectory::lastModified).reversed())
				.map(Path::getParent)
				.toList();
		}
		Set<Path> kept = newestFirst.stream().limit(Math.max(1, retained)).collect(Collectors.toSet());
		for (Path job : directories(checkpoints())) {
			for (Path child : directories(job)) {
				if (child.getFileName().toString().startsWith(CHECKPOINT) && !kept.contains(child)) {
					delete(child);
				}
			}
			if (!hasFiles(job)) {
				delete(job);
			}
		}
		return newestFirst.isEmpty() ? null : newestFirst.get(0);
	}

	private static boolean hasFiles(Path directory) throws IOException {
		try (Stream<Path> files = Files.find(directory, Integer.MAX_VALUE,
				(path, attributes) -> attributes.isRegularFile())) {
			return files.findAny().isPresent();
		}
	}

	private static FileTime lastModified(Path path) {
		try {
			return Files.getLastModifiedTime(path);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static List<Path> directories(Path parent) throws IOException {
		try (Stream<Path> entries = Files.list(parent)) {
			return entries.filter(Files::isDirectory).toList();
		}
	}

	/**
	 * Deletes a directory and what is in it, as far as that is possible: another thread
	 * may still write there.
	 */
	static void delete(Path directory) {
		try {
			Files.walkFileTree(directory, new SimpleFileVisitor<>() {

				@Override
				public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
					return remove(file);
				}

				@Override
				public FileVisitResult visitFileFailed(Path file, IOException ex) {
					return FileVisitResult.CONTINUE;
				}

				@Override
				public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException ex) {
					return remove(directory);
				}

			});
		}
		catch (IOException | UncheckedIOException ex) {
			// As far as possible
		}
	}

	private static FileVisitResult remove(Path path) {
		try {
			Files.deleteIfExists(path);
		}
		catch (IOException ex) {
			// Windows keeps open files
		}
		return FileVisitResult.CONTINUE;
	}

}
