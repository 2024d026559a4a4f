package keras.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import keras.Keras;
import keras.config.Configs;
import keras.engine.HostTensor;
import keras.engine.Values;
import keras.io.json.Json;
import keras.io.savedmodel.SavedModel;
import keras.io.savedmodel.Signature;
import keras.models.Model;
import keras.ops.DType;
import keras.python.Framework;
import keras.python.PythonResult;
import keras.written.ReportedConfigs;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.NdArray;

/** A file of a layer in a model of its own, as it was written, and what must come back of it. */
record LayerFile(
    LayerModel layer, List<HostTensor> outputs, Framework framework, WrittenForm form) {
  /**
   * What the Kerases do not say again: tf_keras forgets the data format of its dropout of whole
   * channels, has no seeds of recurrent layers, and dtypes of its own for layers of tokens and
   * bins; bins that were found are given to it.
   */
  private static final String LOST =
      ".*(\\.data_format: expected channels_first\\. Received: channels_last\\."
          + "|\\.dtype: expected float32\\. Received: int64\\."
          + "|\\.dtype\\.config\\.name: expected float32\\. Received: string\\."
          + "|\\.seed: expected \\d+\\. Received: null\\."
          + "|\\.num_bins: expected 3\\. Received: null\\.)";

  /**
   * Returns what differs, by what was compared.
   *
   * @param again the file that Python saved
   */
  Map<String, String> judge(String what, PythonResult answer, Path again) {
    Map<String, String> wrong = new TreeMap<>();
    if (answer.values().containsKey("outputs")) {
      compare(wrong, what, answer.arrays("outputs"));
    }
    if (answer.values().containsKey("served")) {
      compare(wrong, what + " served", answer.arrays("served"));
    }
    if (answer.values().containsKey("saved")) {
      Keras.clearSession();
      try {
        read(wrong, what + " again", again, Boolean.TRUE.equals(answer.values().get("draws")));
      } catch (RuntimeException e) {
        wrong.put(what + " again", String.valueOf(e));
      }
    }
    return wrong;
  }

  private void read(Map<String, String> wrong, String what, Path again, boolean draws) {
    if (form == WrittenForm.EXPORT || form == WrittenForm.SAVED_MODEL) {
      call(wrong, what, again, draws);
    }
    if (form.isModel()) {
      try (Model model = Keras.loadModel(again)) {
        compare(wrong, what, layer.predict(model));
        values(wrong, what, model);
        configs(wrong, what, model);
      }
    } else if (form.kind().equals("weights")) {
      try (LayerModel fresh = LayerModel.of(layer.fixture())) {
        List<HostTensor> zeros = new ArrayList<>(Values.read(fresh.model().weights()));
        zeros.replaceAll(LayerFile::zeros);
        Values.write(fresh.model().weights(), zeros);
        fresh.model().loadWeights(again.toString());
        values(wrong, what, fresh.model());
        compare(wrong, what, layer.predict(fresh.model()));
      }
    } else if (form.kind().equals("config")) {
      try (Model model = Keras.modelFromJson(text(again))) {
        Values.write(model.weights(), Values.read(layer.model().weights()));
        compare(wrong, what, layer.predict(model));
        configs(wrong, what, model);
      }
    }
  }

  private static HostTensor zeros(HostTensor like) {
    return new HostTensor(like.dtype(), like.shape(), ByteBuffer.allocate(like.data().remaining()));
  }

  private void values(Map<String, String> wrong, String what, Model model) {
    List<HostTensor> values = Values.read(model.weights());
    if (!values.equals(Values.read(layer.model().weights()))) {
      wrong.put(what + " weights", values.toString());
    }
  }

  private void configs(Map<String, String> wrong, String what, Model model) {
    List<String> lines =
        ReportedConfigs.differences(plain(layer.model()), plain(model)).stream()
            .filter(line -> !line.matches(LOST))
            .toList();
    if (!lines.isEmpty()) {
      wrong.put(what + " config", String.join("\n", lines));
    }
  }

  private static @Nullable Object plain(Model model) {
    return Json.parse(Json.write(Configs.serialize(model)));
  }

  /** Calls each signature; what draws gives other numbers each time. */
  private void call(Map<String, String> wrong, String what, Path folder, boolean draws) {
    try (SavedModel program = SavedModel.load(folder)) {
      for (Signature signature : program.signatures().values()) {
        Map<String, NdArray<?>> inputs = new LinkedHashMap<>();
        List<HostTensor> x = layer.fixture().inputs();
        List<String> names = List.copyOf(signature.inputs().keySet());
        for (int i = 0; i < x.size(); i++) {
          inputs.put(x.size() == 1 ? names.get(0) : "x" + i, x.get(i).toNdArray());
        }
        List<HostTensor> y = new ArrayList<>();
        new TreeMap<>(program.call(signature.name(), inputs))
            .values()
            .forEach(each -> y.add(HostTensor.of(each)));
        if (draws) {
          assertEquals(outputs.size(), y.size(), what);
        } else {
          compare(wrong, what + " " + signature.name(), y);
        }
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

  /** Compares numbers. Kerases count in other integers, and in floats where they build graphs. */
  private void compare(Map<String, String> wrong, String what, List<HostTensor> actual) {
    List<HostTensor> numbers = new ArrayList<>(actual);
    for (int i = 0; i < Math.min(actual.size(), outputs.size()); i++) {
      DType dtype = outputs.get(i).dtype();
      if (!dtype.isFloating() && dtype != DType.STRING) {
        numbers.set(i, actual.get(i).cast(dtype));
      }
    }
    try {
      new TensorComparison(layer.fixture().closeness(layer.layer())).check(what, outputs, numbers);
    } catch (AssertionError e) {
      wrong.put(what, String.valueOf(e.getMessage()));
    }
  }
}
