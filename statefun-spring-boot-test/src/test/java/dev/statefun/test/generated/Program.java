package dev.statefun.test.generated;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import dev.statefun.Address;
import dev.statefun.test.generated.Script.Kind;
import dev.statefun.test.generated.Script.Operation;

/**
 * Messages that have instances of three functions add, note, send, delay, cancel, emit,
 * set and delete; the same ones of the same seed. Only its own instances take part.
 *
 * @param seed the seed
 * @param messages what the ingress sends, in order
 */
public record Program(int seed, List<Message> messages) {

	static final String INGRESS = "ingress";

	private static final List<String> FUNCTIONS = List.of("gen/a", "gen/b", "gen/c");

	private static final List<String> INSTANCES = List.of("x", "y");

	private static final int MAX_DEPTH = 3;

	private static final int HOUR = 3_600_000;

	/**
	 * Make a program up.
	 * @param seed the seed
	 * @return the program
	 */
	public static Program of(int seed) {
		return new Program(seed, new Generator(seed).messages());
	}

	/** The name of the program that an instance belongs to. */
	static String of(String id) {
		return id.substring(0, id.indexOf('-'));
	}

	/**
	 * The name of the program.
	 * @return that of the topic that it emits to
	 */
	public String name() {
		return name(this.seed);
	}

	private static String name(int seed) {
		return "p" + seed;
	}

	/**
	 * The messages that have all instances emit their states.
	 * @return the messages
	 */
	public List<Message> dumps() {
		List<Message> dumps = new ArrayList<>();
		for (String function : FUNCTIONS) {
			for (String instance : INSTANCES) {
				dumps.add(new Message(Address.of(function, name() + "-" + instance),
						new Script("dump", List.of(Operation.of(Kind.DUMP)))));
			}
		}
		return dumps;
	}

	/**
	 * A message of the ingress.
	 *
	 * @param target whom it is for
	 * @param script what it says
	 */
	public record Message(Address target, Script script) {

	}

	private static final class Generator {

		private final SplittableRandom random;

		private final String name;

		private int names;

		Generator(int seed) {
			this.random = new SplittableRandom(seed);
			this.name = name(seed);
		}

		List<Message> messages() {
			List<Message> messages = new ArrayList<>();
			for (int i = 2 + this.random.nextInt(5); i > 0; i--) {
				Address target = anyone();
				messages.add(new Message(target, script(target, INGRESS, MAX_DEPTH)));
			}
			return messages;
		}

		private Address anyone() {
			return Address.of(any(FUNCTIONS), this.name + "-" + any(INSTANCES));
		}

		private Address other(Address self, boolean sameId) {
			Address other = anyone();
			return (other.id().equals(self.id()) == sameId) ? other : other(self, sameId);
		}

		private <T> T any(List<T> values) {
			return values.get(this.random.nextInt(values.size()));
		}

		private Script script(Address self, String path, int depth) {
			List<Operation> operations = new ArrayList<>();
			for (int i = 1 + this.random.nextInt(4); i > 0; i--) {
				add(operations, self, path, depth);
			}
			return new Script(path, operations);
		}

		private void add(List<Operation> operations, Address self, String path, int depth) {
			boolean leaf = depth == 0;
			boolean ingress = path.equals(INGRESS);
			switch (this.random.nextInt(12)) {
				case 0, 1 -> operations.add(Operation.add(this.random.nextInt(-2, 3)));
				case 2 -> operations.add(ingress ? Operation.of(Kind.SET, next("s")) : Operation.add(1));
				case 3 -> operations.add(Operation.of(ingress ? Kind.REMOVE : Kind.FORGET));
				case 4 -> operations.add(Operation.of(Kind.NOTE, next("n")));
				case 5 -> operations.add(Operation.of(Kind.EMIT, next("e")));
				case 6, 7, 8 -> operations.add(leaf ? Operation.add(3) : send(anyone(), self, path, depth));
				case 9 -> operations.add(leaf ? Operation.of(Kind.CANCEL, next("t")) : delay("", depth));
				default -> {
					if (leaf) {
						operations.add(Operation.of(Kind.NOTE, next("n")));
					}
					else {
						addCancellation(operations, self, path, depth);
					}
				}
			}
		}

		private Operation send(Address target, Address self, String path, int depth) {
			return send(target, script(target, path + ">" + self, depth - 1));
		}

		private static Operation send(Address target, Script script) {
			return new Operation(Kind.SEND, "", 0, target.type().toString(), target.id(), script);
		}

		private Operation delay(String token, int depth) {
			return delay(token, this.random.nextInt(100), depth);
		}

		private Operation delay(String token, int millis, int depth) {
			Address target = anyone();
			return new Operation(Kind.DELAY, token, millis, target.type().toString(), target.id(),
					script(target, next("delayed"), depth - 1));
		}

		private void addCancellation(List<Operation> operations, Address self, String path, int depth) {
			String token = next("t");
			switch (this.random.nextInt(5)) {
				case 0 -> {
					// In the same answer, and the token is free again
					operations.add(delay(token, depth));
					operations.add(Operation.of(Kind.CANCEL, token));
					operations.add(delay(token, depth));
				}
				case 1 -> {
					// Before there is anything to cancel
					operations.add(Operation.of(Kind.CANCEL, token));
					operations.add(delay(token, depth));
				}
				case 2 -> {
					// By an instance of another id, which is in vain
					operations.add(delay(token, depth));
					operations.add(send(other(self, false),
							new Script(path + ">" + self, List.of(Operation.of(Kind.CANCEL, token)))));
				}
				case 3 -> {
					// By any function of the same id. Were it in vain, to use the token
					// again would fail the engine's job
					Address canceller = other(self, true);
					Script again = new Script(path + ">" + self + ">" + canceller, List.of(delay(token, depth)));
					operations.add(delay(token, HOUR, depth));
					operations.add(send(canceller, new Script(path + ">" + self,
							List.of(Operation.of(Kind.CANCEL, token), send(self, again)))));
				}
				default -> {
					// The token is free once the message is delivered
					Script again = new Script(next("delayed"), List.of(delay(token, depth)));
					operations.add(new Operation(Kind.DELAY, token, this.random.nextInt(50), self.type().toString(),
							self.id(), again));
				}
			}
		}

		private String next(String prefix) {
			return prefix + ++this.names;
		}

	}

}
