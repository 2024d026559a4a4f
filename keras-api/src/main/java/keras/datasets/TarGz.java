package keras.datasets;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * Reads a {@code .tar.gz} archive from start to end. Nothing is unpacked, so that no name in it can
 * point anywhere.
 */
final class TarGz implements AutoCloseable {
  private static final int BLOCK = 512;
  private static final int NAME = 100;
  private static final int SIZE_AT = 124;
  private static final int SIZE_DIGITS = 12;
  private static final int TYPE_AT = 156;

  private final Path file;
  private final InputStream in;
  private long rest;
  private int padding;

  /** Opens an archive. */
  TarGz(Path file) throws IOException {
    this.file = file;
    InputStream raw = Files.newInputStream(file);
    try {
      in = new BufferedInputStream(new GZIPInputStream(raw));
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  /** Returns the name of the next plain file in the archive, "" at its end. */
  String next() throws IOException {
    while (true) {
      in.skipNBytes(rest + padding);
      byte[] header = in.readNBytes(BLOCK);
      if (header.length == 0 || (header.length == BLOCK && header[0] == 0)) {
        rest = 0;
        padding = 0;
        return "";
      }
      if (header.length < BLOCK) {
        throw new IOException(file + ": the archive is truncated.");
      }
      rest = size(header);
      padding = (int) (-rest & (BLOCK - 1));
      if (header[TYPE_AT] == '0' || header[TYPE_AT] == 0) {
        return text(header, 0, NAME);
      }
    }
  }

  /** Returns the content of the file that {@link #next} found, once. */
  InputStream content() throws IOException {
    if (rest > Integer.MAX_VALUE - BLOCK) {
      throw new IOException(file + ": a file of " + rest + " bytes in the archive is refused.");
    }
    byte[] content = in.readNBytes((int) rest);
    if (content.length < rest) {
      throw new IOException(file + ": the archive is truncated.");
    }
    rest = 0;
    return new ByteArrayInputStream(content);
  }

  private long size(byte[] header) throws IOException {
    String octal = text(header, SIZE_AT, SIZE_DIGITS).strip();
    try {
      return Long.parseUnsignedLong(octal, 8);
    } catch (NumberFormatException e) {
      throw new IOException(file + ": not a tar archive: the size '" + octal + "'.", e);
    }
  }

  private static String text(byte[] header, int from, int most) {
    int end = from;
    while (end < from + most && header[end] != 0) {
      end++;
    }
    return new String(header, from, end - from, StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
