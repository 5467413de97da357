package dev.statefun.test;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import dev.statefun.Address;
import dev.statefun.type.TypedValue;

/**
 * Writes down all that an engine knows, for people.
 */
final class RuntimeDump {

	private final StringBuilder text = new StringBuilder();

	private RuntimeDump() {
	}

	static String of(Backend backend) {
		RuntimeDump dump = new RuntimeDump();
		dump.time(backend.clock().instant());
		dump.states(backend.values());
		dump.entries("waiting", backend.waiting());
		dump.entries("delayed", backend.delayed());
		Journal journal = backend.journal();
		dump.entries("sent", journal.sent());
		dump.entries("cancelled", journal.cancelled());
		dump.entries("emitted", journal.emitted());
		dump.entries("failures", journal.failures());
		return dump.text.toString();
	}

	private void time(Instant now) {
		this.text.append("It is ").append(now).append('\n');
	}

	private void states(Map<Address, Map<String, TypedValue>> values) {
		this.text.append("states\n");
		values.forEach((address, states) -> {
			this.text.append("  ").append(address).append('\n');
			states.forEach((name, value) -> this.text.append("    ")
				.append(name)
				.append(" = ")
				.append(ValueText.of(value))
				.append('\n'));
		});
	}

	private void entries(String title, List<?> entries) {
		this.text.append(title).append('\n');
		entries.forEach((entry) -> this.text.append("  ").append(entry).append('\n'));
	}

}
