package keras.models;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import keras.data.Batch;
import keras.data.Dataset;
import keras.data.Inputs;
import keras.data.Rows;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.NdArray;

/** What the user gave to train on, evaluate or predict: arrays, or a stream of batches. */
final class Feed {
  private final @Nullable Inputs x;
  private final @Nullable Inputs y;
  private final @Nullable Inputs weights;
  private final @Nullable Dataset dataset;

  private Feed(
      @Nullable Inputs x, @Nullable Inputs y, @Nullable Inputs weights, @Nullable Dataset dataset) {
    this.x = x;
    this.y = y;
    this.weights = weights;
    this.dataset = dataset;
  }

  static Feed of(String caller, Object x, @Nullable Object y, @Nullable Object weights) {
    List<Inputs> all = new ArrayList<>();
    Inputs xs = Inputs.of(caller, "x", x);
    all.add(xs);
    Inputs ys = y == null ? null : Inputs.of(caller, "y", y);
    if (ys != null) {
      all.add(ys);
    }
    Inputs ws = weights == null ? null : Inputs.of(caller, "sample_weight", weights);
    if (ws != null) {
      all.add(ws);
    }
    Inputs.requireSameCount(all);
    return new Feed(xs, ys, ws, null);
  }

  static Feed of(Dataset dataset) {
    return new Feed(null, null, null, dataset);
  }

  @Nullable Dataset dataset() {
    return dataset;
  }

  boolean isArrays() {
    return dataset == null;
  }

  int count() {
    return x == null ? 0 : x.count();
  }

  /** The part of the samples in [from, to). */
  Feed slice(int from, int to) {
    return new Feed(
        x == null ? null : x.slice(from, to),
        y == null ? null : y.slice(from, to),
        weights == null ? null : weights.slice(from, to),
        null);
  }

  /**
   * The arrays in the order of the model's inputs and outputs; floats in the library's float type.
   */
  Columns columns(Model model, @Nullable Map<Integer, Double> classWeight) {
    boolean named = model.isFunctionalLike();
    Inputs xs = java.util.Objects.requireNonNull(x);
    List<Rows> in = new ArrayList<>(named ? xs.inOrder(model.inputNames()) : xs.rows());
    in.replaceAll(Feed::floatx);
    List<Rows> out = new ArrayList<>();
    Inputs ys = y;
    if (ys != null) {
      out.addAll(named && ys.isNamed() ? ys.inOrder(model.outputNames()) : ys.rows());
      out.replaceAll(Feed::floatx);
    }
    List<Rows> w = new ArrayList<>();
    Inputs ws = weights;
    if (ws != null) {
      w.addAll(named && ws.isNamed() ? ws.inOrder(model.outputNames()) : ws.rows());
      w.replaceAll(r -> r.cast("float32"));
    }
    if (classWeight != null) {
      w = List.of(ClassWeights.rows(classWeight, out, w));
    }
    return new Columns(in, out, w);
  }

  /** One streamed batch, as arrays. */
  static Columns columns(Batch batch) {
    List<Rows> w = new ArrayList<>();
    List<NdArray<?>> given = batch.weights();
    if (given != null) {
      given.forEach(a -> w.add(Rows.of("sample_weight", a).cast("float32")));
    }
    return new Columns(rows("x", batch.x()), rows("y", batch.y()), w);
  }

  private static List<Rows> rows(String name, List<NdArray<?>> arrays) {
    List<Rows> out = new ArrayList<>();
    arrays.forEach(a -> out.add(floatx(Rows.of(name, a))));
    return out;
  }

  /** As Keras: doubles become float32; integers stay. */
  private static Rows floatx(Rows rows) {
    return rows.dtype().equals("float64") ? rows.cast("float32") : rows;
  }

  /** Inputs, targets and weights, each one array an input or output. */
  record Columns(List<Rows> x, List<Rows> y, List<Rows> weights) {
    List<Rows> all() {
      List<Rows> all = new ArrayList<>(x);
      all.addAll(y);
      all.addAll(weights);
      return all;
    }

    int count() {
      return x.get(0).count();
    }
  }
}
