package keras.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import keras.Keras;
import keras.callbacks.History;
import keras.config.Configs;
import keras.config.CustomObjects;
import keras.engine.HostTensor;
import keras.engine.Values;
import keras.engine.Variable;
import keras.io.json.Json;
import keras.models.Model;
import keras.optimizers.Nadam;
import keras.python.Framework;
import keras.python.PythonResult;
import keras.written.ReportedConfigs;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.NdArray;

/** A case's model as it was when it was written, and what must come back of it. */
final class WrittenModel {
  private static final Set<String> MASK_OPERATIONS = Set.of("NotEqual", "Any");

  /**
   * tf_keras' Nadam takes other steps, multiplies its product of momentums once for each variable,
   * keeps it in checkpoints alone, and the older class of a portable .h5 file has other options.
   */
  private static final String OF_NADAM =
      ".*(H5_PORTABLE.*\\$\\.optimizer\\.|nadam/variable is not|: \\w*loss: ).*";

  /** ConvLSTM2D has another recurrent activation by default in each Keras; the weights are one. */
  private static final Set<String> TWO_MODELS = Set.of("conv_lstm");

  private final GoldenCase golden;
  private final Model model;
  private final Map<String, ?> config;
  private final @Nullable Map<String, @Nullable Object> compiled;
  private final List<Variable> variables;
  private final List<HostTensor> values;
  private final int weights;
  private final Map<Boolean, History> histories = new LinkedHashMap<>();
  private final List<String> wrong = new ArrayList<>();

  WrittenModel(GoldenCase golden, Model model) {
    this.golden = golden;
    this.model = model;
    config = Configs.serialize(model);
    compiled = model.compileConfig();
    weights = model.weights().size();
    variables = variables(model);
    values = Values.read(variables);
  }

  private static List<Variable> variables(Model model) {
    List<Variable> all = new ArrayList<>(model.weights());
    if (model.isCompiled()) {
      all.addAll(model.optimizer().variables());
    }
    return all;
  }

  /** Returns what differs in Python's answer and in the file that it saved. */
  List<String> judge(WrittenForm form, Framework reader, Path again, PythonResult answer) {
    wrong.clear();
    String what = "%s, %s, %s".formatted(golden, form, reader);
    Map<String, @Nullable Object> errors = answer.map("errors");
    if (!errors.containsKey("load")) {
      List<NdArray<?>> outputs = new ArrayList<>();
      answer.arrays("outputs").stream().map(HostTensor::toNdArray).forEach(outputs::add);
      // A config gets the weights of Python's own file, and weights go into its own functions.
      boolean own =
          form.kind().equals("config")
              ? !TWO_MODELS.contains(golden.name())
              : form.kind().equals("weights") && !golden.isTrained();
      compare(what, () -> golden.checkOutputs(own ? reader : Framework.KERAS3, outputs));
      if (!errors.containsKey("save") && form.isSavedBy(reader)) {
        reported(form, reader, answer).forEach(line -> wrong.add(what + ": " + line));
        if (form.kind().equals("weights")) {
          weights(what, form, reader, again);
        } else {
          model(what, form, reader, again);
        }
      }
      if (answer.values().containsKey("history")) {
        compare(what, () -> history(what, form, reader, answer));
      }
    }
    if (reader == Framework.TF_KERAS && model.isCompiled() && model.optimizer() instanceof Nadam) {
      wrong.removeIf(line -> line.matches(OF_NADAM));
    }
    return List.copyOf(wrong);
  }

  private List<String> reported(WrittenForm form, Framework reader, PythonResult answer) {
    if (form.kind().equals("weights")) {
      return List.of();
    }
    ReportedConfigs said = new ReportedConfigs(reader, !form.file().equals("m.keras"));
    List<String> lines = new ArrayList<>(said.ofModel(config, answer.map("config")));
    if (form.isModel() && compiled != null) {
      lines.addAll(said.ofTraining(compiled, model, answer.map("compile")));
    }
    return lines;
  }

  // ---------------------------------------------------------------- saved again

