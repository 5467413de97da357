package dev.statefun.client.internal;

import dev.statefun.io.internal.Asks;
import dev.statefun.type.TypeName;

/**
 * The names of what a client has in the engine. They derive from the name of the client,
 * so that those of two applications differ.
 *
 * @param client the name of the client
 */
public record ClientNames(String client) {

	private static final String DURABLE = Asks.RESERVED + ".durable";

	/**
	 * Name the function that asks.
	 * @return the type of the gateway
	 */
	public TypeName gateway() {
		return new TypeName(Asks.GATEWAYS, this.client);
	}

	/**
	 * Name the function that sends delayed messages, and those with an idempotency key.
	 * @return the type of the sender
	 */
	public TypeName sender() {
		return new TypeName(Asks.RESERVED + ".send", this.client);
	}

	/**
	 * Name the ingress of the gateway, if it has one of its own.
	 * @return the ingress
	 */
	public TypeName ingress() {
		return new TypeName(Asks.RESERVED + ".ingress", this.client);
	}

	/**
	 * Name the egress that answers leave through.
	 * @param durable whether answers wait for the checkpoint that has their effects
	 * @return the egress
	 */
	public TypeName egress(boolean durable) {
		return new TypeName(durable ? DURABLE : Asks.RESERVED, this.client);
	}

}
