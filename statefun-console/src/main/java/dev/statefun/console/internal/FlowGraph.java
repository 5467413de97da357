package dev.statefun.console.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.statefun.console.internal.RecordedMessage.Kind;

/**
 * Who sent what to whom, as recorded invocations tell.
 *
 * @param nodes functions, egresses and the ingress
 * @param edges what passed between them, by type of message
 * @param seconds the time that the invocations span
 * @param factor how many messages stand for a recorded one
 */
record FlowGraph(List<Node> nodes, List<Edge> edges, double seconds, double factor) {

	/** All ingresses are one node: a message does not tell where it came from. */
	static final String INGRESS = "ingress";

	/** Names come from messages, so there may be any number of them. */
	private static final int MAX_EDGES = 500;

	/**
	 * Make a graph.
	 * @param invocations the invocations, in any order
	 * @param seconds the time that they span
	 * @param factor how many messages stand for a recorded one
	 */
	static FlowGraph of(List<RecordedInvocation> invocations, double seconds, double factor) {
		Map<String, Node> nodes = new LinkedHashMap<>();
		Map<List<String>, Edge> edges = new HashMap<>();
		for (RecordedInvocation invocation : invocations) {
			String caller = invocation.callerType();
			Node from = (caller != null) ? function(nodes, caller) : node(nodes, INGRESS, INGRESS, INGRESS);
			Node to = function(nodes, invocation.function());
			to.add(invocation);
			edge(edges, from, to, invocation.payload().type(), "message").add(invocation);
			if (invocation.outcome() != Outcome.ROLLED_BACK) {
				invocation.sent().forEach((message) -> add(nodes, edges, to, message));
			}
		}
		List<Edge> shown = edges.values()
			.stream()
			.sorted((one, other) -> Long.compare(other.count, one.count))
			.limit(MAX_EDGES)
			.toList();
		return new FlowGraph(new ArrayList<>(nodes.values()), shown, seconds, factor);
	}

	/**
	 * A message to a function of this application counts where it arrives. Others never
	 * show up there, so each edge is known from both ends.
	 */
	private static void add(Map<String, Node> nodes, Map<List<String>, Edge> edges, Node from,
			RecordedMessage message) {
		RecordedValue value = message.value();
		if (message.kind() == Kind.CANCELLATION || value == null) {
			return;
		}
		boolean egress = message.kind() == Kind.EGRESS;
		Node to = egress ? node(nodes, "egress:" + message.target(), "egress", message.target())
				: function(nodes, message.target());
		String kind = egress ? "egress" : (message.kind() == Kind.DELAYED) ? "delayed" : "message";
		edge(edges, from, to, value.type(), kind).sent++;
	}

	private static Node function(Map<String, Node> nodes, String type) {
		return node(nodes, "function:" + type, "function", type);
	}

	private static Node node(Map<String, Node> nodes, String id, String kind, String name) {
		return nodes.computeIfAbsent(id, (key) -> new Node(key, kind, name));
	}

	private static Edge edge(Map<List<String>, Edge> edges, Node from, Node to, String type, String kind) {
		String merged = kind.equals("delayed") ? "message" : kind;
		Edge edge = edges.computeIfAbsent(List.of(from.id, to.id, type, merged),
				(key) -> new Edge(from.id, to.id, type, merged));
		edge.delayed |= kind.equals("delayed");
		return edge;
	}

	/** A function, an egress, or the ingress. */
	static final class Node {

		public final String id;

		public final String kind;

		public final String name;

		public long invocations;

		public long failures;

		Node(String id, String kind, String name) {
			this.id = id;
			this.kind = kind;
			this.name = name;
		}

		private void add(RecordedInvocation invocation) {
			this.invocations++;
			this.failures += invocation.outcome().isFailure() ? 1 : 0;
		}

	}

	/** The messages of one type from one node to another. */
	static final class Edge {

		public final String from;

		public final String to;

		public final String type;

		public final String kind;

		/** How many arrived. */
		public long count;

		/** How many were sent. */
		public long sent;

		public long failures;

		public boolean delayed;

		private long nanos;

		private long timed;

		Edge(String from, String to, String type, String kind) {
			this.from = from;
			this.to = to;
			this.type = type;
			this.kind = kind;
		}

		private void add(RecordedInvocation invocation) {
			this.count++;
			this.failures += invocation.outcome().isFailure() ? 1 : 0;
			if (invocation.nanos() >= 0) {
				this.nanos += invocation.nanos();
				this.timed++;
			}
		}

		/** How long an invocation takes on average, in microseconds. */
		public long getMeanMicros() {
			return (this.timed > 0) ? this.nanos / this.timed / 1000 : 0;
		}

	}

}
