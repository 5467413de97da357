package dev.statefun.autoconfigure.module.internal;

import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;
import org.springframework.util.ResourceUtils;

/**
 * Resolves the properties that name a file to read. A name without a prefix means a file,
 * as it does in the properties that name a file to write.
 */
public final class FileLocation {

	private FileLocation() {
	}

	/**
	 * Resolve a location.
	 * @param location a URL, also with {@code classpath:}, or the path of a file. A path
	 * that is no file, but that the class path has, means that
	 * @param loader resolves what is not a file
	 * @return the resource, which may not exist
	 */
	public static Resource resolve(String location, ResourceLoader loader) {
		if (ResourceUtils.isUrl(location)) {
			return loader.getResource(location);
		}
		Resource file = new FileSystemResource(location);
		if (file.exists()) {
			return file;
		}
		Resource other = loader.getResource(location);
		return other.exists() ? other : file;
	}

}
