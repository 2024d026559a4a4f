package keras.io.savedmodel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import keras.Keras;
import keras.engine.CallContext;
import keras.engine.HostTensor;
import keras.engine.TensorSpec;
import keras.golden.CaseClasses;
import keras.golden.GoldenCase;
import keras.layers.Dense;
import keras.models.Model;
import keras.models.Sequential;
import keras.ops.DType;
import keras.ops.Expr;
import keras.python.Framework;
import keras.python.Python;
import keras.python.PythonException;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import keras.saving.ExportOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.StdArrays;

/** What is exported serves in Python as what Keras 3 exports: the same names, the same numbers. */
@ExtendWith(PythonExtension.class)
class ExportLiveTest {
  private static final String SERVE =
      """
      import tensorflow as tf
      one = lambda a: a[0] if len(a) == 1 else a
      flat = lambda y: list(y) if isinstance(y, (list, tuple)) else [y]
      def described(loaded):
          of = lambda f: [sorted((n, str(s.shape), s.dtype.name) for n, s in d.items())
                          for d in (f.structured_input_signature[1], f.structured_outputs)]
          spec = lambda s: f"{s.shape} {s.dtype.name}"
          (args, kwargs) = loaded.serve.concrete_functions[0].structured_input_signature
          return str([{k: of(f) for k, f in loaded.signatures.items()},
                      tf.nest.map_structure(spec, args), kwargs])
      loaded = tf.saved_model.load(path)
      specs = tf.nest.flatten(loaded.serve.concrete_functions[0].structured_input_signature)
      given = [tf.cast(x, s.dtype) for x, s in zip(inputs, specs)]
      result["serve"] = flat(loaded.serve(one(given)))
      double = any(s.dtype == tf.float64 for s in specs)
      layer = keras.layers.TFSMLayer(
          path, call_endpoint="serve", dtype="float64" if double else "float32")
      result["layer"] = flat(layer(one(given)))
      result["described"] = described(loaded)
      result["variables"] = [len(loaded.variables), len(loaded.trainable_variables)]
      if own:
          model = keras.models.load_model(own, compile=False)
          model.export(path + "-keras", verbose=False)
          theirs = tf.saved_model.load(path + "-keras")
          result["keras"] = described(theirs)
          result["keras_variables"] = [len(theirs.variables), len(theirs.trainable_variables)]
      """;

  private static Stream<GoldenCase> cases() {
    return GoldenCase.all().stream()
        .filter(c -> c.isModel() && c.has("model.keras") && CaseClasses.allExist(c));
  }

  @Test
  void servesAsWhatKerasExports(@TempDir Path dir, Python python) {
    List<String> wrong = new ArrayList<>();
    cases()
        .forEach(
            golden -> {
              Keras.clearSession();
              try (Model model = Keras.loadModel(golden.file("model.keras").toString())) {
                serve(golden, model, dir.resolve(golden.name()), python);
              } catch (AssertionError | PythonException e) {
                wrong.add(golden + ": " + e.getMessage());
              }
            });
    assertEquals(List.of(), wrong);
  }

  private static void serve(GoldenCase golden, Model model, Path path, Python python) {
    model.export(path.toString(), ExportOptions.defaults().verbose(false));
    // Keras itself cannot export names beyond ASCII: TensorFlow's scopes do not take them.
    boolean alone = golden.name().equals("unicode_layer_names");
    String own = alone ? "" : golden.file("model.keras").toString();
    PythonResult result = run(python, path, golden.inputs(), own);
    golden.checkOutputs(Framework.KERAS3, arrays(result, "serve"));
    golden.checkOutputs(Framework.KERAS3, arrays(result, "layer"));
    if (!alone) {
      assertEquals(result.text("keras"), result.text("described"));
      assertEquals(result.list("keras_variables"), result.list("variables"));
    }
  }

  private static PythonResult run(Python python, Path path, List<NdArray<?>> inputs, String own) {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("path", path.toString());
    parameters.put("inputs", inputs);
    parameters.put("own", own);
    return python.keras3().exec(SERVE, parameters);
  }

  private static List<NdArray<?>> arrays(PythonResult result, String name) {
    List<NdArray<?>> all = new ArrayList<>();
    result.arrays(name).stream().map(HostTensor::toNdArray).forEach(all::add);
    return all;
  }

  /** A model of one's own with two inputs and two outputs. */
  private static final class Pair extends Model {
    private final Dense inner = track("inner", new Dense(2));

    @Override
    protected List<Expr> call(List<Expr> x, CallContext ctx) {
      List<Expr> out = new ArrayList<>();
      x.forEach(e -> out.add(inner.apply(e, ctx)));
      return out;
    }
  }

  @Test
  void exportsAModelOfOnesOwnThatWasCalled(@TempDir Path dir, Python python) {
    NdArray<?> a = StdArrays.ndCopyOf(new float[][] {{1, 2, 3}, {4, 5, 6}});
    NdArray<?> b = StdArrays.ndCopyOf(new float[][] {{0, 1, 0}, {1, 0, 1}});
    try (Pair pair = new Pair()) {
      ExportOptions quiet = ExportOptions.defaults().verbose(false);
      Path path = dir.resolve("pair");
      assertThrows(IllegalStateException.class, () -> pair.export(path.toString(), quiet));
      List<NdArray<?>> expected = pair.predictAll(List.of(a, b));
      pair.export(path.toString(), quiet);
      PythonResult result = run(python, path, List.of(a, b), "");
      assertEquals(expected, arrays(result, "serve"));
    }
  }

  @Test
  void takesASignature(@TempDir Path dir, Python python) {
    try (Model model = new Sequential(new Dense(2)).build(-1, 3)) {
      NdArray<?> x = StdArrays.ndCopyOf(new float[][] {{1, 2, 3}, {4, 5, 6}});
      Path path = dir.resolve("fixed");
      TensorSpec spec = new TensorSpec(Shape.of(2, 3), DType.FLOAT32);
      model.export(path.toString(), ExportOptions.defaults().verbose(false).inputSignature(spec));
      PythonResult result = run(python, path, List.of(x), "");
      assertEquals(model.predictAll(x), arrays(result, "serve"));
      assertEquals(
          "[{'serve': [[('args_0', '(2, 3)', 'float32')], [('output_0', '(2, 2)', 'float32')]],"
              + " 'serving_default': [[('args_0', '(2, 3)', 'float32')],"
              + " [('output_0', '(2, 2)', 'float32')]]}, ('(2, 3) float32',), {}]",
          result.text("described"));
    }
  }
}
