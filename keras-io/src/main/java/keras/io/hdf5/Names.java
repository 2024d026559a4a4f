package keras.io.hdf5;

import java.nio.charset.StandardCharsets;

/** Checks names and strings before they are written. */
final class Names {
  private static final int MOST_BYTES = 60_000;

  private Names() {}

  /** Refuses names that HDF5 cannot store, and returns the number of bytes of one that it can. */
  static int check(String place, String name) {
    int bytes = name.getBytes(StandardCharsets.UTF_8).length;
    if (bytes == 0 || bytes > MOST_BYTES) {
      throw new IllegalArgumentException(
          place
              + ": a name must have 1 to "
              + MOST_BYTES
              + " bytes. Received: "
              + bytes
              + " bytes.");
    }
    checkText(place, name);
    return bytes;
  }

  /** Refuses a null character, at which readers written in C would stop. */
  static void checkText(String place, String text) {
    int at = text.indexOf('\0');
    if (at >= 0) {
      throw new IllegalArgumentException(
          place + ": expected no null character. Received: one at index " + at + ".");
    }
  }
}
