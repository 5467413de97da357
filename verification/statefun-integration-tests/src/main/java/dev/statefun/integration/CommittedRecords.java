package dev.statefun.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.google.protobuf.ByteString;

/**
 * Reads what the engine has committed: the files that a completed checkpoint gave their
 * names. Those never change, so that each is read once.
 */
final class CommittedRecords {

	private final Path directory;

	private final Map<Path, List<CommittedRecord>> files = new HashMap<>();

	CommittedRecords(Path directory) {
		this.directory = directory;
	}

	synchronized List<CommittedRecord> read() {
		if (Files.exists(this.directory)) {
			try (Stream<Path> names = Files.list(this.directory)) {
				// Others begin with a dot
				names.filter((file) -> file.getFileName().toString().startsWith("part-"))
					.forEach((file) -> this.files.computeIfAbsent(file, CommittedRecords::read));
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
		List<CommittedRecord> records = new ArrayList<>();
		this.files.values().forEach(records::addAll);
		return records;
	}

	private static List<CommittedRecord> read(Path file) {
		try (Stream<String> lines = Files.lines(file)) {
			return lines.map(CommittedRecords::parse).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static CommittedRecord parse(String line) {
		int space = line.indexOf(' ');
		return new CommittedRecord(line.substring(0, space),
				ByteString.copyFrom(Base64.getDecoder().decode(line.substring(space + 1))));
	}

}
