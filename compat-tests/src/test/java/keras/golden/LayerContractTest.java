package keras.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import keras.Keras;
import keras.architecture.Library;
import keras.config.Configs;
import keras.config.ConstructionOrder;
import keras.config.KerasObject;
import keras.engine.HostTensor;
import keras.engine.KerasTensor;
import keras.engine.Shapes;
import keras.engine.TensorSpec;
import keras.engine.Tracing;
import keras.engine.Values;
import keras.engine.Variable;
import keras.engine.WorkspaceRef;
import keras.layers.AdaptivePoolingLayer;
import keras.layers.CategoryEncoding;
import keras.layers.Cell;
import keras.layers.EinsumDense;
import keras.layers.InputLayer;
import keras.layers.Layer;
import keras.layers.MaxNumBoundingBoxes;
import keras.layers.MultiHeadAttention;
import keras.layers.Pipeline;
import keras.layers.RandomGrayscale;
import keras.layers.RecurrentLayer;
import keras.layers.TFSMLayer;
import keras.layers.TextVectorization;
import keras.ops.DType;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;

/**
 * The layer contract: what every layer must answer as Keras does, for every fixture in {@code
 * golden/layers}. A new layer needs no line here.
 */
class LayerContractTest {
  /** Arguments of bases, which Keras' layers write only where they have a use for them. */
  private static final Set<String> OF_ALL =
      Set.of("trainable", "activity_regularizer", "bounding_box_format");

  static List<LayerFixture> all() {
    return LayerFixture.all();
  }

  static Stream<LayerFixture> called() {
    return all().stream().filter(LayerFixture::isCalled);
  }

  static Stream<LayerFixture> trained() {
    return all().stream().filter(LayerFixture::isTrained);
  }

  @BeforeEach
  void forgetNames() {
    Keras.clearSession();
  }

  @Test
  void hasFixturesOfEveryLayer() {
    Set<String> layers = new TreeSet<>();
    Library.kerasObjects().stream()
        .filter(c -> c.getPackageName().equals("keras.layers"))
        .filter(c -> c != TFSMLayer.class) // no config makes one: SavedModelLayerTest
        .forEach(c -> layers.add(c.getName()));
    Set<String> shown = new TreeSet<>();
    all().forEach(f -> shown.add(f.layer().getClass().getName()));
    assertEquals(layers, shown);
  }

  // ---------------------------------------------------------------- configs

  @ParameterizedTest
  @MethodSource("all")
  void hasKerasArguments(LayerFixture fixture) {
    Set<String> expected = new TreeSet<>(fixture.config().keySet());
    Set<String> keys = new TreeSet<>(Configs.keys(fixture.layer().getClass()));
    if (fixture.layer() instanceof Pipeline) {
      expected.add("dtype"); // every layer's, which its config does not hold
    } else if (fixture.layer() instanceof MaxNumBoundingBoxes) {
      expected.add("fill_value"); // which Keras takes and its configs forget
    }
    expected.removeAll(OF_ALL);
    keys.removeAll(OF_ALL);
    assertEquals(expected, keys);
  }

  @ParameterizedTest
  @MethodSource("all")
  void hasKerasDefaults(LayerFixture fixture) {
    Layer plain = Configs.from(fixture.layer().getClass(), fixture.requiredArguments());
    Map<String, @Nullable Object> ours = complete(plain);
    ours.keySet().removeAll(fixture.required());
    ours.remove("name");
    assertSame("defaults", fixture.defaults(), ours);
  }

  @ParameterizedTest
  @MethodSource("all")
  void survivesItsConfig(LayerFixture fixture) {
    Layer layer = fixture.layer();
    assertSame("config", fixture.config(), complete(layer));
    Map<String, @Nullable Object> spec = Configs.serialize(layer);
    for (String key : List.of("module", "class_name", "registered_name")) {
      assertEquals(fixture.json().object("object").get(key), spec.get(key), key);
    }
    assertEquals(spec, Configs.serialize(Configs.deserialize(spec)));
  }

  /** Returns the config with the arguments that are held at their default, which it leaves out. */
  private static Map<String, @Nullable Object> complete(KerasObject object) {
    Map<String, @Nullable Object> config = new LinkedHashMap<>(object.config());
    Map<String, @Nullable Object> defaults = Configs.defaults(object.getClass());
    Configs.pinned(object.getClass()).forEach(key -> config.put(key, defaults.get(key)));
    return config;
  }

