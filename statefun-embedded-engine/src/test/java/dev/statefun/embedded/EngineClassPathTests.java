package dev.statefun.embedded;

import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link EngineClassPath}.
 */
class EngineClassPathTests {

	@TempDir
	private Path directory;

	@Test
	void whenJarsLieInDirectoryThenTheyAreUsedWhereTheyAre() throws Exception {
		Path jar = Files.createDirectories(this.directory.resolve("classes/META-INF/statefun-engine"))
			.resolve("engine.jar");
		Files.writeString(jar, "engine");
		Path lib = this.directory.resolve("lib");
		assertThat(resolve(lib, this.directory.resolve("classes"))).isEqualTo(jar.toString());
		assertThat(lib).doesNotExist();
	}

	@Test
	void whenJarsLieInJarThenTheyAreCopied() throws Exception {
		Path artifact = this.directory.resolve("artifact.jar");
		try (OutputStream file = Files.newOutputStream(artifact); ZipOutputStream zip = new ZipOutputStream(file)) {
			zip.putNextEntry(new ZipEntry("META-INF/statefun-engine/"));
			zip.putNextEntry(new ZipEntry("META-INF/statefun-engine/engine.jar"));
			zip.write("engine".getBytes());
		}
		Path lib = this.directory.resolve("lib");
		assertThat(resolve(lib, artifact)).isEqualTo(lib.resolve("*").toString());
		assertThat(lib.resolve("engine.jar")).hasContent("engine");
	}

	@Test
	void whenThereAreNoJarsThenItSaysHowToGetThem() throws Exception {
		assertThatExceptionOfType(EmbeddedEngineException.class)
			.isThrownBy(() -> resolve(this.directory.resolve("lib"), this.directory))
			.withMessageContaining("mvn package");
	}

	private static String resolve(Path directory, Path location) throws Exception {
		try (URLClassLoader classLoader = new URLClassLoader(new URL[] { location.toUri().toURL() }, null)) {
			return EngineClassPath.resolve(directory, classLoader);
		}
	}

}
