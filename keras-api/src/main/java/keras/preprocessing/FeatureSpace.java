package keras.preprocessing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import keras.Keras;
import keras.config.CustomObjects;
import keras.config.Names;
import keras.data.Batch;
import keras.data.Dataset;
import keras.data.SampleArray;
import keras.engine.KerasTensor;
import keras.layers.AdaptsToData;
import keras.layers.Layer;
import keras.models.Model;
import keras.saving.LoadOptions;
import keras.saving.ModelFormats;
import keras.saving.Source;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.NdArray;

/**
 * Encodes the columns of tables: rescales, normalizes, looks up, hashes and crosses them, and joins
 * what comes out.
 *
 * <pre>{@code
 * FeatureSpace space =
 *     new FeatureSpace(Map.of("age", "float_normalized", "city", "string_categorical"))
 *         .crosses(FeatureSpace.cross(List.of("city", "kind"), 32));
 * space.adapt(train);
 * model.fit(train.map(space));
 * }</pre>
 *
 * <p>Inputs: a map of columns (batch) or (batch, 1) by the features' names. Outputs: one array
 * (batch, width) of the features in the order of their names, then of the crosses in the order of
 * theirs; or, with {@code outputMode("dict")}, an array of each.
 *
 * <p>A feature that is given its boundaries is encoded and needs no {@code adapt}; Keras neither
 * counts its bins nor adapts a space that has one. {@link #save} writes what {@code
 * keras.models.load_model} reads; {@link #load} reads what a space's {@code save} writes in Python.
 *
 * <p>Keras: {@code keras/src/layers/preprocessing/feature_space.py}, {@code
 * keras.utils.FeatureSpace}.
 */
