package keras.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import keras.Keras;
import keras.engine.HostTensor;
import keras.engine.KerasTensor;
import keras.layers.Discretization;
import keras.layers.InputLayer;
import keras.layers.Layer;
import keras.models.Model;
import keras.python.Framework;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import keras.saving.SaveOptions;
import keras.saving.SaveOptions.Dialect;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.ndarray.NdArray;

/**
 * Layers that are in no whole model which {@link WrittenFormTest} writes, each in a model of its
 * own: Java writes it, the real Kerases load it, predict what Java predicts and save it again, and
 * Java reads that. Of the fixtures of a layer the one is taken that sets the most arguments. Where
 * no file has changed the verdict is kept ({@link Verdicts}).
 */
@ExtendWith(PythonExtension.class)
class LayerFilesTest {
  /** What the real Kerases cannot do with files of their own either. */
  private static final List<Pattern> KERAS =
      List.of(
          Pattern.compile("to save .*\\.h5=cannot pickle 'module' object"), // Keras 3
          Pattern.compile("equalization.*(is part of a cycle|expects 2 named input).*"),
          Pattern.compile(".*\\.h5=Unknown layer: '(LayerScale|CustomScaleLayer|Random.*)'.*"),
          Pattern.compile(".*\\.h5=Unknown layer: 'SpectralNormalization'.*"), // tf_keras
          Pattern.compile(
              "(layer_scale|custom_scale|spectral_norm).*='str' object is not callable"),
          Pattern.compile("category_encoding.*num_tokens.*"),
          Pattern.compile("(integer|string|text)_.*tf_idf.*\\.h5=Layer count mismatch.*"));

  private static final String READ =
      """
      import os
      import tensorflow as tf
      def predict(model, arrays):
          x = [tf.constant(a) for a in arrays]
          return [np.asarray(y) for y in tf.nest.flatten(model(x if len(x) > 1 else x[0], training=False))]
      errors = {}
      for name, arrays in cases.items():
          result[name] = {}
          for end in endings:
              try:
                  keras.backend.clear_session()
                  if end == ".weights.h5":
                      model.set_weights([np.zeros_like(w) for w in model.get_weights()])
                      model.load_weights(f"{folder}/{name}{end}")
                  else:
                      model = keras.models.load_model(f"{folder}/{name}{end}", compile=False)
                  result[name][end] = predict(model, arrays)
              except Exception as e:
                  errors[name + end] = str(e)[:600]
                  continue
              try:
                  if end != ".weights.h5":
                      model.save(f"{folder}/{name}_again{end}")
              except Exception as e:
                  errors["to save " + name + end] = str(e)[:600]
                  os.remove(f"{folder}/{name}_again{end}")
      result["errors"] = errors
      """;

  private static final Verdicts VERDICTS = Verdicts.of(LayerFilesTest.class);

  private final Path dir;
  private final Map<String, String> wrong = new TreeMap<>();

  LayerFilesTest(@TempDir Path dir) {
    this.dir = dir;
  }

  /** A layer whose model was written, and what the model gives. */
  private record Written(LayerFixture fixture, List<HostTensor> outputs) {}

  private static int argumentsSet(LayerFixture fixture) {
    Map<String, ?> defaults = fixture.defaults();
    return (int)
        fixture.config().entrySet().stream()
            .filter(e -> !Objects.equals(e.getValue(), defaults.get(e.getKey())))
            .count();
  }

  /** Returns a fixture of each layer. */
  private static List<LayerFixture> fixtures() {
    Set<String> written = new HashSet<>();
    GoldenCase.all().stream()
        .filter(GoldenCase::isModel)
        .forEach(c -> written.addAll(c.entry().texts("layers")));
    Map<String, LayerFixture> chosen = new LinkedHashMap<>();
    LayerFixture.all().stream()
        .filter(f -> f.isCalled() && !f.json().has("input_fields") && !f.json().has("call"))
        .filter(f -> f.inputMasks().stream().allMatch(Objects::isNull))
        .filter(f -> f.layer().dtypePolicy().name().matches("float32|string|int.*"))
        .filter(f -> !Boolean.TRUE.equals(f.config().get("stateful")))
        .sorted(Comparator.comparingInt(LayerFilesTest::argumentsSet).reversed())
        .forEach(f -> chosen.putIfAbsent(f.json().object("object").text("class_name"), f));
    chosen.keySet().removeAll(written);
    return List.copyOf(chosen.values());
  }

