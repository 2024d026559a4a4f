package keras.utils;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The folder where Keras keeps what it downloads: {@code KERAS_HOME}, else {@code ~/.keras}.
 *
 * <p>A download is written beside its place and takes it only when it is whole and its checksum is
 * right. Where the folder cannot be written, {@code /tmp/.keras} is used, as Keras does.
 *
 * <p>Keras: keras/src/utils/file_utils.py
 */
public final class KerasCache {
  private static final int BLOCK = 8192;
  private static final int MD5_DIGITS = 32;

  private final Path home;
  private final Path spare;
  private final Fetcher fetcher;
  private final Consumer<String> output;

  /** Makes a cache that prints its progress to {@code output}. */
  public KerasCache(Path home, Path spare, Fetcher fetcher, Consumer<String> output) {
    this.home = home;
    this.spare = spare;
    this.fetcher = fetcher;
    this.output = output;
  }

  /** Returns Keras' own cache. */
  public static KerasCache ofEnvironment() {
    Path tmp = Path.of("/tmp");
    Path spare = Files.isDirectory(tmp) ? tmp : Path.of(System.getProperty("java.io.tmpdir"));
    return new KerasCache(
        home(System.getenv(), System.getProperty("user.home")),
        spare.resolve(".keras"),
        new HttpFetcher(),
        Progbar::print);
  }

  /** Returns the folder that the environment names, of a user with a home. */
  public static Path home(Map<String, String> environment, String userHome) {
    String home = environment.getOrDefault("KERAS_HOME", "~/.keras");
    boolean ofUser = home.equals("~") || home.startsWith("~/");
    return ofUser ? Path.of(userHome + home.substring(1)) : Path.of(home);
  }

  /**
   * Returns a file of the cache, downloaded if it is not there or its checksum is wrong.
   *
   * @param caller who asks, for messages
   * @param hash the checksum in hexadecimal, SHA-256 or, of 32 digits, MD5; null where Keras has
   *     none
   * @throws IOException where the file can neither be found nor downloaded whole
   */
  public Path file(String caller, String folder, String name, URI origin, @Nullable String hash)
      throws IOException {
    return file(caller, caller + "(path)", folder, name, origin, hash);
  }

  /**
   * Returns a file of the cache, downloaded if it is not there or its checksum is wrong.
   *
   * @param caller who asks, for messages
   * @param copy the call that takes a copy of the file instead, for messages
   * @param hash the checksum in hexadecimal, SHA-256 or, of 32 digits, MD5; null where Keras has
   *     none
   * @throws IOException where the file can neither be found nor downloaded whole
   */
  public Path file(
      String caller, String copy, String folder, String name, URI origin, @Nullable String hash)
      throws IOException {
    Path file = home.resolve(folder).resolve(name);
    if (!Files.exists(file) && !isWritable(home)) {
      file = spare.resolve(folder).resolve(name);
    }
    if (Files.exists(file)) {
      if (hash == null || hash.equals(checksum(file, digest(hash)))) {
        return file;
      }
      output.accept(
          "A local file was found, but it seems to be incomplete or outdated because the auto file"
              + " hash does not match the original value of "
              + (hash + " so we will re-download the data.\n"));
    }
    try {
      download(file, origin, hash);
    } catch (IOException e) {
      String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw new IOException(
          "%s: %s could not be downloaded from %s: %s. Put the file at %s, or name a copy: %s."
              .formatted(caller, name, origin, reason, file, copy),
          e);
    }
    return file;
  }

  private static boolean isWritable(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      return false; // what Keras does then, too: the spare folder
    }
    return Files.isWritable(folder);
  }

  private void download(Path file, URI origin, @Nullable String hash) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    output.accept("Downloading data from " + origin + "\n");
    String random =
        Long.toString(ThreadLocalRandom.current().nextLong() >>> 1, Character.MAX_RADIX);
    Path part = file.toAbsolutePath().resolveSibling(file.getFileName() + "." + random + ".part");
    try {
      String sum;
      try (Fetcher.Download download = fetcher.open(origin);
          OutputStream out =
              Files.newOutputStream(
                  part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        sum = copy(download, out, digest(hash));
      }
      if (hash != null && !hash.equals(sum)) {
        throw new IOException(
            "incomplete or corrupted file, expected %s %s, received %s"
                .formatted(algorithm(hash).replace("-", "").toLowerCase(Locale.ROOT), hash, sum));
      }
      try {
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private String copy(Fetcher.Download download, OutputStream out, MessageDigest digest)
      throws IOException {
    Long total = download.length() < 0 ? null : download.length();
    Progbar bar = new Progbar(total).verbose(Progbar.isTerminal() ? 1 : 2).output(output);
    byte[] block = new byte[BLOCK];
    long done = 0;
    for (int n = download.body().read(block); n >= 0; n = download.body().read(block)) {
      digest.update(block, 0, n);
      out.write(block, 0, n);
      done += n;
      bar.update(done);
    }
    if (total != null && done != total) {
      throw new IOException("received %d of %d bytes".formatted(done, total));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String checksum(Path file, MessageDigest digest) throws IOException {
    byte[] block = new byte[BLOCK];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(block); n >= 0; n = in.read(block)) {
        digest.update(block, 0, n);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String algorithm(@Nullable String hash) {
    return hash != null && hash.length() == MD5_DIGITS ? "MD5" : "SHA-256";
  }

  private static MessageDigest digest(@Nullable String hash) {
    String algorithm = algorithm(hash);
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(
          "This Java has no %s, which every Java must have.".formatted(algorithm), e);
    }
  }
}
