package keras.data;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.ByteNdArray;
import org.tensorflow.ndarray.DoubleNdArray;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.IntNdArray;
import org.tensorflow.ndarray.LongNdArray;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.NdArrays;

/** Np gives the bits that NumPy gives. */
class NpGoldenTest {
  private final Map<String, NdArray<?>> arrays;

  NpGoldenTest() throws IOException {
    String name = "/keras/numpys.npz.gz";
    try (InputStream file =
        new GZIPInputStream(requireNonNull(NpGoldenTest.class.getResourceAsStream(name)))) {
      arrays = Npz.read(name, file.readAllBytes());
    }
  }

  @Test
  void computesWhatNumPyComputes() {
    List<String> wrong = new ArrayList<>();
    int cases = 0;
    for (Map.Entry<String, NdArray<?>> each : arrays.entrySet()) {
      String[] words = each.getKey().split(" ");
      if (words.length > 1) {
        cases++;
        String expected = bits(each.getValue());
        String found = bits(compute(words));
        if (!expected.equals(found)) {
          wrong.add("%s:\n  expected %s\n  found    %s".formatted(each.getKey(), expected, found));
        }
      }
    }
    assertEquals("", String.join("\n", wrong));
    assertEquals(427, cases);
  }

  private NdArray<?> compute(String[] words) {
    return switch (words[0]) {
      case "linspace" ->
          Np.linspace(number(words[1]), number(words[2]), Integer.parseInt(words[3]));
      case "arange" ->
          Np.arange(Long.parseLong(words[1]), Long.parseLong(words[2]), Long.parseLong(words[3]));
      case "farange" -> Np.arange(number(words[1]), number(words[2]), number(words[3]));
      default -> ofArray(words, array(words[1]));
    };
  }

  private static double number(String word) {
    return Double.parseDouble(word);
  }

  private NdArray<?> array(String name) {
    return requireNonNull(arrays.get(name), name);
  }

  private static int[] ints(String word) {
    return Arrays.stream(word.split(",")).mapToInt(Integer::parseInt).toArray();
  }

  private NdArray<?> ofArray(String[] words, NdArray<?> x) {
    return switch (words[0]) {
      case "sum" -> along(words[2], x, Np::sum, NpGoldenTest::sum);
      case "mean" -> along(words[2], x, Np::mean, NpGoldenTest::mean);
      case "std" -> along(words[2], x, Np::std, NpGoldenTest::std);
      case "var" -> along(words[2], x, Np::var, NpGoldenTest::var);
      case "max" -> along(words[2], x, Np::max, (y, a) -> Np.max(y, a[0], more(a)));
      case "min" -> along(words[2], x, Np::min, (y, a) -> Np.min(y, a[0], more(a)));
      case "argmax" ->
          words[2].equals("all")
              ? NdArrays.scalarOf(Np.argmax(x))
              : Np.argmax(x, Integer.parseInt(words[2]));
      case "argmin" ->
          words[2].equals("all")
              ? NdArrays.scalarOf(Np.argmin(x))
              : Np.argmin(x, Integer.parseInt(words[2]));
      case "round" ->
          x instanceof FloatNdArray f
              ? Np.round(f, Integer.parseInt(words[2]))
              : Np.round((DoubleNdArray) x, Integer.parseInt(words[2]));
      case "reshape" -> Np.reshape(x, Arrays.stream(ints(words[2])).asLongStream().toArray());
      case "transpose" -> words.length > 2 ? Np.transpose(x, ints(words[2])) : Np.transpose(x);
      case "take" -> Np.take(x, ints(words[2]), Integer.parseInt(words[3]));
      case "where" -> Np.take(x, Np.mask(Np.arange(x.shape().get(0)), at -> at % 2 == 1));
      case "unique" -> Np.unique(x);
      case "concatenate" -> Np.concatenate(List.of(x, x), Integer.parseInt(words[2]));
      case "stack" -> Np.stack(List.of(x, x), Integer.parseInt(words[2]));
      case "add" -> Np.add((FloatNdArray) x, (FloatNdArray) array(words[2]));
      case "subtract" -> Np.subtract((FloatNdArray) x, (FloatNdArray) array(words[2]));
      case "multiply" -> Np.multiply((FloatNdArray) x, (FloatNdArray) array(words[2]));
      case "divide" -> Np.divide((FloatNdArray) x, (FloatNdArray) array(words[2]));
      default -> throw new IllegalArgumentException(words[0]);
    };
  }

  private static NdArray<?> along(
      String axes,
      NdArray<?> x,
      Function<NdArray<?>, Double> all,
      BiFunction<NdArray<?>, int[], NdArray<?>> some) {
    return axes.equals("all") ? NdArrays.scalarOf(all.apply(x)) : some.apply(x, ints(axes));
  }

  private static int[] more(int[] axes) {
    return Arrays.copyOfRange(axes, 1, axes.length);
  }

  private static NdArray<?> sum(NdArray<?> x, int[] axes) {
    if (x instanceof FloatNdArray f) {
      return Np.sum(f, axes[0], more(axes));
    } else if (x instanceof ByteNdArray b) {
      return Np.sum(b, axes[0], more(axes));
    } else if (x instanceof IntNdArray i) {
      return Np.sum(i, axes[0], more(axes));
    }
    return x instanceof LongNdArray l
        ? Np.sum(l, axes[0], more(axes))
        : Np.sum(x, axes[0], more(axes));
  }

  private static NdArray<?> mean(NdArray<?> x, int[] axes) {
    return x instanceof FloatNdArray f
        ? Np.mean(f, axes[0], more(axes))
        : Np.mean(x, axes[0], more(axes));
  }

  private static NdArray<?> std(NdArray<?> x, int[] axes) {
    return x instanceof FloatNdArray f
        ? Np.std(f, axes[0], more(axes))
        : Np.std(x, axes[0], more(axes));
  }

  private static NdArray<?> var(NdArray<?> x, int[] axes) {
    return x instanceof FloatNdArray f
        ? Np.var(f, axes[0], more(axes))
        : Np.var(x, axes[0], more(axes));
  }

  /** Returns type, shape and elements; a number alone counts as a double, as Np gives it. */
  private static String bits(NdArray<?> x) {
    SampleArray all = Moves.flat("test", x);
    boolean alone = x.shape().numDimensions() == 0;
    String values =
        IntStream.range(0, all.count())
            .mapToObj(
                i ->
                    all.array() instanceof long[] longs && !alone
                        ? String.valueOf(longs[all.offset() + i])
                        : Double.toHexString(all.number(i)))
            .collect(Collectors.joining(" "));
    return (alone ? "" : all.dtype()) + x.shape() + " " + values;
  }
}
