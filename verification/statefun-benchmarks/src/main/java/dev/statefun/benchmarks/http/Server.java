package dev.statefun.benchmarks.http;

import java.util.function.IntConsumer;

import dev.statefun.benchmarks.canned.BareApplication;
import dev.statefun.benchmarks.canned.NettyServer;
import dev.statefun.benchmarks.official.OfficialServer;
import dev.statefun.benchmarks.ours.BenchmarkApplication;

/**
 * The servers that are measured over HTTP.
 */
enum Server {

	/** The official SDK on Undertow. */
	OFFICIAL("official SDK on Undertow", true, OfficialServer::start),

	/** The starter with its defaults: on the web server of the application. */
	CONTROLLER("ours, Spring MVC on Tomcat", true, BenchmarkApplication::start),

	/** The starter with a port of its own. */
	PORT("ours, on a port of its own", true, BenchmarkApplication::startWithPortOfItsOwn),

	/** A controller in the same kind of application, with a canned answer. */
	BARE_CONTROLLER("bare Spring MVC controller, canned answer", false, BareApplication::start),

	/** The HTTP server of a port of its own, with a canned answer. */
	BARE_NETTY("bare Netty, canned answer", false, NettyServer::start);

	private final String title;

	private final boolean functions;

	private final IntConsumer starter;

	Server(String title, boolean functions, IntConsumer starter) {
		this.title = title;
		this.functions = functions;
		this.starter = starter;
	}

	String title() {
		return this.title;
	}

	/** Whether it has functions, instead of an answer made beforehand. */
	boolean hasFunctions() {
		return this.functions;
	}

	/** Start it in this JVM, which it keeps alive. */
	void start(int port) {
		this.starter.accept(port);
	}

}
