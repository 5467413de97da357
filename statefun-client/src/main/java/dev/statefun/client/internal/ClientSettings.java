package dev.statefun.client.internal;

import java.time.Duration;

/**
 * The settings of a client.
 *
 * @param names the names of what it has in the engine
 * @param timeout how long an ask waits for its answer
 * @param maxAsks how many asks may wait at once
 * @param retention how long a gateway keeps an answer
 * @param waitForCheckpoint whether answers wait for the checkpoint that has their effects
 */
public record ClientSettings(ClientNames names, Duration timeout, int maxAsks, Duration retention,
		boolean waitForCheckpoint) {

	String egress() {
		return this.names.egress(this.waitForCheckpoint).toString();
	}

}
