package keras.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keras.io.savedmodel.SavedModel;
import keras.io.savedmodel.SavedModelContents;
import keras.io.savedmodel.SavedModelOptions;
import keras.io.savedmodel.Signature;
import keras.io.savedmodel.SignatureTensor;
import keras.saving.ModelFormatException;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.NdArray;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How a command runs SavedModels that hold no Keras model: by their signatures. */
final class Served {
  private static final String USUAL = "serving_default";

  @Option(
      names = "--signature",
      paramLabel = "NAME",
      description = "Which function of a SavedModel is run (serving_default, or the only one).")
  private @Nullable String wanted;

  @Option(
      names = "--allow-all-ops",
      description =
          "Run a SavedModel even if it reads files, talks to the network or the like. Only for"
              + " those whose maker you trust.")
  private boolean allowAllOps;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /** Whether a model is to be run as a program: it is nothing else, or a signature is named. */
  boolean runs(Path model) {
    boolean isProgram = Files.exists(model.resolve("saved_model.pb"));
    if ((wanted != null || allowAllOps) && !isProgram) {
      throw new ParameterException(
          spec.commandLine(),
          "--signature and --allow-all-ops are for SavedModels. Received: %s.".formatted(model));
    }
    return isProgram
        && (wanted != null || allowAllOps || !Files.exists(model.resolve("keras_metadata.pb")));
  }

  /**
   * Runs the signature on arrays.
   *
   * @param prefix how the inputs are called that do not have the signature's names
   * @return the outputs, in the signature's order
   */
  List<NdArray<?>> call(Path model, CommandData samples, String prefix) {
    SavedModelOptions options = SavedModelOptions.defaults().allowAllOps(allowAllOps);
    try (SavedModel program = SavedModel.load(model, options)) {
      Signature signature = choose(model, program.signatures());
      List<String> names = List.copyOf(signature.inputs().keySet());
      List<NdArray<?>> arrays = samples.inputs(names, prefix);
      Map<String, NdArray<?>> inputs = new LinkedHashMap<>();
      for (int i = 0; i < names.size(); i++) {
        inputs.put(names.get(i), arrays.get(i));
      }
      return List.copyOf(program.call(signature.name(), inputs).values());
    }
  }

  private Signature choose(Path model, Map<String, Signature> all) {
    String sole = all.size() == 1 ? all.keySet().iterator().next() : USUAL;
    Signature chosen = all.get(wanted == null ? sole : wanted);
    if (chosen == null) {
      throw new ParameterException(
          spec.commandLine(),
          "%s: %s has no signature '%s'. Expected --signature with one of %s."
              .formatted(spec.name(), model, wanted == null ? sole : wanted, all.keySet()));
    }
    return chosen;
  }

  /** Tells the signatures of a SavedModel, if a file is one. */
  static void describe(Path file, Map<String, @Nullable Object> answer, List<String> lines) {
    if (!Files.exists(file.resolve("saved_model.pb"))) {
      return;
    }
    SavedModelContents held;
    try {
      held = SavedModel.inspect(file);
    } catch (ModelFormatException | UnsupportedOperationException e) {
      // The Keras model in it may be sound all the same.
      answer.put("signatures", e.getMessage());
      lines.add("signatures: cannot be told: " + e.getMessage());
      return;
    }
    answer.put("tensorflow_version", held.tensorflowVersion());
    lines.add("tensorflow_version: " + held.tensorflowVersion());
    Map<String, @Nullable Object> signatures = new LinkedHashMap<>();
    List<List<String>> rows = new ArrayList<>();
    for (Signature s : held.signatures()) {
      signatures.put(
          s.name(),
          Map.of(
              "inputs", tensors(s, "in", s.inputs(), rows),
              "outputs", tensors(s, "out", s.outputs(), rows)));
    }
    answer.put("signatures", signatures);
    answer.put("variables", held.variables().size());
    answer.put("refused_ops", held.refusedOps());
    lines.addAll(Table.of(List.of("signature", "", "tensor", "dtype and shape"), rows));
    lines.add("variables of the signatures: " + held.variables().size());
    held.refusedOps().forEach(op -> lines.add("refused unless --allow-all-ops: " + op));
  }

  private static Map<String, String> tensors(
      Signature signature,
      String role,
      Map<String, SignatureTensor> tensors,
      List<List<String>> rows) {
    Map<String, String> shown = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) -> {
          shown.put(name, tensor.toString());
          rows.add(List.of(signature.name(), role, name, tensor.toString()));
        });
    return shown;
  }
}
