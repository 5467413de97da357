package dev.statefun.test.generated;

import java.time.Duration;
import java.util.TreeMap;

import dev.statefun.Context;
import dev.statefun.StateValue;
import dev.statefun.annotation.State;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunType;
import dev.statefun.io.KafkaEgressMessage;
import dev.statefun.test.generated.Script.Operation;

/**
 * Does what scripts say, as any of three functions. Whatever the legal order in which
 * messages come, the states are the same in the end, and the emitted texts of each path.
 */
public class Interpreter {

	@StatefunFunction("gen/a")
	void a(Script script, Context context, @State("sum") StateValue<Integer> sum,
			@State("last") StateValue<String> last, @State("notes") StateValue<Notes> notes) {
		new Run(script, context, sum, last, notes).run();
	}

	@StatefunFunction("gen/b")
	void b(Script script, Context context, @State("sum") StateValue<Integer> sum,
			@State(value = "last", expireAfterWrite = "1h") StateValue<String> last,
			@State("notes") StateValue<Notes> notes) {
		new Run(script, context, sum, last, notes).run();
	}

	@StatefunFunction("gen/c")
	void c(Script script, Context context, @State("notes") StateValue<Notes> notes,
			@State(value = "last", expireAfterInvoke = "1h") StateValue<String> last,
			@State("sum") StateValue<Integer> sum) {
		new Run(script, context, sum, last, notes).run();
	}

	/**
	 * Notes by path.
	 */
	@StatefunType("gen/Notes")
	record Notes(TreeMap<String, String> texts) {
	}

	private record Run(Script script, Context context, StateValue<Integer> sum, StateValue<String> last,
			StateValue<Notes> notes) {

		void run() {
			this.script.operations().forEach(this::run);
		}

		private void run(Operation operation) {
			switch (operation.kind()) {
				case ADD -> add((int) operation.number());
				case SET -> this.last.set(operation.text());
				case REMOVE -> this.last.remove();
				case NOTE -> note(operation.text());
				case FORGET -> note(null);
				case SEND -> this.context.send(operation.function(), operation.id(), operation.script());
				case DELAY -> delay(operation);
				case CANCEL -> this.context.cancelDelayed(operation.text());
				case EMIT -> emit(operation.text()
						+ (this.script.path().equals(Program.INGRESS) ? " " + this.last.orElse("-") : ""));
				case DUMP -> emit("sum=%s last=%s notes=%s".formatted(this.sum.get(), this.last.get(),
						this.notes.get().map(Notes::texts)));
			}
		}

		private void add(int number) {
			int total = this.sum.orElse(0) + number;
			if (total != 0) {
				this.sum.set(total);
			}
			else {
				this.sum.remove();
			}
		}

		private void note(String text) {
			TreeMap<String, String> texts = this.notes.orElse(new Notes(new TreeMap<>())).texts();
			if (text != null) {
				texts.put(this.script.path(), text);
			}
			else {
				texts.remove(this.script.path());
			}
			if (texts.isEmpty()) {
				this.notes.remove();
			}
			else {
				this.notes.set(new Notes(texts));
			}
		}

		private void delay(Operation operation) {
			Duration delay = Duration.ofMillis(operation.number());
			if (operation.text().isEmpty()) {
				this.context.sendAfter(delay, operation.function(), operation.id(), operation.script());
			}
			else {
				this.context.sendAfter(delay, operation.function(), operation.id(), operation.script(),
						operation.text());
			}
		}

		private void emit(String text) {
			String id = this.context.self().id();
			this.context.send(KafkaEgressMessage.forEgress("gen/records")
				.withTopic(Program.of(id))
				.withUtf8Key(id)
				.withUtf8Value("%s %s: %s".formatted(this.context.self(), this.script.path(), text)));
		}

	}

}
