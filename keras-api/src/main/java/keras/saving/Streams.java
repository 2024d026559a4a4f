package keras.saving;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Streams and resources, read into memory. */
final class Streams {
  private Streams() {}

  static Source.InMemory read(String name, InputStream stream, long mostBytes) {
    if (mostBytes < 0 || mostBytes > Source.MOST_BYTES) {
      throw new IllegalArgumentException(
          "Source.of: `mostBytes` must be from 0 to %d. Received: mostBytes=%d."
              .formatted(Source.MOST_BYTES, mostBytes));
    }
    try {
      byte[] bytes = stream.readNBytes((int) mostBytes);
      if (bytes.length == mostBytes && stream.read() >= 0) {
        throw new ModelFormatException(
            name, "", "it is longer than the %d bytes that are read.".formatted(mostBytes));
      }
      return new Source.InMemory(name, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(name + ": cannot be read: " + e.getMessage() + ".", e);
    } catch (OutOfMemoryError e) {
      long most = Runtime.getRuntime().maxMemory() >> 20;
      throw new ModelFormatException(
          name, "", "it is longer than the memory of " + most + " MB allows.", e);
    }
  }

  static Source resource(String name) {
    String absolute = name.startsWith("/") ? name.substring(1) : name;
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    InputStream found = context == null ? null : context.getResourceAsStream(absolute);
    if (found == null) {
      found = Source.class.getResourceAsStream("/" + absolute);
    }
    return resource(name, found, "It is searched from the root of the class path.");
  }

  static Source resource(Class<?> beside, String name) {
    String from =
        name.startsWith("/")
            ? "It is searched from the root of the class path of %s.".formatted(beside.getName())
            : "It is searched in the package of %s; a name from the root of the class path starts with a slash."
                .formatted(beside.getName());
    return resource(name, beside.getResourceAsStream(name), from);
  }

  private static Source resource(String name, @Nullable InputStream found, String where) {
    if (found == null) {
      throw new IllegalArgumentException("No resource '%s'. %s".formatted(name, where));
    }
    try (InputStream in = found) {
      return read("resource " + name, in, Source.MOST_BYTES);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "resource " + name + ": cannot be read: " + e.getMessage() + ".", e);
    }
  }
}
