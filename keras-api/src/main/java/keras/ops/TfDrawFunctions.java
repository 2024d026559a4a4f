package keras.ops;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.tensorflow.Operand;
import org.tensorflow.OperationBuilder;

/**
 * Random draws of TensorFlow that layers of graphs are: those whose seed is an argument draw the
 * same numbers again and again, bit for bit those of Python; the others go on from draw to draw.
 *
 * <p>Keras: {@code tensorflow/python/ops/random_ops.py}, {@code stateless_random_ops.py}, {@code
 * random_crop_ops.py}.
 */
final class TfDrawFunctions {
  private TfDrawFunctions() {}

  static void add(TfFunctions rows) {
    rows.one(
        "random.stateless_uniform",
        "shape, seed, minval=None, maxval=None, dtype=None, alg='auto_select'",
        TfDrawFunctions::uniform);
    for (String name : List.of("normal RandomNormal", "truncated_normal TruncatedNormal")) {
      String[] words = name.split(" ", -1);
      rows.one(
          "random.stateless_" + words[0],
          "shape, seed, mean=0.0, stddev=1.0, dtype=None, alg='auto_select'",
          a -> {
            DType dtype = a.dtype("dtype", DType.FLOAT32);
            Expr z = keyed(a, "Stateless" + words[1] + "V2", a.sizes("shape"), dtype);
            return z.mul(a.tensor("stddev", dtype)).add(a.tensor("mean", dtype));
          });
    }
    rows.one(
        "random.stateless_categorical",
        "logits, num_samples, seed, dtype=None",
        a ->
            a.op(
                "StatelessMultinomial",
                b -> b.setAttr("output_dtype", a.dtype("dtype", DType.INT64).proto()),
                a.tensor("logits"),
                a.tensor("num_samples"),
                a.sizes("seed")));
    rows.one(
        "random.stateless_binomial",
        "shape, seed, counts, probs, output_dtype=None",
        TfDrawFunctions::binomial);
    rows.one(
        "random.stateless_poisson",
        "shape, seed, lam, dtype=None",
        a ->
            a.op(
                "StatelessRandomPoisson",
                b -> b.setAttr("dtype", a.dtype("dtype", DType.INT32).proto()),
                a.sizes("shape"),
                a.sizes("seed"),
                a.tensor("lam")));
    rows.one(
        "random.experimental.stateless_shuffle",
        "value, seed, alg='auto_select'",
        a -> seeded(a, "StatelessShuffle", b -> {}, "alg", a.tensor("value")));
    rows.one(
        "random.split",
        "seed, num=2, alg='auto_select'",
        a -> wholeRange(a, a.constant(a.integer("num"), 2), a.tensor("seed").dtype()));
    rows.one("random.fold_in", "seed, data, alg='auto_select'", TfDrawFunctions::foldedIn);
    rows.one(
        "random.categorical compat.v1.random.multinomial",
        "logits, num_samples, dtype=None, seed=None, output_dtype=None",
        a ->
            a.op(
                "Multinomial",
                b ->
                    TfLossFunctions.seeds(a, b)
                        .setAttr(
                            "output_dtype",
                            a.dtype("dtype", a.dtype("output_dtype", DType.INT64)).proto()),
                a.tensor("logits"),
                a.tensor("num_samples")));
    rows.one(
        "random.shuffle",
        "value, seed=None",
        a -> a.op("RandomShuffle", b -> TfLossFunctions.seeds(a, b), a.tensor("value")));
    rows.one(
        "random.poisson",
        "shape, lam, dtype=None, seed=None",
        a ->
            a.op(
                "RandomPoissonV2",
                b ->
                    TfLossFunctions.seeds(a, b)
                        .setAttr("dtype", a.dtype("dtype", DType.FLOAT32).proto()),
                a.sizes("shape"),
                a.tensor("lam")));
    rows.one("image.random_crop", "value, size, seed=None", a -> cropped(a, false));
    rows.one("image.stateless_random_crop", "value, size, seed", a -> cropped(a, true));
    for (String side : List.of("left_right", "up_down")) {
      int axis = side.equals("left_right") ? 1 : 0;
      rows.one("image.random_flip_" + side, "image, seed=None", a -> flipped(a, axis, false));
      rows.one("image.stateless_random_flip_" + side, "image, seed", a -> flipped(a, axis, true));
    }
    rows.one(
        "nn.experimental.stateless_dropout",
        "x, rate, seed, rng_alg=None, noise_shape=None",
        TfDrawFunctions::dropped);
  }

  /** On a CPU TensorFlow has one generator, whether it is asked for or chosen. */
  private static Expr philox(TfArguments a, String argument) {
    Object given = a.get(argument);
    String name =
        given == null
            ? "autoselect"
            : given.toString().toLowerCase(Locale.ROOT).replaceAll("[-_]", "");
    if (!List.of("autoselect", "philox", "1", "3").contains(name)) {
      throw a.refused(argument, "'auto_select' and 'philox'");
    }
    return a.scalar(1);
  }

