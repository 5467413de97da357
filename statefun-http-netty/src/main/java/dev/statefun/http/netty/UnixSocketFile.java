package dev.statefun.http.netty;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

import io.netty.channel.ChannelFuture;
import org.jspecify.annotations.Nullable;

/**
 * The file of a Unix domain socket. The file remains when its process dies. Another
 * process may replace it, and this one then leaves it alone.
 */
final class UnixSocketFile {

	private static final FileAttribute<?> OWNER_ONLY = PosixFilePermissions
		.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

	/** The name of the socket before it is moved. */
	private static final String SOCKET = "s";

	private static final int MIN_NUMBER = 4;

	private final Path path;

	private final Set<PosixFilePermission> permissions;

	private final boolean posix;

	private @Nullable Identity bound;

	UnixSocketFile(Path path, Set<PosixFilePermission> permissions) {
		this.path = path;
		this.permissions = permissions;
		this.posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
	}

	/**
	 * Bind a socket. It is bound in a directory that is this user's only, gets its
	 * permissions, and is then moved to its place. So nobody can connect before.
	 * @param binding binds a path, and returns when that is done
	 * @return what the binding has returned
	 */
	ChannelFuture bind(Function<Path, ChannelFuture> binding) throws IOException {
		failIfInUse();
		Path directory = createDirectory();
		try {
			Path socket = directory.resolve(SOCKET);
			ChannelFuture future = binding.apply(socket);
			if (future.isSuccess()) {
				moveToPlace(socket, future);
			}
			return future;
		}
		finally {
			Files.deleteIfExists(directory);
		}
	}

	private void failIfInUse() throws IOException {
		if (Files.exists(this.path, LinkOption.NOFOLLOW_LINKS) && isListenedAt()) {
			throw StatefunServerException.socketInUse(this.path);
		}
	}

	private boolean isListenedAt() throws IOException {
		if (!attributes(this.path).isOther()) {
			throw new IOException("there is a file which is not a socket");
		}
		try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(this.path))) {
			return channel.isConnected();
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * The path of the socket in it is as long as that of its place, which has a limit.
	 */
	private Path createDirectory() throws IOException {
		int length = this.path.getFileName().toString().getBytes(StandardCharsets.UTF_8).length
				- ("." + "/" + SOCKET).length();
		String number = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
		String name = (number + "0".repeat(Math.max(0, length))).substring(0, Math.max(MIN_NUMBER, length));
		Path directory = this.path.resolveSibling("." + name);
		return this.posix ? Files.createDirectory(directory, OWNER_ONLY) : Files.createDirectory(directory);
	}

	private void moveToPlace(Path socket, ChannelFuture future) throws IOException {
		try {
			if (this.posix) {
				Files.setPosixFilePermissions(socket, this.permissions);
			}
			this.bound = Identity.of(socket);
			Files.move(socket, this.path, StandardCopyOption.ATOMIC_MOVE);
		}
		catch (IOException | RuntimeException ex) {
			future.channel().close().awaitUninterruptibly();
			throw ex;
		}
	}

	/** Remove the file, unless another process has replaced it. */
	void remove() throws IOException {
		if (Files.exists(this.path, LinkOption.NOFOLLOW_LINKS) && Identity.of(this.path).equals(this.bound)) {
			Files.deleteIfExists(this.path);
		}
	}

	private static BasicFileAttributes attributes(Path path) throws IOException {
		return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
	}

	/**
	 * Which file it is. File systems use the key again for another file, soon after.
	 *
	 * @param key the key, or {@code null} where there are none
	 * @param time when the socket was bound
	 */
	private record Identity(@Nullable Object key, FileTime time) {

		static Identity of(Path path) throws IOException {
			BasicFileAttributes attributes = attributes(path);
			return new Identity(attributes.fileKey(), attributes.lastModifiedTime());
		}

	}

}
