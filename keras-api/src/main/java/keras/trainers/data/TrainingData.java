package keras.trainers.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import keras.data.Batch;
import keras.data.Dataset;
import keras.data.Inputs;
import keras.data.SampleArray;
import keras.engine.Shapes;
import keras.models.Model;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.NdArray;

/**
 * What the user gave to train on, evaluate or predict: arrays, or a stream of batches.
 *
 * <p>Keras: {@code keras/src/trainers/data_adapters}.
 */
public final class TrainingData {
  private final String caller;
  private final @Nullable Inputs x;
  private final @Nullable Inputs y;
  private final @Nullable Inputs weights;
  private final @Nullable Dataset dataset;
  private final boolean oneBatch;

  private TrainingData(
      String caller,
      @Nullable Inputs x,
      @Nullable Inputs y,
      @Nullable Inputs weights,
      @Nullable Dataset dataset,
      boolean oneBatch) {
    this.caller = caller;
    this.x = x;
    this.y = y;
    this.weights = weights;
    this.dataset = dataset;
    this.oneBatch = oneBatch;
  }

  /** Takes arrays, one for each input and output, and weights of the samples. */
  public static TrainingData of(
      String caller, Object x, @Nullable Object y, @Nullable Object weights) {
    if (x instanceof Dataset) {
      throw new IllegalArgumentException(
          "%s: expected arrays. Received: a Dataset, whose batches hold x, y and weights; it goes alone into fit, evaluate and predict."
              .formatted(caller));
    }
    List<Inputs> all = new ArrayList<>();
    Inputs xs = Inputs.of(caller, "x", x);
    all.add(xs);
    Inputs ys = y == null ? null : Inputs.of(caller, "y", y);
    if (ys != null) {
      all.add(ys);
    }
    Inputs ws = weights == null ? null : Inputs.of(caller, "sampleWeight", weights);
    if (ws != null) {
      all.add(ws);
    }
    Inputs.requireSameCount(all);
    if (xs.count() == 0) {
      throw new IllegalArgumentException(
          "%s: x has no samples. Expected one or more.".formatted(caller));
    }
    return new TrainingData(caller, xs, ys, ws, null, false);
  }

  /** Takes the arrays of one batch; as in Keras, they keep their dtypes. */
  public static TrainingData ofBatch(
      String caller, Object x, @Nullable Object y, @Nullable Object weights) {
    TrainingData arrays = of(caller, x, y, weights);
    return new TrainingData(caller, arrays.x, arrays.y, arrays.weights, null, true);
  }

  /** Takes a stream of batches. */
  public static TrainingData of(String caller, Dataset dataset) {
    return new TrainingData(caller, null, null, null, dataset, false);
  }

  /** Returns who takes the data, for messages. */
  public String caller() {
    return caller;
  }

  /** Returns the stream of batches, of data that are one. */
  public Dataset requireDataset() {
    return Objects.requireNonNull(dataset);
  }

  /** Whether the data are arrays, and no stream. */
  public boolean isArrays() {
    return dataset == null;
  }

  /** Returns how many samples there are in arrays. */
  public int count() {
    return x == null ? 0 : x.count();
  }

  /** The part of the samples in [from, to). */
  public TrainingData slice(int from, int to) {
    return new TrainingData(
        caller,
        x == null ? null : x.slice(from, to),
        y == null ? null : y.slice(from, to),
        weights == null ? null : weights.slice(from, to),
        null,
        oneBatch);
  }

  /**
   * The arrays in the order of the model's inputs and outputs; floats in the library's float type,
   * unless they are one batch.
   */
  public Columns columns(Model model, @Nullable Map<Integer, Double> classWeight) {
    boolean named = model.graph() != null;
    Inputs xs = Objects.requireNonNull(x);
    if (named && !xs.isNamed()) {
      requirePlaces(model, xs.rows().size());
    }
    List<SampleArray> in = new ArrayList<>(named ? xs.inOrder(model.inputNames()) : xs.rows());
    in.replaceAll(this::floatx);
    List<SampleArray> out = inOutputOrder(model, y, true);
    return new Columns(in, out, weighted(out, inOutputOrder(model, weights, false), classWeight));
  }

