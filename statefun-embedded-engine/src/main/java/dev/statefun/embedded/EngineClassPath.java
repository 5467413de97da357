package dev.statefun.embedded;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.util.StringUtils;

/**
 * The engine's jars, which this artifact carries as resources: no class loader of the
 * application ever sees their classes.
 */
final class EngineClassPath {

	private static final String PATTERN = "classpath*:META-INF/statefun-engine/*.jar";

	private EngineClassPath() {
	}

	/**
	 * Returns a class path with all jars. They are copied only if they lie in a jar
	 * themselves.
	 */
	static String resolve(Path directory, ClassLoader classLoader) throws IOException {
		Resource[] jars = new PathMatchingResourcePatternResolver(classLoader).getResources(PATTERN);
		if (jars.length == 0) {
			throw new EmbeddedEngineException("The engine is missing in the statefun-embedded-engine artifact",
					"Build it with 'mvn package'. In an IDE, do so once before running.");
		}
		StringBuilder classPath = new StringBuilder();
		boolean copied = false;
		for (Resource jar : jars) {
			if (jar.isFile()) {
				classPath.append(File.pathSeparatorChar).append(jar.getFile());
			}
			else {
				Files.createDirectories(directory);
				try (InputStream content = jar.getInputStream()) {
					Files.copy(content, directory.resolve(name(jar)));
				}
				copied = true;
			}
		}
		if (copied) {
			classPath.append(File.pathSeparatorChar).append(directory).append(File.separatorChar).append('*');
		}
		return classPath.substring(1);
	}

	private static String name(Resource jar) {
		String name = StringUtils.getFilename(jar.getFilename());
		if (name == null) {
			throw new IllegalStateException("A resource without a name: " + jar);
		}
		return name;
	}

}
