package keras.engine;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TString;

/**
 * Makes native tensors of strings, and reads them. TensorFlow Java allocates native memory for each
 * string and registers it with a garbage collector, which takes 5 µs and more; a batch of words
 * then costs more than the model. Strings of up to 22 bytes stand in the tensor itself, and are
 * written there.
 *
 * <p>That form is TensorFlow's: 24 bytes a string, in the first of them the length times 4, then
 * the bytes of the string. Whether it is so is found out once, by writing such a tensor and reading
 * one of TensorFlow Java's.
 *
 * <p>TensorFlow: {@code tensorflow/core/platform/ctstring_internal.h}, {@code TF_TString_Small}.
 */
final class TStrings {
  private static final int WIDTH = 24;
  private static final int LONGEST = 22;

  /** The bits that tell where a string's bytes are; 0 for here. */
  private static final int KIND = 3;

  /** How many strings are worth it. */
  private static final int MANY = 16;

  private TStrings() {}

  /** Found out when the first tensor of many strings is made. */
  private static final class Form {
    static final boolean IS_KNOWN = isKnown();

    private static boolean isKnown() {
      String[] words = {"", "a", "é", "x".repeat(LONGEST)};
      byte[][] bytes = new byte[words.length][];
      Arrays.setAll(bytes, i -> words[i].getBytes(StandardCharsets.UTF_8));
      try (TString written = inPlace(Shape.of(words.length), bytes);
          TString reference = plain(Shape.of(words.length), bytes)) {
        if (written.numBytes() != reference.numBytes()) {
          return false;
        }
        return Arrays.deepEquals(bytes, slowly(written))
            && Arrays.deepEquals(bytes, inPlace(reference));
      }
    }
  }

  /** Returns the bytes of a tensor's strings. */
  static byte[][] bytes(TString tensor) {
    long many = tensor.shape().size();
    return many >= MANY && Form.IS_KNOWN && tensor.numBytes() == many * WIDTH
        ? inPlace(tensor)
        : slowly(tensor);
  }

  private static byte[][] slowly(TString tensor) {
    List<byte[]> all = new ArrayList<>();
    if (tensor.shape().size() > 0) {
      tensor.asBytes().scalars().forEach(s -> all.add(s.getObject()));
    }
    return all.toArray(new byte[0][]);
  }

  private static byte[][] inPlace(TString tensor) {
    byte[] raw = new byte[Math.toIntExact(tensor.numBytes())];
    tensor.asRawTensor().data().read(raw);
    byte[][] all = new byte[raw.length / WIDTH][];
    for (int i = 0; i < all.length; i++) {
      int head = Byte.toUnsignedInt(raw[i * WIDTH]);
      boolean isShort = (head & KIND) == 0 && head >> 2 <= LONGEST;
      if (!isShort) {
        return slowly(tensor);
      }
      all[i] = Arrays.copyOfRange(raw, i * WIDTH + 1, i * WIDTH + 1 + (head >> 2));
    }
    return all;
  }

  /** Makes a tensor; the caller closes it. */
  static TString of(Shape shape, byte[][] strings) {
    boolean isShort =
        strings.length >= MANY && Arrays.stream(strings).allMatch(s -> s.length <= LONGEST);
    return isShort && Form.IS_KNOWN ? inPlace(shape, strings) : plain(shape, strings);
  }

  private static TString plain(Shape shape, byte[][] strings) {
    return TString.tensorOfBytes(shape, DataBuffers.of(strings, true, false));
  }

  private static TString inPlace(Shape shape, byte[][] strings) {
    byte[] bytes = new byte[Math.multiplyExact(strings.length, WIDTH)];
    for (int i = 0; i < strings.length; i++) {
      bytes[i * WIDTH] = (byte) (strings[i].length << 2);
      System.arraycopy(strings[i], 0, bytes, i * WIDTH + 1, strings[i].length);
    }
    return Tensor.of(TString.class, shape, bytes.length, t -> t.asRawTensor().data().write(bytes));
  }
}
