package keras.fuzz;

import com.google.errorprone.annotations.Immutable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import keras.Keras;
import keras.config.CustomObjects;
import keras.data.Npz;
import keras.io.hdf5.Hdf5File;
import keras.io.hdf5.Hdf5Repair;
import keras.io.hdf5.Hdf5Writer;
import keras.io.savedmodel.SavedModel;
import keras.io.tensorbundle.TableRepair;
import keras.models.Model;
import keras.saving.LoadOptions;
import keras.saving.ModelFormats;

/** What is fuzzed: the readers of every kind of file, one row each. */
public enum FuzzTarget {
  /** Everything in an HDF5 file: groups, attributes and datasets. */
  HDF5(
      (data, work) -> {
        try (Hdf5File file = Hdf5File.open(work.name(".h5"), Hdf5Repair.repaired(data))) {
          Hdf5Walk.all(file);
        }
      }),

  /** Whole models as {@code .h5}. */
  H5((data, work) -> inspectAndLoad(work.file("x.h5", Hdf5Repair.repaired(data)))),

  /** Whole models as {@code .keras}, from the zip's bytes on. */
  KERAS((data, work) -> inspectAndLoad(work.file("x.keras", ZipRepair.repaired(data)))),

  /** The config within a {@code .keras} file, beside sound weights. */
  KERAS_CONFIG(
      (data, work) -> inspectAndLoad(work.file("x.keras", Seeds.archive("config.json", data)))),

  /** The weights within a {@code .keras} file, with an optimizer's, beside a sound config. */
  KERAS_WEIGHTS(
      (data, work) ->
          inspectAndLoad(
              work.file("x.keras", Seeds.archive("model.weights.h5", Hdf5Repair.repaired(data))))),

  /** The two configs of a whole {@code .h5} model, apart by a null character. */
  H5_CONFIG(
      (data, work) -> {
        String[] texts = new String(data, StandardCharsets.UTF_8).split("\0", 2);
        Hdf5Writer file = new Hdf5Writer();
        file.root().attribute("keras_version", texts[0].length() % 3 == 0 ? "1.2.2" : "2.4.0");
        file.root().attribute("model_config", texts[0]);
        file.root()
            .attribute("training_config", texts.length > 1 ? texts[1].replace('\0', ' ') : "{}");
        file.root().group("model_weights").attribute("layer_names", List.of());
        Path path = work.file("x.h5", Work.bytes(file));
        ModelFormats.inspect(path.toString(), CustomObjects.none());
        // By name, no weights are wanted, and so the model gets as far as being compiled.
        Keras.loadModel(path.toString(), work.options().byName(true)).close();
      }),

  /** Weights in Keras 3's layout, put into a model. */
  WEIGHTS(
      (data, work) -> {
        Path file = work.file("x.weights.h5", Hdf5Repair.repaired(data));
        ModelFormats.inspect(file.toString(), CustomObjects.none());
        work.model().loadWeights(file.toString());
      }),

  /** Weights as Keras 1 and 2 keep them, put into a model by order and by name. */
  LEGACY_WEIGHTS(
      (data, work) -> {
        Path file = work.file("x.h5", Hdf5Repair.repaired(data));
        work.model().loadWeights(file.toString(), work.options().byName(true).skipMismatch(true));
        work.model().loadWeights(file.toString(), work.options());
      }),

  /** The index and the data of a checkpoint; four bytes say how long the index is. */
  CHECKPOINT(
      (data, work) -> {
        int length = data.length < 4 ? 0 : ByteBuffer.wrap(data).getInt();
        int end = Math.max(0, Math.min(data.length, length));
        byte[] tensors = Arrays.copyOfRange(data, end, data.length);
        byte[] index = Arrays.copyOfRange(data, Math.min(4, end), end);
        work.file("ckpt.data-00000-of-00001", tensors);
        Path file = work.file("ckpt.index", TableRepair.repaired(index, tensors));
        String prefix = file.toString().replace(".index", "");
        ModelFormats.inspect(prefix, CustomObjects.none());
        work.model().loadWeights(prefix, work.options());
      }),

  /** The graph of objects in a checkpoint. */
  OBJECT_GRAPH(
      (data, work) ->
          work.model().loadWeights(Seeds.checkpoint(work.folder(), data), work.options())),

  /** What tf_keras notes beside a SavedModel. */
  SAVED_MODEL((data, work) -> inspectAndLoad(Seeds.savedModel(work.folder(), data))),

  /** The program of a SavedModel, which is looked at and not run. */
  PROGRAM(
      (data, work) -> {
        work.file("program/saved_model.pb", data);
        SavedModel.inspect(work.folder().resolve("program"));
      }),

  /** The architecture of a model as JSON, of any Keras. */
  JSON((data, work) -> Keras.modelFromJson(new String(data, StandardCharsets.UTF_8)).close()),

  /** Arrays of numbers. */
  NPZ((data, work) -> Npz.read(work.file("x.npz", ZipRepair.repaired(data))));

  /** Reads an input, in a folder for its files. */
  @Immutable
  @FunctionalInterface
  private interface Reader {
    void accept(byte[] data, Work work);
  }

  private final Reader reader;

  FuzzTarget(Reader reader) {
    this.reader = reader;
  }

  /** Reads an input, and throws an error unless it is read or refused as it should be. */
  public void check(byte[] data) {
    Verdict.of(this, data, work -> reader.accept(data, work));
  }

  /** Returns inputs to begin with, by name. */
  public Map<String, byte[]> seeds() {
    return Seeds.of(this);
  }

  private static void inspectAndLoad(Path file) {
    ModelFormats.inspect(file.toString(), CustomObjects.none());
    Model model = Keras.loadModel(file.toString(), LoadOptions.defaults().report(r -> {}));
    model.close();
  }
}
