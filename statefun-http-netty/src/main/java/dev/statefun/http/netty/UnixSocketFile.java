package dev.statefun.http.netty;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * The file of a Unix domain socket, which remains when whoever made it dies.
 */
final class UnixSocketFile {

	private final Path path;

	UnixSocketFile(Path path) {
		this.path = path;
	}

	/** Remove the file if it is a socket that nobody listens at. */
	void removeIfStale() {
		try {
			if (Files.exists(this.path, LinkOption.NOFOLLOW_LINKS)) {
				if (isListenedAt()) {
					throw StatefunServerException.socketInUse(this.path);
				}
				remove();
			}
		}
		catch (IOException ex) {
			throw StatefunServerException.cannotListen(this.path, ex);
		}
	}

	private boolean isListenedAt() throws IOException {
		if (!Files.readAttributes(this.path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).isOther()) {
			throw new IOException("there is a file which is not a socket");
		}
		try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(this.path))) {
			return channel.isConnected();
		}
		catch (IOException ex) {
			return false;
		}
	}

	void remove() throws IOException {
		Files.deleteIfExists(this.path);
	}

}