  /** Emits an op of a tensor, the seed's key and counter, the generator, and what follows. */
  private static Expr seeded(
      TfArguments a,
      String op,
      Consumer<OperationBuilder> attributes,
      String generator,
      Expr first,
      Operand<?>... more) {
    List<Operand<?>> inputs = new ArrayList<>(List.of(first));
    inputs.addAll(a.outputs(a.build("StatelessRandomGetKeyCounter", b -> {}, a.sizes("seed"))));
    inputs.add(philox(a, generator));
    inputs.addAll(List.of(more));
    return a.op(op, attributes, inputs.toArray(Operand<?>[]::new));
  }

  private static Expr keyed(TfArguments a, String op, Expr shape, DType dtype) {
    return seeded(a, op, b -> b.setAttr("dtype", dtype.proto()), "alg", shape);
  }

  /** Draws from all numbers of a dtype. */
  private static Expr wholeRange(TfArguments a, Expr shape, DType dtype) {
    return keyed(a, "StatelessRandomUniformFullIntV2", shape, dtype);
  }

  private static Expr uniform(TfArguments a) {
    DType dtype = a.dtype("dtype", DType.FLOAT32);
    Expr shape = a.sizes("shape");
    if (!dtype.isFloating() && !a.has("maxval")) {
      return wholeRange(a, shape, dtype);
    }
    Expr low = a.has("minval") ? a.tensor("minval", dtype) : Core.constant(a.tf(), 0, dtype);
    if (!dtype.isFloating()) {
      return whole(a, shape, low, a.tensor("maxval", dtype));
    }
    Expr high = a.has("maxval") ? a.tensor("maxval", dtype) : low.constant(1);
    return keyed(a, "StatelessRandomUniformV2", shape, dtype).mul(high.sub(low)).add(low);
  }

  private static Expr whole(TfArguments a, Expr shape, Expr low, Expr high) {
    return seeded(a, "StatelessRandomUniformIntV2", b -> {}, "alg", shape, low, high);
  }

  private static Expr binomial(TfArguments a) {
    Expr probabilities = a.tensor("probs");
    return a.op(
        "StatelessRandomBinomial",
        b -> b.setAttr("dtype", a.dtype("output_dtype", DType.INT32).proto()),
        a.sizes("shape"),
        a.sizes("seed"),
        a.tensor("counts", probabilities.dtype()),
        probabilities);
  }

  private static Expr foldedIn(TfArguments a) {
    Expr data = a.tensor("data");
    Expr first = wholeRange(a, a.constant(), data.dtype());
    return Numpy.stack(List.of(first, data));
  }

  /** Draws where a window begins in each axis. */
  private static Expr cropped(TfArguments a, boolean stateless) {
    Expr x = a.tensor("value");
    Expr size = a.sizes("size");
    Expr room = Core.shape(x).sub(size).add(1);
    Expr count = Core.shape(Core.shape(x));
    Expr low = a.scalar(0);
    Expr high = a.scalar(Integer.MAX_VALUE);
    Expr drawn =
        stateless
            ? whole(a, count, low, high)
            : a.op("RandomUniformInt", b -> TfLossFunctions.seeds(a, b), count, low, high);
    return a.op("Slice", x, a.op("FloorMod", drawn, room), size);
  }

  /** Turns around each image of a batch for itself, half of them. */
  private static Expr flipped(TfArguments a, int axis, boolean stateless) {
    Expr x = a.tensor("image");
    boolean batch = x.rank() == 4;
    Expr shape = batch ? SliceKey.between(Core.shape(x), 0, 0, 1) : a.constant();
    Expr drawn =
        stateless
            ? keyed(a, "StatelessRandomUniformV2", shape, DType.FLOAT32)
            : TfLossFunctions.draw(a, "RandomUniform", shape, DType.FLOAT32);
    Expr turned = ImageOps.flip(x, batch ? axis + 1 : axis);
    if (!batch) {
      return drawn.less(0.5).where(turned, x);
    }
    Expr flips = a.op("Round", drawn.reshape(-1, 1, 1, 1)).cast(x.dtype());
    return flips.mul(turned).add(flips.constant(1).sub(flips).mul(x));
  }

  private static Expr dropped(TfArguments a) {
    Expr x = a.tensor("x");
    Expr shape = a.has("noise_shape") ? a.sizes("noise_shape") : Core.shape(x);
    Expr drawn =
        seeded(
            a,
            "StatelessRandomUniformV2",
            b -> b.setAttr("dtype", x.dtype().proto()),
            "rng_alg",
            shape);
    return TfLossFunctions.dropped(a, x, drawn);
  }
}
