package keras.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import keras.config.Configs;
import keras.engine.Arguments;
import keras.engine.HostTensor;
import keras.engine.Shapes;
import keras.layers.Layer;
import keras.layers.RandomCrop;
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
          .filter(
              f ->
                  System.getenv("FIXTURES") == null
                      || f.getFileName().toString().matches(System.getenv("FIXTURES")))
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
   * Returns the outputs' shapes and dtypes that Keras infers in a row of {@code shapes}. Where its
   * own outputs have others, those: Keras takes a gated activation to keep its input's shape,
   * concatenated integers to become floats, and counted words of a text to have an axis more. A
   * RandomCrop leaves images as they are where it does not train, and infers what training gives.
   */
  List<String> inferred(JsonObject row) {
    List<?> shapes = row.has("outputs") ? row.list("outputs") : List.of(row.list("output"));
    List<?> dtypes = row.has("dtypes") ? row.list("dtypes") : List.of(row.text("dtype"));
    boolean asInferred = !isCalled() || layer() instanceof RandomCrop;
    List<HostTensor> real = asInferred ? List.of() : outputs(json);
    List<String> out = new ArrayList<>();
    for (int i = 0; i < shapes.size(); i++) {
      List<@Nullable Object> sizes = new ArrayList<>((List<?>) shapes.get(i));
      Object dtype = dtypes.get(i);
      if (!real.isEmpty()) {
        if (sizes.size() != real.get(i).shape().numDimensions()) {
          sizes = new ArrayList<>(Shapes.toConfig(real.get(i).shape()));
          sizes.set(0, null);
        }
        for (int axis = 0; axis < sizes.size(); axis++) {
          if (sizes.get(axis) instanceof Number) {
            sizes.set(axis, real.get(i).shape().get(axis));
          }
        }
        dtype = real.get(i).dtype().id();
      }
      out.add(Shapes.show(Shapes.fromConfig(sizes)) + " " + dtype);
    }
    return out;
  }

  /** Returns the outputs of a call, in order. */
  static List<HostTensor> outputs(JsonObject call) {
    return call.has("outputs")
        ? call.list("outputs").stream().map(ArrayJson::decode).toList()
        : List.of(ArrayJson.decode(call.get("output")));
  }

  /** Returns the call on tensors, all of them in order, with its further arguments. */
  <T> Arguments<T> call(Layer layer, Class<T> type, List<T> tensors) {
    Map<?, ?> further = json.has("call") ? json.object("call").map() : Map.of();
    if (json.has("input_fields")) {
      Object fields = argument(json.get("input_fields"), tensors);
      return Arguments.of(type, layer.callArguments().get(0), Objects.requireNonNull(fields));
    }
    int count = inputs().size() - count(further);
    List<T> first = tensors.subList(0, count);
    Arguments<T> call =
        Arguments.of(
            type,
            layer.callArguments().get(0),
            json.text("input_structure").equals("list") ? first : first.get(0));
    for (Map.Entry<?, ?> e : further.entrySet()) {
      call = call.with(String.valueOf(e.getKey()), argument(e.getValue(), tensors));
    }
    return call;
  }

  private static int count(@Nullable Object json) {
    if (json instanceof List<?> list) {
      return list.stream().mapToInt(LayerFixture::count).sum();
    } else if (json instanceof Map<?, ?> map) {
      return map.containsKey("tensor")
          ? 1
          : map.values().stream().mapToInt(LayerFixture::count).sum();
    }
    return 0;
  }

  private static <T> @Nullable Object argument(@Nullable Object json, List<T> tensors) {
    if (json instanceof List<?> list) {
      List<@Nullable Object> out = new ArrayList<>();
      list.forEach(v -> out.add(argument(v, tensors)));
      return out;
    } else if (json instanceof Map<?, ?> map) {
      if (map.get("tensor") instanceof Number place) {
        return tensors.get(place.intValue());
      }
      Map<String, @Nullable Object> out = new LinkedHashMap<>();
      map.forEach((k, v) -> out.put(String.valueOf(k), argument(v, tensors)));
      return out;
    }
    return json;
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
