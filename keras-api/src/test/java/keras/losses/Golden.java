package keras.losses;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import keras.engine.HostTensor;
import keras.ops.DType;
import org.tensorflow.ndarray.Shape;

/** What real Keras computed, by case and tensor; written by {@code losses.py}. */
public final class Golden {
  private Golden() {}

  /** Reads the tensors of every case. */
  public static Map<String, Map<String, HostTensor>> read(String resource) {
    Map<String, Map<String, HostTensor>> all = new LinkedHashMap<>();
    for (String line : lines(resource)) {
      String[] words = line.split(" ", -1);
      all.computeIfAbsent(words[0], c -> new LinkedHashMap<>()).put(words[1], tensor(words));
    }
    return all;
  }

  /** Returns the lines of a resource. */
  public static List<String> lines(String resource) {
    InputStream in = Objects.requireNonNull(Golden.class.getResourceAsStream(resource), resource);
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static HostTensor tensor(String[] words) {
    DType dtype = DType.get(words[2]);
    Shape shape =
        words[3].equals("-")
            ? Shape.scalar()
            : Shape.of(Arrays.stream(words[3].split(",", -1)).mapToLong(Long::parseLong).toArray());
    int size = words.length - 4;
    ByteBuffer bytes = ByteBuffer.allocate(size * dtype.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 4; i < words.length; i++) {
      switch (dtype) {
        case FLOAT32 -> bytes.putFloat(Float.parseFloat(words[i]));
        case INT64 -> bytes.putLong(Long.parseLong(words[i]));
        case INT32 -> bytes.putInt(Integer.parseInt(words[i]));
        case UINT8, BOOL -> bytes.put((byte) Integer.parseInt(words[i]));
        default -> throw new IllegalArgumentException(words[2]);
      }
    }
    return new HostTensor(dtype, shape, bytes.flip());
  }

  /** Returns the elements of a float32 tensor. */
  public static float[] floats(HostTensor t) {
    float[] out = new float[Math.toIntExact(t.shape().size())];
    t.data().duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(out);
    return out;
  }

  /** Returns the elements as hexadecimal numbers, for a comparison bit by bit that reads well. */
  public static String show(HostTensor t) {
    StringBuilder s = new StringBuilder(t.dtype() + Arrays.toString(t.shape().asArray()));
    ByteBuffer b = t.data().duplicate().order(ByteOrder.LITTLE_ENDIAN);
    while (b.hasRemaining()) {
      s.append(' ').append(t.dtype() == DType.FLOAT32 ? Float.toHexString(b.getFloat()) : b.get());
    }
    return s.toString();
  }
}