public final class FeatureSpace extends FeatureKinds
    implements UnaryOperator<Batch>, AutoCloseable {
  private static final int DEFAULT_DIM = 32;

  private final Map<String, Object> given;
  private List<?> crosses = List.of();
  private int crossingDim = DEFAULT_DIM;
  private @Nullable String name;
  private String outputMode = "concat";
  private int hashingDim = DEFAULT_DIM;
  private int numDiscretizationBins = DEFAULT_DIM;

  private final Map<String, Feature> features = new LinkedHashMap<>();
  private final Map<String, Layer> preprocessors = new LinkedHashMap<>();
  private final Map<String, KerasTensor> inputs = new LinkedHashMap<>();
  private final Set<String> learners = new LinkedHashSet<>();
  private final Map<String, Integer> widths = new LinkedHashMap<>();
  private boolean adapted;
  private @Nullable FeatureGraph graph;
  private @Nullable Map<String, KerasTensor> encoded;
  private @Nullable Model encoder;

  /**
   * Makes a space.
   *
   * @param features by name: a {@link Feature}, or the name of a kind: float, float_rescaled,
   *     float_normalized, float_discretized, integer_categorical, string_categorical,
   *     integer_hashed, string_hashed
   */
  public FeatureSpace(Map<String, ?> features) {
    if (features.isEmpty()) {
      throw new IllegalArgumentException(
          "FeatureSpace: expected one feature or more. Received: none.");
    }
    this.given = new LinkedHashMap<>(features);
  }

  /** Sets the crosses. */
  public FeatureSpace crosses(Cross... crosses) {
    return crosses(List.of(crosses));
  }

  /**
   * Sets the crosses.
   *
   * @param crosses each a {@link Cross}, or a list of the names of features, which then go to as
   *     many bins as {@link #crossingDim} says
   */
  public FeatureSpace crosses(List<?> crosses) {
    requireUnused();
    FeatureConfigs.requireKnown(crosses, given.keySet());
    this.crosses = List.copyOf(crosses);
    return this;
  }

  /** Sets how many bins the crosses have that are given by the names of their features alone. */
  public FeatureSpace crossingDim(int crossingDim) {
    requireUnused();
    this.crossingDim = crossingDim;
    return this;
  }

  /** Names the space; files note it. */
  public FeatureSpace name(String name) {
    requireUnused();
    this.name = name;
    return this;
  }

  /**
   * Sets what comes out: {@code "concat"} for one array, {@code "dict"} for one of each feature.
   */
  public FeatureSpace outputMode(String outputMode) {
    requireUnused();
    if (!outputMode.equals("concat") && !outputMode.equals("dict")) {
      throw new IllegalArgumentException(
          "FeatureSpace: `output_mode` must be concat or dict. Received: output_mode=%s."
              .formatted(outputMode));
    }
    this.outputMode = outputMode;
    return this;
  }

  /** Sets how many bins the features have that are hashed and named by their kind alone. */
  public FeatureSpace hashingDim(int hashingDim) {
    requireUnused();
    this.hashingDim = hashingDim;
    return this;
  }

  /** Sets how many bins the features have that are discretized and named by their kind alone. */
  public FeatureSpace numDiscretizationBins(int numDiscretizationBins) {
    requireUnused();
    this.numDiscretizationBins = numDiscretizationBins;
    return this;
  }

  private void requireUnused() {
    if (!features.isEmpty()) {
      throw new IllegalStateException(
          "FeatureSpace: options are set before the space is adapted or called.");
    }
  }

  private void start() {
    if (!features.isEmpty()) {
      return;
    }
    given.forEach(
        (name, value) ->
            features.put(name, Feature.of(name, value, hashingDim, numDiscretizationBins)));
    features.forEach(
        (name, feature) -> {
          preprocessors.put(name, feature.layer());
          inputs.put(name, Keras.input(name, feature.dtype(), 1));
          if (feature.learns()) {
            learners.add(name);
          }
        });
    adapted = learners.isEmpty();
  }

  /** Learns what the features need, from arrays by name, as {@link #adapt(Dataset)} does. */
  public void adapt(Map<String, ?> data) {
    adapt(Dataset.of(data));
  }

  /**
   * Learns what the features need from batches with named inputs, a pass for each feature. A space
   * may learn anew, from the start.
   *
   * @throws IllegalStateException if a feature that is encoded one-hot has learned another number
   *     of classes than before, where Keras keeps its first width and drops the classes beyond
   */
  public synchronized void adapt(Dataset data) {
    start();
    adapted = learners.isEmpty();
    close();
    graph = null;
    encoded = null;
    for (String name : learners) {
      AdaptsToData layer = (AdaptsToData) Objects.requireNonNull(preprocessors.get(name));
      FeatureColumns.look(data);
      layer.adapt(data.map(batch -> Batch.of(FeatureColumns.column(batch.x(name)))));
    }
    learners.forEach(this::requireWidth);
    adapted = true;
  }

  private void requireWidth(String name) {
    if (!Objects.requireNonNull(features.get(name)).outputMode().equals("one_hot")) {
      return;
    }
    int width = Feature.classes(name, Objects.requireNonNull(preprocessors.get(name)));
    Integer before = widths.putIfAbsent(name, width);
    if (before != null && before != width) {
      throw new IllegalStateException(
          "FeatureSpace: adapted anew, feature '%s' must keep its %d classes. Received: %d. Make another FeatureSpace for these data."
              .formatted(name, before, width));
    }
  }

  private FeatureGraph graph() {
    start();
    if (!adapted) {
      throw new IllegalStateException(
          "FeatureSpace: call adapt(data) before using the space, which has features that learn.");
    }
    FeatureGraph made = graph;
    if (made == null) {
      made = new FeatureGraph(features, preprocessors, crossed(), outputMode.equals("concat"));
      graph = made;
    }
    return made;
  }

  /** Returns the inputs of a model of raw columns, by name. */
  public Map<String, KerasTensor> getInputs() {
    graph();
    return Collections.unmodifiableMap(inputs);
  }

  /**
   * Returns the encoded features of {@link #getInputs}, by name; "concat" where they are joined.
   */
  public Map<String, KerasTensor> getEncodedFeatureMap() {
    FeatureGraph of = graph();
    Map<String, KerasTensor> made = encoded;
    if (made == null) {
      made = of.encoded(inputs);
      encoded = made;
    }
    return made;
  }

  /** Returns the encoded and joined features of {@link #getInputs}. */
  public KerasTensor getEncodedFeatures() {
    if (!outputMode.equals("concat")) {
      throw new IllegalStateException(
          "FeatureSpace: with output_mode='dict' there is a tensor of each feature:"
              + " getEncodedFeatureMap.");
    }
    return Objects.requireNonNull(getEncodedFeatureMap().get("concat"));
  }

  /** Encodes columns, by name; the array "concat" where they are joined. */
  public synchronized Map<String, NdArray<?>> encode(Map<String, ?> data) {
    FeatureGraph of = graph();
    Map<String, Object> columns = new LinkedHashMap<>();
    for (String name : features.keySet()) {
      Object value = data.get(name);
      if (value == null) {
        throw new IllegalArgumentException(
            "FeatureSpace: expected a column for each of %s. Received: %s."
                .formatted(features.keySet(), data.keySet()));
      }
      columns.put(
          name, FeatureColumns.column(SampleArray.of("FeatureSpace: " + name, value).toNdArray()));
    }
    Model model = encoder;
    if (model == null) {
      Map<String, KerasTensor> wide = new LinkedHashMap<>();
      features.forEach(
          (name, f) -> // whole numbers keep all their digits
          wide.put(name, Keras.input(name, f.dtype().equals("int32") ? "int64" : f.dtype(), 1)));
      Map<String, KerasTensor> out = of.encoded(wide);
      model = Model.of(new ArrayList<>(wide.values()), new ArrayList<>(out.values()));
      encoder = model;
    }
    List<String> names = List.copyOf(getEncodedFeatureMap().keySet());
    List<NdArray<?>> arrays = model.predictOnBatch(new ArrayList<>(columns.values()));
    Map<String, NdArray<?>> all = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      all.put(names.get(i), arrays.get(i));
    }
    return all;
  }

  /** Encodes columns, by name, to one array. */
  public NdArray<?> call(Map<String, ?> data) {
    getEncodedFeatures();
    return Objects.requireNonNull(encode(data).get("concat"));
  }

  /** Encodes the named inputs of a batch; targets and weights stay. */
  @Override
  public Batch apply(Batch batch) {
    Map<String, NdArray<?>> out = encode(batch.named());
    boolean joined = outputMode.equals("concat");
    return new Batch(
        new ArrayList<>(out.values()),
        batch.y(),
        batch.weights(),
        joined ? List.of() : List.copyOf(out.keySet()));
  }

  private List<Cross> crossed() {
    return crosses.stream()
        .map(each -> each instanceof Cross cross ? cross : FeatureConfigs.cross(each, crossingDim))
        .toList();
  }

  /** Returns the config, in Keras' form; what was learned is in the state of the layers. */
  public Map<String, @Nullable Object> getConfig() {
    start();
    Map<String, @Nullable Object> of = new LinkedHashMap<>();
    features.forEach((key, feature) -> of.put(key, FeatureConfigs.of(feature)));
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    config.put("features", of);
    config.put("output_mode", outputMode);
    config.put("crosses", crossed().stream().map(FeatureConfigs::of).toList());
    config.put("crossing_dim", crossingDim);
    config.put("hashing_dim", hashingDim);
    config.put("num_discretization_bins", numDiscretizationBins);
    return config;
  }

  /** Makes a space of a config, which has learned nothing. */
  public static FeatureSpace fromConfig(Map<String, ? extends @Nullable Object> config) {
    return fromConfig(config, CustomObjects.none());
  }

  /** Makes a space of a config that names layers of the caller's own. */
  public static FeatureSpace fromConfig(
      Map<String, ? extends @Nullable Object> config, CustomObjects custom) {
    return FeatureFile.space(config, custom);
  }

  /**
   * Writes the space with what it has learned, to a file that {@code keras.models.load_model} of
   * Keras 3 reads too.
   *
   * @param path a name that ends in .keras
   * @throws IllegalStateException if the space must learn and has not
   */
  public synchronized void save(String path) {
    if (!path.endsWith(".keras")) {
      throw new IllegalArgumentException(
          "FeatureSpace.save: the name must end in .keras. Received: %s.".formatted(path));
    }
    getEncodedFeatureMap(); // builds the layers
    String called = name == null ? Names.auto("FeatureSpace") : name;
    name = called;
    ModelFormats.saveLayer(
        FeatureFile.of(called, getConfig(), preprocessors, graph().crossers()), Path.of(path));
  }

  /** Reads a space with what it has learned, of a file that Keras or {@link #save} wrote. */
  public static FeatureSpace load(String path) {
    return load(Source.of(Path.of(path)), LoadOptions.defaults());
  }

  /** Reads a space with what it has learned, which may have layers of the caller's own. */
  public static FeatureSpace load(Source source, LoadOptions options) {
    return FeatureFile.read(source, options);
  }

  /** Returns the layers of the features, by name. */
  Map<String, Layer> preprocessors() {
    start();
    return preprocessors;
  }

  /** Takes what has been learned for granted, as after a file was read. */
  void learned() {
    adapted = true;
  }

  /** Frees what the space computes with. */
  @Override
  public synchronized void close() {
    Model model = encoder;
    encoder = null;
    if (model != null) {
      model.close();
    }
  }
}
