package keras.io.savedmodel;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import keras.engine.Shapes;
import keras.engine.Structure;
import keras.engine.TensorSpec;
import keras.engine.TracedFunction;
import keras.engine.Variable;
import keras.io.program.SavedProgram;
import keras.io.program.SignatureNames;
import keras.io.weights.TrackedObjects;
import keras.io.weights.UniqueNames;
import keras.models.Model;
import keras.saving.ExportOptions;
import keras.utils.Console;

/**
 * Writes SavedModels for serving, as Keras 3's {@code export} does: the function {@code serve} and
 * the variables, and no layers.
 *
 * <p>Keras: {@code keras/src/export/saved_model_export_archive.py}, {@code export_utils.py}.
 */
final class ModelExport {
  private static final String ENDPOINT = "serve";

  private ModelExport() {}

  static void write(Model model, Path path, ExportOptions options) {
    List<TensorSpec> given = options.inputSignature();
    List<TensorSpec> inputs = given == null ? anyNumber(model) : given;
    boolean named = given == null && SavedModelWriter.isGraph(model);
    List<String> names =
        named ? SavedModelWriter.layerNames(model.inputs()) : arguments(inputs.size());
    require(model, inputs);
    TracedFunction function =
        TracedFunction.of("__inference_serve", inputs, (ctx, in) -> model.applyAll(in, ctx));
    List<String> outputs = new ArrayList<>();
    boolean byName =
        SavedModelWriter.isGraph(model) && model.outputStructure() instanceof Structure.Fields;
    for (int i = 0; i < function.outputs().size(); i++) {
      outputs.add(byName ? model.outputNames().get(i) : "output_" + i);
    }
    TrackedObjects objects = TrackedObjects.root();
    Map<Variable, Integer> ids = new HashMap<>();
    list(objects, "variables", model.variables(), ids);
    list(objects, "trainable_variables", model.trainableWeights(), ids);
    List<Variable> others = new ArrayList<>(model.variables());
    others.removeAll(model.trainableWeights());
    list(objects, "non_trainable_variables", others, ids);
    SavedProgram program = new SavedProgram(objects);
    program.user(0, "_generic_user_object");
    program.method(ENDPOINT, function, names, outputs);
    for (String key : List.of(ENDPOINT, "serving_default")) {
      program.signature(
          key, "__inference_signature_wrapper", function, SignatureNames.inputs(names), outputs);
    }
    SavedModelWriter.write(path, program, objects, folder -> {});
    if (options.verbose()) {
      tell(path, names, function);
    }
  }

  private static List<TensorSpec> anyNumber(Model model) {
    return SavedModelWriter.inputs(model).stream()
        .map(s -> new TensorSpec(SavedModelWriter.anyNumber(s.shape()), s.dtype()))
        .toList();
  }

  private static void require(Model model, List<TensorSpec> inputs) {
    int expected =
        SavedModelWriter.isGraph(model)
            ? model.inputs().size()
            : Objects.requireNonNullElse(model.builtShapes(), inputs).size();
    if (inputs.size() != expected) {
      throw new IllegalArgumentException(
          "model.export: `inputSignature` has %d inputs, %s has %d."
              .formatted(inputs.size(), model, expected));
    }
  }

  /** Returns what TensorFlow calls parts of an argument without names. */
  private static List<String> arguments(int count) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add(i == 0 ? "args_0" : "args_0_" + i);
    }
    return names;
  }

  private static void list(
      TrackedObjects objects,
      String attribute,
      List<Variable> variables,
      Map<Variable, Integer> ids) {
    int list = objects.addList(0, attribute);
    List<String> names = UniqueNames.of(variables.stream().map(Variable::path).toList(), "");
    for (int i = 0; i < variables.size(); i++) {
      Variable v = variables.get(i);
      Integer known = ids.get(v);
      if (known == null) {
        ids.put(v, objects.add(list, String.valueOf(i), v, names.get(i)));
      } else {
        objects.refer(list, String.valueOf(i), known);
      }
    }
  }

  // ---------------------------------------------------------------- what can be called

  private static void tell(Path path, List<String> names, TracedFunction function) {
    Console.printLine(
        "Saved artifact at '%s'. The following endpoints are available:\n".formatted(path));
    Console.printLine("* Endpoint '%s'".formatted(ENDPOINT));
    List<String> quoted = names.stream().map(n -> "'" + n + "'").toList();
    Console.printLine("  args_0 (POSITIONAL_ONLY): " + shown(function.inputs(), quoted));
    List<String> none = Collections.nCopies(function.outputs().size(), "None");
    Console.printLine("Output Type:\n  " + shown(function.outputs(), none));
  }

  private static String shown(List<TensorSpec> specs, List<String> names) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < specs.size(); i++) {
      TensorSpec spec = specs.get(i);
      all.add(
          "TensorSpec(shape=%s, dtype=tf.%s, name=%s)"
              .formatted(Shapes.show(spec.shape()), spec.dtype().id(), names.get(i)));
    }
    return all.size() == 1 ? all.get(0) : "List[" + String.join(", ", all) + "]";
  }
}
