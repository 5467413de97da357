package dev.statefun.benchmarks.ours;

import dev.statefun.benchmarks.Work;
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
	 * Serve the functions over HTTP.
	 * @param args arguments of the application
	 */
	public static void main(String[] args) {
		SpringApplication.run(BenchmarkApplication.class, args);
	}

	@Bean
	Type<byte[]> bytes() {
		return Types.byteArray(Work.BYTES_TYPE);
	}

}