  /** Refuses a list of arrays for inputs that go by names of their own, as Keras does. */
  private void requirePlaces(Model model, int given) {
    List<String> layers = model.inputs().stream().map(t -> t.node().operation().name()).toList();
    if (given > 1 && !model.inputNames().equals(layers)) {
      throw new IllegalArgumentException(
          "%s: the inputs of %s go by the names %s. Give a map of arrays by these names. Received: a list of %d."
              .formatted(caller, model, model.inputNames(), given));
    }
  }

  private List<SampleArray> inOutputOrder(Model model, @Nullable Inputs given, boolean asGiven) {
    List<SampleArray> out = new ArrayList<>();
    if (given != null) {
      out.addAll(
          model.graph() != null && given.isNamed()
              ? given.inOrder(model.outputNames())
              : given.rows());
      out.replaceAll(r -> asGiven ? floatx(r) : r.cast("float32"));
    }
    return out;
  }

  private List<SampleArray> weighted(
      List<SampleArray> y, List<SampleArray> given, @Nullable Map<Integer, Double> classWeight) {
    if (classWeight != null) {
      return List.of(ClassWeights.rows(caller, classWeight, y, given));
    }
    if (given.size() == 1 && y.size() > 1 && given.get(0).sampleSize() != 1) {
      throw new IllegalArgumentException(
          "%s: one `sampleWeight` for several outputs needs one number a sample; else give an array for each output. Received: shape %s."
              .formatted(caller, Shapes.show(given.get(0).shape())));
    }
    if (given.size() > 1 && given.size() != y.size()) {
      throw new IllegalArgumentException(
          "%s: `sampleWeight` needs one array, or one for each of the %d in y. Received: %d arrays."
              .formatted(caller, y.size(), given.size()));
    }
    return given;
  }

  /** One streamed batch, as arrays; as in Keras, they keep their dtypes. */
  public Columns columns(Batch batch, Model model, @Nullable Map<Integer, Double> classWeight) {
    if (model.graph() != null
        && batch.names().isEmpty()
        && batch.x().size() != model.inputs().size()) {
      throw new IllegalArgumentException(
          "%s: expected batches with %d arrays in x, one for each of the inputs %s. Received: %d."
              .formatted(caller, model.inputs().size(), model.inputNames(), batch.x().size()));
    }
    List<SampleArray> w = new ArrayList<>();
    List<NdArray<?>> given = batch.weights();
    if (given != null) {
      given.forEach(a -> w.add(SampleArray.of("sampleWeight", a).cast("float32")));
    }
    List<SampleArray> y = rows("y", batch.y());
    List<SampleArray> x =
        model.graph() == null || batch.names().isEmpty()
            ? rows("x", batch.x())
            : Inputs.of(caller, "x", batch.named()).inOrder(model.inputNames());
    return new Columns(x, y, weighted(y, w, classWeight));
  }

  private static List<SampleArray> rows(String name, List<NdArray<?>> arrays) {
    List<SampleArray> out = new ArrayList<>();
    arrays.forEach(a -> out.add(SampleArray.of(name, a)));
    return out;
  }

  /** As Keras: doubles become float32; integers stay. */
  private SampleArray floatx(SampleArray rows) {
    return !oneBatch && rows.dtype().equals("float64") ? rows.cast("float32") : rows;
  }

  /** Inputs, targets and weights, each one array an input or output. */
  public record Columns(List<SampleArray> x, List<SampleArray> y, List<SampleArray> weights) {
    List<SampleArray> all() {
      List<SampleArray> all = new ArrayList<>(x);
      all.addAll(y);
      all.addAll(weights);
      return all;
    }

    /** Returns how many samples there are. */
    public int count() {
      return x.get(0).count();
    }
  }
}
