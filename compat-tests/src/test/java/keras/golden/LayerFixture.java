package keras.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import keras.config.Configs;
import keras.engine.HostTensor;
import keras.engine.Shapes;
import keras.layers.Layer;
import org.jspecify.annotations.Nullable;

/** What Keras answered about one layer: a file of {@code golden/layers}, see golden/README.md. */
public record LayerFixture(JsonObject json) {
  private static final Path FOLDER = Path.of("golden", "layers");

  /**
   * How far the numbers of a layer that computes in bfloat16 may be from Keras', relative to
   * numbers above 1: four units in the last place. Each op rounds to 8 bits, and processors with
   * instructions for bfloat16 round the sum of products once, others each product; gradients start
   * from the output, whose last bit may differ already.
   */
  private static final double BFLOAT16 = 4 * 0x1p-7;

  /** How far those of a layer that computes in float64 may be: some thousand last places. */
  private static final double FLOAT64 = 1e-12;

  /** Returns every fixture, by id. */
  public static List<LayerFixture> all() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .filter(f -> f.toString().endsWith(".json"))
          .sorted()
          .map(f -> new LayerFixture(JsonObject.read(f)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns a new layer of the serialized object. */
  Layer layer() {
    return (Layer) Configs.deserialize(json.object("object").map());
  }

  /** Returns the config that Keras wrote. */
  Map<String, @Nullable Object> config() {
    return json.object("object").object("config").map();
  }

  /** Returns the config of a layer with the required arguments alone, these and the name aside. */
  Map<String, @Nullable Object> defaults() {
    return json.object("defaults").object("config").map();
  }

  /** Returns the arguments without a default. */
  List<String> required() {
    return json.object("defaults").texts("required");
  }

  /** Returns the required arguments as this fixture's layer has them. */
  Map<String, @Nullable Object> requiredArguments() {
    Map<String, @Nullable Object> arguments = new LinkedHashMap<>(config());
    arguments.keySet().retainAll(required());
    return arguments;
  }

  /** Whether the layer is called; an InputLayer is not. */
  boolean isCalled() {
    return !json.text("input_structure").equals("none");
  }

  /** Whether the layer does something else while training. */
  boolean isTrained() {
    return json.has("training");
  }

  /** Whether the layer learned its state from data before it was called. */
  boolean isAdapted() {
    return json.has("adapt");
  }

  /**
   * Returns the output's shape and dtype that Keras infers in a row of {@code shapes}. Where its
   * own output has others, those: Keras takes a gated activation to keep its input's shape, and
   * concatenated integers to become floats.
   */
  String inferred(JsonObject row) {
    List<@Nullable Object> sizes = new ArrayList<>(row.list("output"));
    String dtype = row.text("dtype");
    if (isCalled()) {
      HostTensor real = ArrayJson.decode(json.get("output"));
      for (int axis = 0; axis < sizes.size(); axis++) {
        if (sizes.get(axis) instanceof Number) {
          sizes.set(axis, real.shape().get(axis));
        }
      }
      dtype = real.dtype().id();
    }
    return Shapes.show(Shapes.fromConfig(sizes)) + " " + dtype;
  }

  List<HostTensor> inputs() {
    return json.list("inputs").stream().map(ArrayJson::decode).toList();
  }

  List<@Nullable HostTensor> inputMasks() {
    return arrays(json.list("input_masks"));
  }

  /** Returns the values of the weights, in Keras' order. */
  List<HostTensor> weights() {
    return json.objects("weights").stream().map(w -> ArrayJson.decode(w.get("value"))).toList();
  }

  /** Returns arrays of which some may be null. */
  static List<@Nullable HostTensor> arrays(List<?> json) {
    List<@Nullable HostTensor> out = new ArrayList<>();
    json.forEach(each -> out.add(each == null ? null : ArrayJson.decode(each)));
    return out;
  }

  /** Returns how near the layer's numbers must come: the fixture's, by the dtype it computes in. */
  Closeness closeness(Layer layer) {
    double tolerance = json.number("tolerance");
    return Closeness.relative(
        switch (layer.dtypePolicy().computeDtype()) {
          case BFLOAT16 -> Math.max(tolerance, BFLOAT16);
          case FLOAT64 -> Math.min(tolerance, FLOAT64);
          default -> tolerance;
        });
  }

  @Override
  public String toString() {
    return json.text("id");
  }
}
