package keras.io.savedmodel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import keras.Keras;
import keras.engine.HostTensor;
import keras.golden.CaseClasses;
import keras.golden.GoldenCase;
import keras.golden.Verdicts;
import keras.models.Model;
import keras.python.Framework;
import keras.python.Python;
import keras.python.PythonException;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.ndarray.NdArray;

/**
 * The programs of written SavedModels run in TensorFlow without Keras, and in Keras 3. Verdicts on
 * programs that have not changed are kept ({@link Verdicts}).
 */
@ExtendWith(PythonExtension.class)
class WrittenSignaturesLiveTest {
  /** Each case with a part of its batch: the number of samples is not fixed. */
  private static final String SIGNATURE =
      """
      import tensorflow as tf
      f = tf.saved_model.load(path).signatures["serving_default"]
      specs = f.structured_input_signature[1]
      given = {n: tf.cast(x, specs[n].dtype) for n, x in zip(names, inputs)}
      y = f(**given)
      result["taken"] = sorted(specs)
      result["names"] = sorted(y)
      result["outputs"] = [y[n] for n in outputs]
      assert all(s.shape[0] is None for s in specs.values()), specs
      f(**{n: x[:1] for n, x in given.items()})
      if len(given) == 1:  # Keras' layer cannot give keywords to a signature alone
          double = any(s.dtype == tf.float64 for s in specs.values())
          layer = keras.layers.TFSMLayer(
              path, call_endpoint="serving_default", dtype="float64" if double else "float32")
          y = layer(*given.values())
      result["layer"] = [y[n] for n in outputs]
      """;

  private final Verdicts verdicts = Verdicts.of(WrittenSignaturesLiveTest.class);

  static Stream<GoldenCase> cases() {
    return GoldenCase.all().stream()
        .filter(c -> c.isModel() && c.has("model.keras") && CaseClasses.allExist(c));
  }

  @Test
  void runsByItsSignature(@TempDir Path dir, Python python) {
    List<String> refused = new ArrayList<>();
    List<String> wrong = new ArrayList<>();
    cases()
        .forEach(
            golden -> {
              Keras.clearSession();
              try (Model model = Keras.loadModel(golden.file("model.keras").toString())) {
                run(golden, model, dir.resolve(golden.name()), python);
              } catch (UnsupportedOperationException e) {
                refused.add(golden.name());
              } catch (AssertionError | PythonException e) {
                wrong.add(golden + ": " + e.getMessage());
              }
            });
    verdicts.close();
    assertEquals(List.of(), wrong);
    assertEquals(List.of("lstm_options", "mlp_hard_sigmoid", "unicode_layer_names"), refused);
  }

  private void run(GoldenCase golden, Model model, Path path, Python python) {
    model.save(path.toString());
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("path", path);
    parameters.put("names", model.inputNames());
    List<String> names = unique(model.outputNames());
    String hash =
        Verdicts.hash(path, golden.file(""), names, SIGNATURE, Path.of("requirements.txt"));
    if (verdicts.find(golden.name(), hash).isPresent()) {
      return;
    }
    parameters.put("outputs", names);
    parameters.put("inputs", golden.inputs());
    PythonResult result = python.keras3().exec(SIGNATURE, parameters);
    assertEquals(names.stream().sorted().toList(), result.list("names"));
    assertEquals(model.inputNames().stream().sorted().toList(), result.list("taken"));
    List<NdArray<?>> outputs = new ArrayList<>();
    result.arrays("outputs").stream().map(HostTensor::toNdArray).forEach(outputs::add);
    golden.checkOutputs(Framework.KERAS3, outputs);
    List<NdArray<?>> layer = new ArrayList<>();
    result.arrays("layer").stream().map(HostTensor::toNdArray).forEach(layer::add);
    golden.checkOutputs(Framework.KERAS3, layer);
    verdicts.keep(golden.name(), hash, Map.of("outputs", names.size()));
  }

  /** Numbers the outputs of one layer, as tf_keras does. */
  private static List<String> unique(List<String> names) {
    List<String> unique = new ArrayList<>();
    for (String name : names) {
      long before = unique.stream().filter(u -> u.matches(name + "(_\\d+)?")).count();
      unique.add(before == 0 ? name : name + "_" + before);
    }
    return unique;
  }
}