  private void model(String what, WrittenForm form, Framework reader, Path again) {
    try (Model back =
        form.isModel() ? Keras.loadModel(again.toString()) : Keras.modelFromJson(text(again))) {
      Object read = Configs.serialize(back);
      boolean old = reader == Framework.TF_KERAS;
      add(
          what + ": config, read again",
          old ? differences(spoken(config), spoken(read)) : differences(config, read));
      if (form.isModel()) {
        List<String> lines = differences(compiled, back.compileConfig());
        add(what + ": compile config, read again", ReportedConfigs.training(reader, lines));
        values(what, form.carriesOptimizer(reader), variables(back));
      }
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void weights(String what, WrittenForm form, Framework reader, Path again) {
    Values.write(variables, values.stream().map(WrittenModel::zeros).toList());
    model.loadWeights(again.toString());
    values(what, form.carriesOptimizer(reader), variables);
    Values.write(variables, values);
  }

  private void values(String what, boolean optimizer, List<Variable> back) {
    List<HostTensor> read = Values.read(back);
    int count = optimizer ? values.size() : weights;
    for (int i = 0; i < count; i++) {
      String path = variables.get(i).path();
      boolean rate = i >= weights && path.endsWith("learning_rate"); // tf_keras: by its config
      if (!rate && (i >= read.size() || !values.get(i).equals(read.get(i)))) {
        wrong.add("%s: %s is not what it was after Python saved it again".formatted(what, path));
      }
    }
  }

  private void add(String what, List<String> lines) {
    lines.forEach(line -> wrong.add(what + ": " + line));
  }

  private static List<String> differences(@Nullable Object expected, @Nullable Object actual) {
    return ReportedConfigs.differences(
        Json.parse(Json.write(expected)), Json.parse(Json.write(actual)));
  }

  /**
   * Returns a config without what Keras 3 writes with calls and tf_keras does not: flags that do
   * nothing, and masks that layers make and pass on by themselves.
   */
  private static @Nullable Object spoken(@Nullable Object json) {
    if (json instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> out = new LinkedHashMap<>();
      map.forEach((key, value) -> out.put(String.valueOf(key), spoken(value)));
      if (out.get("kwargs") instanceof Map<?, ?> kwargs) {
        kwargs.keySet().removeAll(Set.of("training", "mask"));
      }
      return out;
    }
    return json instanceof List<?> list
        ? list.stream().filter(one -> !isOfMasks(one)).map(WrittenModel::spoken).toList()
        : json;
  }

  private static boolean isOfMasks(@Nullable Object layer) {
    return layer instanceof Map<?, ?> map
        && MASK_OPERATIONS.contains(String.valueOf(map.get("class_name")));
  }

  private static HostTensor zeros(HostTensor like) {
    return new HostTensor(like.dtype(), like.shape(), ByteBuffer.allocate(like.data().remaining()));
  }

  // ---------------------------------------------------------------- trained on

  private void history(String what, WrittenForm form, Framework reader, PythonResult answer) {
    boolean fresh = answer.number("steps") == 0;
    if (fresh && form.carriesOptimizer(reader)) {
      wrong.add(what + ": Python's optimizer starts anew");
    }
    History java = histories.computeIfAbsent(fresh, this::train);
    Map<String, @Nullable Object> python = answer.map("history");
    // Of a portable .h5 file tf_keras makes its older optimizers, whose epsilon stands elsewhere.
    boolean older = reader == Framework.TF_KERAS && form == WrittenForm.H5_PORTABLE;
    Closeness close = Closeness.relative(older ? 1e-3 : 1e-4);
    for (String name : java.history().keySet()) {
      Object expected = python.get(name);
      // Eager Kerases weigh the losses of outputs by the batches' sizes, and graphs of Keras 3 do
      // not.
      boolean weighed = name.endsWith("_loss");
      boolean renamed = reader == Framework.TF_KERAS && form.isPortable() && !name.equals("loss");
      if (expected instanceof Number number && !weighed && !renamed) {
        close.check(name, number.doubleValue(), java.get(name).get(0));
      } else if (expected == null && reader == Framework.KERAS3) {
        wrong.add("%s: Keras 3's history has no '%s': %s".formatted(what, name, python.keySet()));
      }
    }
    close.check(
        "loss",
        ((Number) Objects.requireNonNull(python.get("loss"))).doubleValue(),
        java.get("loss").get(0));
  }

  /** Trains one more epoch, from the state of the moment of writing or with a new optimizer. */
  private History train(boolean fresh) {
    try (Model copy = Keras.loadModel(golden.file("model.keras").toString())) {
      if (fresh) {
        copy.compileFromConfig(Objects.requireNonNull(copy.compileConfig()), CustomObjects.none());
      }
      return new GoldenTraining(golden).fitOneEpoch(copy);
    }
  }

  private void compare(String what, Runnable check) {
    try {
      check.run();
    } catch (AssertionError e) {
      wrong.add(what + ": " + e.getMessage());
    }
  }
}
