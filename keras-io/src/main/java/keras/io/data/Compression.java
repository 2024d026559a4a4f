package keras.io.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.InflaterInputStream;

/** How a file is packed, by TensorFlow's names. */
enum Compression {
  NONE,
  GZIP,
  ZLIB;

  private static final int BUFFER = 1 << 16;

  /** Returns the one of {@code ""}, {@code "GZIP"} and {@code "ZLIB"}. */
  static Compression of(String who, String compressionType) {
    return switch (compressionType) {
      case "" -> NONE;
      case "GZIP" -> GZIP;
      case "ZLIB" -> ZLIB;
      default ->
          throw new IllegalArgumentException(
              "%s: `compression_type` must be \"\", GZIP or ZLIB. Received: compression_type=%s."
                  .formatted(who, compressionType));
    };
  }

  /** Opens a file, unpacked and buffered. */
  @SuppressWarnings("MustBeClosedChecker") // whoever asks closes it
  InputStream open(Path file) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
    try {
      return switch (this) {
        case NONE -> in;
        case GZIP -> new BufferedInputStream(new GZIPInputStream(in, BUFFER), BUFFER);
        case ZLIB -> new BufferedInputStream(new InflaterInputStream(in), BUFFER);
      };
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /** Packs what is written to a stream. */
  OutputStream onto(OutputStream out) throws IOException {
    return switch (this) {
      case NONE -> out;
      case GZIP -> new GZIPOutputStream(out, BUFFER);
      case ZLIB -> new DeflaterOutputStream(out);
    };
  }
}
