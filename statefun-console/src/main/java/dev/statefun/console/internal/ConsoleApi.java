package dev.statefun.console.internal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

import dev.statefun.console.internal.ValueTexts.Shown;
import dev.statefun.dispatch.FunctionRegistry;
import dev.statefun.dispatch.internal.DescribedFunction;
import dev.statefun.type.Type;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.function.SingletonSupplier;

/**
 * Answers the pages of the console with JSON. Each answer is made of the recording when a
 * page asks for it. Safe for use by many threads.
 */
final class ConsoleApi {

	private static final int MAX_BRIEF = 200;

	private static final int MAX_LISTED = 500;

	private static final int ALL = Integer.MAX_VALUE;

	private static final long MAX_SECONDS = 86_400;

	private static final long MILLIS = 1000;

	private final JsonMapper mapper = JsonMapper.builder().build();

	private final ConsoleRecorder recorder;

	private final Supplier<FunctionRegistry> functions;

	private final Supplier<ValueTexts> texts;

	ConsoleApi(ConsoleRecorder recorder, Supplier<FunctionRegistry> functions) {
		this.recorder = recorder;
		this.functions = functions;
		this.texts = SingletonSupplier.of(() -> new ValueTexts(types(functions.get())));
	}

	private static List<Type<?>> types(FunctionRegistry functions) {
		List<Type<?>> types = new ArrayList<>();
		functions.functions().forEach((function) -> {
			function.states().forEach((state) -> types.add(state.type()));
			if (function.function() instanceof DescribedFunction described) {
				types.addAll(described.types());
			}
		});
		return types;
	}

	/**
	 * Answer a request.
	 * @param path the path below {@code /api/}
	 * @return what becomes JSON, or {@code null} if there is no such thing
	 */
	@Nullable Object get(String path, ConsoleRequest request) {
		if (path.startsWith("activity/")) {
			return one(path.substring("activity/".length()));
		}
		return switch (path) {
			case "status" -> status();
			case "activity" -> activity(request);
			case "flow" -> flow(request);
			case "failures" -> FailureGroup.of(recording().latest((one) -> one.outcome().isFailure(), ALL));
			case "functions" -> FunctionSummary.of(this.functions.get(), recording().latest((one) -> true, ALL));
			default -> null;
		};
	}

	/** Broken characters of an exception's message become question marks. */
	byte[] json(Object value) {
		return this.mapper.writeValueAsString(value).getBytes(StandardCharsets.UTF_8);
	}

	EventStream events(Consumer<EventStream> onClose) {
		return new EventStream(recording(), this::json, this::row, onClose);
	}

	private Recording recording() {
		return this.recorder.recording();
	}

	private Map<String, Object> status() {
		Map<String, Object> status = new LinkedHashMap<>();
		status.put("seen", this.recorder.seen());
		status.put("recorded", recording().count());
		status.put("perSecond", this.recorder.perSecond());
		status.put("memory", recording().memory());
		status.put("functions", this.functions.get().typeNames().stream().map(Object::toString).toList());
		return status;
	}

	private List<Object> activity(ConsoleRequest request) {
		int limit = (int) Math.max(1, Math.min(MAX_LISTED, number(request.parameter("limit"), MAX_LISTED)));
		List<Object> rows = new ArrayList<>();
		recording().latest(filter(request), limit).forEach((invocation) -> rows.add(row(invocation)));
		return rows;
	}

	private Predicate<RecordedInvocation> filter(ConsoleRequest request) {
		String function = request.parameter("function");
		String id = request.parameter("id");
		String type = request.parameter("type");
		String outcome = request.parameter("outcome");
		String text = request.parameter("text").toLowerCase(Locale.ROOT);
		return (one) -> (function.isEmpty() || function.equals(one.function())) && (id.isEmpty() || id.equals(one.id()))
				&& (type.isEmpty() || type.equals(one.payload().type())) && hasOutcome(one, outcome)
				&& (text.isEmpty() || contains(one, text));
	}

	private static boolean hasOutcome(RecordedInvocation one, String outcome) {
		return outcome.isEmpty() || outcome.equals(one.outcome().name())
				|| (outcome.equals("FAILURES") && one.outcome().isFailure());
	}

	private boolean contains(RecordedInvocation one, String text) {
		RecordedFailure failure = one.failure();
		return contains(one.function(), text) || contains(one.id(), text) || contains(one.payload().type(), text)
				|| contains(one.callerType(), text) || contains(one.callerId(), text)
				|| (failure != null && (contains(failure.message(), text) || contains(failure.type(), text)))
				|| contains(this.texts.get().show(one.payload()).text(), text);
	}

	private static boolean contains(@Nullable String whole, String part) {
		return whole != null && whole.toLowerCase(Locale.ROOT).contains(part);
	}

	/** An invocation as a row of a list. */
	private Map<String, Object> row(RecordedInvocation one) {
		Map<String, Object> row = new LinkedHashMap<>();
		row.put("number", one.number());
		row.put("request", one.request());
		row.put("time", one.time());
		row.put("function", one.function());
		row.put("id", one.id());
		row.put("callerType", one.callerType());
		row.put("callerId", one.callerId());
		row.put("type", one.payload().type());
		row.put("brief", this.texts.get().brief(one.payload(), MAX_BRIEF));
		row.put("micros", (one.nanos() >= 0) ? one.nanos() / MILLIS : null);
		row.put("attempt", one.attempt());
		row.put("outcome", one.outcome());
		row.put("sent", one.sent().size() + one.unlisted());
		row.put("changed", one.states().stream().filter(RecordedState::isChanged).count());
		row.put("failure", (one.failure() != null) ? one.failure().type() : null);
		return row;
	}

	private @Nullable Map<String, Object> one(String number) {
		RecordedInvocation one = recording().find(number(number, 0));
		if (one == null) {
			return null;
		}
		Map<String, Object> all = row(one);
		all.put("payload", show(one.payload()));
		all.put("states",
				one.states()
					.stream()
					.map((state) -> Map.of("name", state.name(), "before", show(state.before()), "after",
							show(state.after()), "changed", state.isChanged()))
					.toList());
		all.put("messages", one.sent().stream().map(this::message).toList());
		all.put("unlisted", one.unlisted());
		all.put("exception", one.failure());
		return all;
	}

	private Map<String, Object> message(RecordedMessage message) {
		Map<String, Object> shown = new LinkedHashMap<>();
		shown.put("kind", message.kind());
		shown.put("target", message.target());
		shown.put("id", message.id());
		shown.put("value", (message.value() != null) ? show(message.value()) : null);
		shown.put("delay", message.delayMillis());
		shown.put("token", message.token());
		return shown;
	}

	private Shown show(RecordedValue value) {
		return this.texts.get().show(value);
	}

	private FlowGraph flow(ConsoleRequest request) {
		long seconds = Math.max(1, Math.min(MAX_SECONDS, number(request.parameter("seconds"), 60)));
		long since = this.recorder.millis() - seconds * MILLIS;
		List<RecordedInvocation> recorded = recording().latest((one) -> one.time() >= since, ALL);
		long recordedInAll = recording().count();
		double factor = (recordedInAll > 0) ? Math.max(1.0, (double) this.recorder.seen() / recordedInAll) : 1;
		return FlowGraph.of(recorded, seconds, factor);
	}

	private static long number(String text, long otherwise) {
		try {
			return Long.parseLong(text);
		}
		catch (NumberFormatException ex) {
			return otherwise;
		}
	}

}
