package dev.statefun.test;

import java.util.List;

import dev.statefun.protocol.ProtocolVersion;

/**
 * The settings of a test for its runtime.
 *
 * @param engine what plays the engine
 * @param protocol the protocol that it speaks
 * @param egresses the egresses that it has, none for all
 */
record RuntimeSettings(TestEngine engine, ProtocolVersion protocol, List<String> egresses) {

	static RuntimeSettings of(AutoConfigureStatefunRuntime annotation) {
		return new RuntimeSettings(annotation.engine(), annotation.protocol(), List.of(annotation.egresses()));
	}

}
