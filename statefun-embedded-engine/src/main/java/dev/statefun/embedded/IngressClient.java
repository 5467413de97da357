package dev.statefun.embedded;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * Sends requests to the HTTP ingress of the embedded engine, some at a time: each that is
 * under way has a connection. Others wait, in order. Safe for use by many threads.
 */
final class IngressClient {

	/** Half as many as the ingress has threads. */
	private static final int MAX_CONNECTIONS = 32;

	private final HttpClient http;

	private final Deque<Sending> waiting = new ArrayDeque<>();

	private int active;

	IngressClient(HttpClient http) {
		this.http = http;
	}

	CompletableFuture<HttpResponse<String>> send(HttpRequest request) {
		Sending sending = new Sending(request, new CompletableFuture<>());
		if (begin(sending)) {
			start(sending);
		}
		return sending.response();
	}

	private synchronized boolean begin(Sending sending) {
		if (this.active == MAX_CONNECTIONS) {
			this.waiting.add(sending);
			return false;
		}
		this.active++;
		return true;
	}

	private void start(Sending sending) {
		this.http.sendAsync(sending.request(), BodyHandlers.ofString()).whenComplete((response, failure) -> {
			Sending next = next();
			if (next != null) {
				start(next);
			}
			if (failure != null) {
				sending.response().completeExceptionally(failure);
			}
			else {
				sending.response().complete(response);
			}
		});
	}

	/** Take the place of a request that has ended, unless none waits. */
	private synchronized @Nullable Sending next() {
		Sending next = this.waiting.poll();
		if (next == null) {
			this.active--;
		}
		return next;
	}

	private record Sending(HttpRequest request, CompletableFuture<HttpResponse<String>> response) {

	}

}
