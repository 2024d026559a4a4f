package keras.golden;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import keras.Keras;
import keras.engine.HostTensor;
import keras.engine.KerasTensor;
import keras.engine.Values;
import keras.io.migration.FromKeras3;
import keras.io.migration.Target;
import keras.layers.InputLayer;
import keras.layers.Layer;
import keras.models.Model;
import org.tensorflow.ndarray.NdArray;

/** A layer of a fixture in a functional model of its own, which is the same every time. */
record LayerModel(LayerFixture fixture, Layer layer, Model model) implements AutoCloseable {
  static LayerModel of(LayerFixture fixture) {
    Keras.clearSession();
    Keras.setRandomSeed(1);
    Layer layer = fixture.layer();
    List<KerasTensor> inputs =
        IntStream.range(0, fixture.inputs().size())
            .mapToObj(i -> input("x" + i, fixture.inputs().get(i)))
            .toList();
    List<KerasTensor> outputs = layer.apply(fixture.call(layer, KerasTensor.class, inputs)).flat();
    if (!fixture.isAdapted()) {
      Values.write(layer.weights(), fixture.weights());
    }
    return new LayerModel(fixture, layer, Model.of(inputs, outputs));
  }

  private static KerasTensor input(String name, HostTensor x) {
    long[] sizes = x.shape().asArray();
    return new InputLayer(Arrays.copyOfRange(sizes, 1, sizes.length))
        .name(name)
        .dtype(x.dtype().id())
        .output();
  }

  /**
   * Returns fixtures of the layers that are in no whole model which {@link WrittenFormTest} writes:
   * of those that are called on tensors alone and of those with further arguments or fields, of
   * those that tf_keras can make and of those that it cannot, the one that sets the most arguments.
   */
  static List<LayerFixture> fixtures() {
    Set<String> written = new HashSet<>();
    GoldenCase.all().stream()
        .filter(c -> c.isModel() && c.has("model.keras") && CaseClasses.allExist(c))
        .forEach(c -> written.addAll(c.entry().texts("layers")));
    Map<String, LayerFixture> chosen = new LinkedHashMap<>();
    LayerFixture.all().stream()
        .filter(f -> f.isCalled() && !written.contains(className(f)))
        .filter(f -> f.inputMasks().stream().allMatch(Objects::isNull))
        .filter(f -> f.layer().dtypePolicy().name().matches("float32|string|int.*"))
        .filter(f -> !Boolean.TRUE.equals(f.config().get("stateful")) && isOfTokens(f))
        .sorted(Comparator.comparingInt(LayerModel::argumentsSet).reversed())
        .forEach(f -> chosen.putIfAbsent(className(f) + isPlain(f) + isOfBoth(f), f));
    return List.copyOf(chosen.values());
  }

  private static String className(LayerFixture fixture) {
    return fixture.json().object("object").text("class_name");
  }

  private static boolean isPlain(LayerFixture fixture) {
    return !fixture.json().has("call") && !fixture.json().has("input_fields");
  }

  private static boolean isOfBoth(LayerFixture fixture) {
    Map<String, ?> spec = fixture.json().object("object").map();
    return FromKeras3.convert(spec, Target.TF_KERAS).obstacles().isEmpty();
  }

  /** tf_keras refuses tokens that a CategoryEncoding has no place for, and Keras 3 does not. */
  private static boolean isOfTokens(LayerFixture fixture) {
    return !(fixture.config().get("num_tokens") instanceof Number tokens)
        || Arrays.stream(Evaluation.doubles(fixture.inputs().get(0)))
            .allMatch(token -> 0 <= token && token < tokens.doubleValue());
  }

  private static int argumentsSet(LayerFixture fixture) {
    Map<String, ?> defaults = fixture.defaults();
    return (int)
        fixture.config().entrySet().stream()
            .filter(e -> !Objects.equals(e.getValue(), defaults.get(e.getKey())))
            .count();
  }

  /** Returns what the model gives, or another one of the same inputs. */
  List<HostTensor> predict(Model other) {
    List<NdArray<?>> x = new ArrayList<>();
    fixture.inputs().forEach(t -> x.add(t.toNdArray()));
    return other.predictAll(x).stream().map(HostTensor::of).toList();
  }

  @Override
  public void close() {
    model.close();
  }

  @Override
  public String toString() {
    return fixture.toString();
  }
}
