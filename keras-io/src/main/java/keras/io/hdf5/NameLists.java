package keras.io.hdf5;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Cuts lists of names into pieces that HDF5 can store, as Keras does. */
final class NameLists {
  private static final int MOST_BYTES = 64512;

  private NameLists() {}

  /**
   * Returns as few pieces as will do, of equal length but for one, like NumPy's array_split. A
   * piece may take 64512 bytes: as an array whose strings all take as many bytes as the longest,
   * which is how Keras counts, and as one of references.
   */
  static List<List<String>> split(String place, List<String> names) {
    int longest = HeapWriter.REFERENCE_BYTES;
    for (String name : names) {
      longest = Math.max(longest, name.getBytes(StandardCharsets.UTF_8).length);
    }
    if (longest > MOST_BYTES) {
      throw new IllegalArgumentException(
          place
              + ": a string of a list may have up to "
              + MOST_BYTES
              + " bytes. Received: "
              + longest
              + " bytes.");
    }
    int most = MOST_BYTES / longest;
    int count = (names.size() + most - 1) / most;
    List<List<String>> pieces = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < count; i++) {
      int to = from + names.size() / count + (i < names.size() % count ? 1 : 0);
      pieces.add(names.subList(from, to));
      from = to;
    }
    return pieces;
  }
}