  /** Checks that two configs say the same; Keras takes an absent activity regularizer for none. */
  private static void assertSame(
      String what, Map<String, @Nullable Object> keras, Map<String, @Nullable Object> ours) {
    Map<String, @Nullable Object> expected = new LinkedHashMap<>(keras);
    Map<String, @Nullable Object> actual = new LinkedHashMap<>(ours);
    expected.putIfAbsent("activity_regularizer", null);
    actual.putIfAbsent("activity_regularizer", null);
    assertEquals(new TreeSet<>(expected.keySet()), new TreeSet<>(actual.keySet()), what);
    ConfigComparison.check(what, expected, actual);
  }

  // ---------------------------------------------------------------- shapes and weights

  @ParameterizedTest
  @MethodSource("all")
  void infersKerasShapes(LayerFixture fixture) {
    for (JsonObject row : fixture.json().objects("shapes")) {
      Layer layer = fixture.layer();
      if (needsSizes(layer) && !sizesAreKnown((List<?>) row.list("inputs").get(0))) {
        continue;
      }
      List<KerasTensor> outputs;
      if (layer instanceof InputLayer input) {
        outputs = List.of(input.output());
      } else {
        List<KerasTensor> inputs = new ArrayList<>();
        for (int i = 0; i < fixture.inputs().size(); i++) {
          inputs.add(symbolic(row.list("inputs").get(i), fixture.inputs().get(i).dtype()));
        }
        outputs = layer.apply(fixture.call(layer, KerasTensor.class, inputs)).flat();
      }
      List<String> shown =
          outputs.stream().map(o -> Shapes.show(o.shape()) + " " + o.dtype().id()).toList();
      List<String> expected = fixture.inferred(row);
      assertEquals(
          layer instanceof EinsumDense
                  || layer instanceof MultiHeadAttention
                  || layer instanceof TextVectorization
                  || layer instanceof CategoryEncoding
              ? IntStream.range(0, shown.size())
                  .mapToObj(i -> known(expected.get(i), shown.get(i)))
                  .toList()
              : expected,
          shown,
          () -> "outputs for inputs " + row.list("inputs"));
    }
  }

  /** Keras infers a shape of inputs of unknown sizes and fails when it is called on them. */
  private static boolean needsSizes(Layer layer) {
    return layer instanceof AdaptivePoolingLayer<?>;
  }

  private static boolean sizesAreKnown(List<?> sizes) {
    return sizes.stream().skip(1).noneMatch(Objects::isNull);
  }

  /** Some layers of Keras forget sizes that the inputs and masks tell. */
  private static String known(String keras, String ours) {
    String[] theirs = keras.split(", ", -1);
    String[] sizes = ours.split(", ", -1);
    for (int i = 1; i < theirs.length && theirs.length == sizes.length; i++) {
      theirs[i] = theirs[i].startsWith("None") ? sizes[i] : theirs[i];
    }
    return String.join(", ", theirs);
  }

  private static KerasTensor symbolic(Object sizes, DType dtype) {
    return new InputLayer(Shapes.fromConfig((List<?>) sizes)).dtype(dtype.id()).output();
  }

  @ParameterizedTest
  @MethodSource("called")
  void hasKerasWeights(LayerFixture fixture) {
    Layer layer = built(fixture);
    List<String> expected = new ArrayList<>();
    for (JsonObject w : fixture.json().objects("weights")) {
      HostTensor value = ArrayJson.decode(w.get("value"));
      expected.add(
          describe(
              w.text("path"),
              w.text("name"),
              Boolean.TRUE.equals(w.get("trainable")),
              value.shape(),
              value.dtype()));
    }
    assertEquals(
        expected,
        layer.weights().stream()
            .map(v -> describe(v.path(), v.name(), v.trainable(), v.shape(), v.dtype()))
            .toList());
    if (fixture.isAdapted()) {
      near(fixture, layer).check("weights", fixture.weights(), Values.read(layer.weights()));
    }
  }

  private static String describe(
      String path, String name, boolean trainable, Shape shape, DType dtype) {
    return "%s (%s) %s %s%s"
        .formatted(path, name, Shapes.show(shape), dtype.id(), trainable ? "" : ", not trained");
  }

  /** Returns the layer as it was called: adapted or built, and with Keras' weights. */
  private static Layer built(LayerFixture fixture) {
    Layer layer = fixture.layer();
    if (fixture.isAdapted()) {
      adapt(layer, ArrayJson.decode(fixture.json().get("adapt")));
    }
    List<TensorSpec> specs =
        fixture.inputs().stream().map(t -> new TensorSpec(t.shape(), t.dtype())).toList();
    Tracing.infer(specs, (ctx, in) -> layer.apply(fixture.call(layer, Expr.class, in), ctx).flat());
    return layer;
  }

