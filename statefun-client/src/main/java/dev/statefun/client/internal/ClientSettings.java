package dev.statefun.client.internal;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The settings of a client.
 *
 * @param names the names of what it has in the engine
 * @param timeout how long an ask waits for its answer
 * @param maxAsks how many asks may wait at once
 * @param retention how long a gateway keeps an answer
 * @param waitForCheckpoint whether answers wait for the checkpoint that has their effects
 * @param servesGateway whether the application serves the gateway, or {@code null} if its
 * other functions and its transport decide
 */
public record ClientSettings(ClientNames names, Duration timeout, int maxAsks, Duration retention,
		boolean waitForCheckpoint, @Nullable Boolean servesGateway) {

	/**
	 * Name the egress that answers leave through.
	 * @return the egress, {@code namespace/name}
	 */
	public String egress() {
		return this.names.egress(this.waitForCheckpoint).toString();
	}

}
