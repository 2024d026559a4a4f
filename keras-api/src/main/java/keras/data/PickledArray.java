package keras.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An array of NumPy's in a pickle: unsigned bytes, or Python objects.
 *
 * <p>Keras: {@code keras/src/datasets/npz_utils.py}.
 */
public final class PickledArray {
  private static final String RECONSTRUCT = "_reconstruct";
  private static final Set<String> ALLOWED =
      Set.of(
          "numpy ndarray",
          "numpy dtype",
          "numpy.core.multiarray _reconstruct",
          "numpy._core.multiarray _reconstruct");

  /** A class or function of Python's that a pickle names. */
  private record Global(String name) {}

  /** NumPy's type of elements, such as "u1" or "O8". */
  private record Type(String name) {}

  private @Nullable Object content;

  private PickledArray() {}

  /** Returns the bytes in C's order, unsigned, or throws if the array holds something else. */
  public byte[] bytes(String file) throws IOException {
    if (content instanceof byte[] bytes) {
      return bytes;
    }
    throw new IOException(file + ": expected an array of bytes in the pickle. Received objects.");
  }

  /** Returns the objects in C's order, or throws if the array holds something else. */
  public List<?> objects(String file) throws IOException {
    if (content instanceof List<?> objects) {
      return objects;
    }
    throw new IOException(file + ": expected an array of objects in the pickle. Received numbers.");
  }

  /** Returns a global by name, if it is one of the four that arrays need. */
  static Object global(String file, String module, String name) throws IOException {
    if (!ALLOWED.contains(module + " " + name)) {
      throw new IOException(
          "%s: the pickle names %s.%s, which is refused. The file is corrupted or malicious."
              .formatted(file, module, name));
    }
    return new Global(name);
  }

  /** Returns what a call of a global makes: an empty array, or a type of elements. */
  static Object made(String file, Object called, List<?> arguments) throws IOException {
    if (called instanceof Global function && function.name().equals(RECONSTRUCT)) {
      return new PickledArray();
    }
    if (called instanceof Global function
        && function.name().equals("dtype")
        && !arguments.isEmpty()) {
      Object name = arguments.get(0);
      return new Type(
          name instanceof byte[] old ? new String(old, StandardCharsets.US_ASCII) : (String) name);
    }
    throw new IOException(file + ": the pickle calls something that is refused.");
  }

  /** Gives an array its content, or a type its order of bytes, which bytes and objects lack. */
  static void build(String file, Object built, Object state) throws IOException {
    if (built instanceof Type) {
      return;
    }
    if (!(built instanceof PickledArray array) || !(state instanceof List<?> s) || s.size() != 5) {
      throw new IOException(file + ": the pickle is damaged.");
    }
    String type = s.get(2) instanceof Type t ? t.name() : "";
    Object content = s.get(4);
    boolean bytes = type.equals("u1") && content instanceof byte[];
    boolean objects = type.startsWith("O") && content instanceof List<?>;
    if (!(bytes || objects) || !Boolean.FALSE.equals(s.get(3))) {
      throw new IOException(
          "%s: expected arrays of uint8 or of objects, in C's order, in the pickle. Received: %s."
              .formatted(file, type));
    }
    long[] shape = ((List<?>) s.get(1)).stream().mapToLong(n -> ((Number) n).longValue()).toArray();
    long size = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    long there = content instanceof byte[] b ? b.length : ((List<?>) content).size();
    if (size != there) {
      throw new IOException(
          "%s: an array of shape %s in the pickle has %d elements."
              .formatted(file, Arrays.toString(shape), there));
    }
    array.content = content;
  }
}