  private static Layer withKerasWeights(LayerFixture fixture) {
    Layer layer = built(fixture);
    Values.write(layer.weights(), fixture.weights());
    return layer;
  }

  /** Calls the adapt method that layers with a state of the data have. */
  private static void adapt(Layer layer, HostTensor data) {
    try {
      layer.getClass().getMethod("adapt", Object.class).invoke(layer, data.toNdArray());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(layer + " has no adapt(Object) that works.", e);
    }
  }

  // ---------------------------------------------------------------- values

  @ParameterizedTest
  @MethodSource("called")
  void computesAsKeras(LayerFixture fixture) {
    Layer layer = withKerasWeights(fixture);
    try (WorkspaceRef home = new WorkspaceRef()) {
      check(near(fixture, layer), fixture.json(), call(fixture, layer, home, false));
    }
  }

  @ParameterizedTest
  @MethodSource("trained")
  void trainsAsKeras(LayerFixture fixture) {
    Layer layer = withKerasWeights(fixture);
    if (fixture.config().get("seed") == null && takesAnySeed(layer)) {
      Values.write(seeds(layer), seedStates(fixture.json()));
    }
    checkSeeds(fixture.json(), layer);
    try (WorkspaceRef home = new WorkspaceRef()) {
      for (JsonObject expected : fixture.json().objects("training")) {
        ConstructionOrder.seed(1); // AugMix draws from it
        check(near(fixture, layer), expected, call(fixture, layer, home, true));
        List<JsonObject> state = expected.objects("state");
        assertEquals(
            state.stream().map(v -> v.text("path")).toList(),
            layer.nonTrainableWeights().stream().map(v -> v.path()).toList());
        near(fixture, layer)
            .check(
                "state",
                state.stream().map(v -> ArrayJson.decode(v.get("value"))).toList(),
                Values.read(layer.nonTrainableWeights()));
        checkSeeds(expected, layer);
      }
    }
  }

  private static TensorComparison near(LayerFixture fixture, Layer layer) {
    return new TensorComparison(fixture.closeness(layer));
  }

  private static LayerCall call(
      LayerFixture fixture, Layer layer, WorkspaceRef home, boolean training) {
    return LayerCall.of(home, layer, training, fixture);
  }

  private static void check(TensorComparison near, JsonObject expected, LayerCall actual) {
    near.check("outputs", LayerFixture.outputs(expected), actual.outputs());
    if (expected.has("structure")) {
      assertEquals(expected.get("structure"), actual.structure(), "structure of the outputs");
    }
    if (expected.map().containsKey("output_mask")) {
      near.check("mask", tensor(expected, "output_mask"), actual.masks().get(0));
    } else if (expected.has("output_masks")) {
      near.check("masks", LayerFixture.arrays(expected.list("output_masks")), actual.masks());
    }
    near.check("losses", LayerFixture.arrays(expected.list("losses")), actual.losses());
    JsonObject gradients = expected.object("gradients");
    near.check(
        "gradients by inputs",
        LayerFixture.arrays(gradients.list("inputs")),
        actual.inputGradients());
    near.check(
        "gradients by weights",
        LayerFixture.arrays(gradients.list("weights")),
        actual.weightGradients());
  }

  private static @Nullable HostTensor tensor(JsonObject json, String key) {
    return json.has(key) ? ArrayJson.decode(json.get(key)) : null;
  }

  /** Whether the layer draws from a generator whose seed its config need not hold. */
  private static boolean takesAnySeed(Layer layer) {
    return layer.flattened().stream()
        .anyMatch(
            inner ->
                inner instanceof RecurrentLayer
                    || inner instanceof Cell
                    || inner instanceof RandomGrayscale);
  }

  private static void checkSeeds(JsonObject expected, Layer layer) {
    assertEquals(seedStates(expected), Values.read(seeds(layer)), "states of seed generators");
  }

  private static List<HostTensor> seedStates(JsonObject expected) {
    HostTensor one = tensor(expected, "seed_state");
    return expected.has("seed_states")
        ? expected.list("seed_states").stream().map(ArrayJson::decode).toList()
        : one == null ? List.of() : List.of(one);
  }

  private static List<Variable> seeds(Layer layer) {
    List<Variable> ours = new ArrayList<>(layer.variables());
    ours.removeAll(layer.weights());
    return ours;
  }
}
