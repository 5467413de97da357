package dev.statefun.method.internal.elsewhere;

import dev.statefun.annotation.StatefunHandler;

/**
 * A parent in another package than its subclasses.
 */
public abstract class ElsewhereParent {

	@StatefunHandler
	void take(String text) {
	}

	@StatefunHandler
	protected void takeNumber(Integer number) {
	}

}
