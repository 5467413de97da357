package dev.statefun.autoconfigure.module;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import dev.statefun.Expiration;
import dev.statefun.Expiration.Mode;
import dev.statefun.ValueSpec;
import org.jspecify.annotations.Nullable;

/**
 * The type and the expiration of a stored state.
 *
 * @param type the name of the type of its value
 * @param expireAfter its time to live, such as {@code 30min}, or {@code null} if it is
 * kept for ever
 * @param expireMode what starts that time anew, {@code after-write} or
 * {@code after-invoke}, or {@code null} if it is kept for ever
 * @since 0.1.0
 */
public record StateSchema(String type, @Nullable String expireAfter, @Nullable String expireMode) {

	static StateSchema of(ValueSpec<?> state) {
		Expiration expiration = state.expiration();
		boolean expires = expiration.mode() != Mode.NONE;
		return new StateSchema(state.type().typeName(), expires ? Documents.duration(expiration.timeToLive()) : null,
				expires ? expireMode(expiration) : null);
	}

	static StateSchema read(Map<?, ?> recorded) {
		return new StateSchema(String.valueOf(recorded.get("type")), text(recorded.get("expireAfter")),
				text(recorded.get("expireMode")));
	}

	static @Nullable String text(@Nullable Object value) {
		return (value != null) ? value.toString() : null;
	}

	static String expireMode(Expiration expiration) {
		return expiration.mode().name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	Map<String, Object> write() {
		Map<String, Object> result = new LinkedHashMap<>();
		result.put("type", this.type);
		if (this.expireAfter != null && this.expireMode != null) {
			result.put("expireAfter", this.expireAfter);
			result.put("expireMode", this.expireMode);
		}
		return result;
	}

	boolean expiresAs(StateSchema other) {
		return Objects.equals(this.expireAfter, other.expireAfter) && Objects.equals(this.expireMode, other.expireMode);
	}

	String describeExpiration() {
		return (this.expireAfter != null) ? "%s %s".formatted(this.expireAfter, this.expireMode) : "never";
	}

}
