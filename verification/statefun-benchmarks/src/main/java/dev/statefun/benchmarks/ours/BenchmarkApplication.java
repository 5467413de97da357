package dev.statefun.benchmarks.ours;

import com.google.protobuf.ByteString;
import dev.statefun.benchmarks.work.Work;
import dev.statefun.type.Type;
import dev.statefun.type.Types;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/**
 * An ordinary application of this library.
 */
@SpringBootApplication
public class BenchmarkApplication {

	/**
	 * Serve the functions over HTTP, as the starter does by itself.
	 * @param port where to listen
	 */
	public static void start(int port) {
		SpringApplication.run(BenchmarkApplication.class, "--server.port=" + port);
	}

	/**
	 * Serve the functions over HTTP, on a port of their own.
	 * @param port where to listen
	 */
	public static void startWithPortOfItsOwn(int port) {
		SpringApplication.run(BenchmarkApplication.class, "--server.port=0", "--statefun.server.port=" + port);
	}

	@Bean
	Type<byte[]> bytes() {
		return Types.byteArray(Work.BYTES_TYPE);
	}

	@Bean
	Type<ByteString> document() {
		return Types.bytes(Work.DOCUMENT_TYPE);
	}

}