  private static Model model(LayerFixture fixture) {
    Keras.clearSession();
    Keras.setRandomSeed(1); // the same files every time
    Layer layer = fixture.layer();
    List<KerasTensor> inputs =
        IntStream.range(0, fixture.inputs().size())
            .mapToObj(i -> input("x" + i, fixture.inputs().get(i)))
            .toList();
    List<KerasTensor> outputs = layer.apply(fixture.call(layer, KerasTensor.class, inputs)).flat();
    return Model.of(inputs, outputs);
  }

  private static KerasTensor input(String name, HostTensor x) {
    long[] sizes = x.shape().asArray();
    return new InputLayer(Arrays.copyOfRange(sizes, 1, sizes.length))
        .name(name)
        .dtype(x.dtype().id())
        .output();
  }

  private static List<HostTensor> predict(Model model, LayerFixture fixture) {
    List<NdArray<?>> x = new ArrayList<>();
    fixture.inputs().forEach(t -> x.add(t.toNdArray()));
    return model.predictAll(x).stream().map(HostTensor::of).toList();
  }

  @Test
  void goToKeras3AndBack(Python python) {
    goThereAndBack(
        python, Framework.KERAS3, Dialect.KERAS_3, List.of(".keras", ".weights.h5", ".h5"));
  }

  @Test
  void goToTfKerasAndBack(Python python) {
    goThereAndBack(python, Framework.TF_KERAS, Dialect.TF_KERAS, List.of(".h5", ".keras"));
  }

  @AfterAll
  static void keepVerdicts() {
    VERDICTS.close();
  }

  private void goThereAndBack(
      Python python, Framework framework, Dialect dialect, List<String> endings) {
    Map<String, List<HostTensor>> cases = new LinkedHashMap<>();
    Map<String, Written> written = new LinkedHashMap<>();
    for (LayerFixture fixture : fixtures()) {
      String name = fixture.json().text("id");
      try (Model model = model(fixture)) {
        List<HostTensor> y = predict(model, fixture);
        for (String end : endings) {
          String file = dir.resolve(name + end).toString();
          if (end.equals(".weights.h5")) {
            model.saveWeights(file);
          } else {
            model.save(file, SaveOptions.defaults().dialect(dialect));
          }
        }
        cases.put(name, fixture.inputs());
        written.put(name, new Written(fixture, y));
      } catch (UnsupportedOperationException e) {
        if (!String.valueOf(e.getMessage()).contains("Save it for ")) { // the other Keras alone
          wrong.put(name, String.valueOf(e));
        }
      } catch (RuntimeException e) {
        wrong.put(name, String.valueOf(e));
      }
    }
    String question = "layers alone, " + framework;
    String hash = Verdicts.hash(dir, READ, Path.of("requirements.txt"));
    if (wrong.isEmpty() && VERDICTS.find(question, hash).isPresent()) {
      return;
    }
    PythonResult read =
        python.of(framework).exec(READ, Map.of("cases", cases, "folder", dir, "endings", endings));
    read.map("errors").forEach((file, error) -> wrong.put(file, String.valueOf(error)));
    written.forEach(
        (name, each) -> {
          PythonResult answers = new PythonResult(read.map(name));
          for (String end : read.map(name).keySet()) {
            compare(name + end, each, answers.arrays(end));
            if (Files.exists(dir.resolve(name + "_again" + end))) {
              again(name, end, each);
            }
          }
        });
    List<String> left =
        wrong.entrySet().stream()
            .map(e -> e.toString().replace("\n", " "))
            .filter(line -> KERAS.stream().noneMatch(known -> known.matcher(line).matches()))
            .toList();
    assertEquals("", String.join("\n", left));
    VERDICTS.keep(question, hash, Map.of("layers", written.size()));
  }

  private void again(String name, String end, Written written) {
    Keras.clearSession();
    try (Model model = Keras.loadModel(dir.resolve(name + "_again" + end))) {
      compare(name + "_again" + end, written, predict(model, written.fixture()));
    } catch (RuntimeException e) {
      wrong.put(name + "_again" + end, String.valueOf(e));
    }
  }

  private void compare(String what, Written written, List<HostTensor> actual) {
    Layer layer = written.fixture().layer();
    List<HostTensor> numbers = new ArrayList<>(actual);
    if (layer instanceof Discretization) { // tf_keras gives int64
      numbers.replaceAll(y -> y.cast(written.outputs().get(0).dtype()));
    }
    try {
      new TensorComparison(written.fixture().closeness(layer))
          .check(what, written.outputs(), numbers);
    } catch (AssertionError e) {
      wrong.put(what, String.valueOf(e.getMessage()));
    }
  }
}
