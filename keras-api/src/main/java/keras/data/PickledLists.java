package keras.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * Arrays of Python lists of integers, as the {@code .npz} files of IMDB and Reuters hold them.
 *
 * <p>Keras: {@code keras/src/datasets/npz_utils.py}, {@code load_npy_member}.
 */
final class PickledLists {
  private static final String OBJECTS = "|O";

  private PickledLists() {}

  /** Reads {@code int[][]} where the array holds lists, else the array. */
  static Object read(String file, InputStream in, long available) throws IOException {
    NpyHeader header = NpyHeader.read(file, in);
    if (!header.descr().equals(OBJECTS)) {
      return Npy.read(file, header, in, available);
    }
    if (!(Pickle.read(file, new BufferedInputStream(in)) instanceof PickledArray array)) {
      throw new IOException(file + ": expected an array of lists in the pickle.");
    }
    List<?> lists = array.objects(file);
    int[][] rows = new int[lists.size()][];
    long left = available; // an integer takes more than a byte, unless lists are there many times
    for (int i = 0; i < rows.length; i++) {
      if (!(lists.get(i) instanceof List<?> list) || list.size() > left) {
        throw new IOException(
            "%s: expected lists of integers in the pickle; entry %d is none that its size warrants."
                .formatted(file, i));
      }
      left -= list.size();
      rows[i] = row(file, i, list);
    }
    return rows;
  }

  private static int[] row(String file, int at, List<?> list) throws IOException {
    int[] row = new int[list.size()];
    for (int i = 0; i < row.length; i++) {
      if (!(list.get(i) instanceof Integer n)) {
        throw new IOException(
            "%s: expected lists of integers in the pickle; list %d holds something else."
                .formatted(file, at));
      }
      row[i] = n;
    }
    return row;
  }
}
