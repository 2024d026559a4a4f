package keras.io.savedmodel;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import keras.data.Npz;
import keras.engine.KerasTensor;
import keras.engine.TensorSpec;
import keras.engine.TracedFunction;
import keras.io.configs.WrittenConfigs;
import keras.io.program.SavedProgram;
import keras.io.program.SignatureNames;
import keras.io.storage.AtomicFile;
import keras.io.storage.AtomicFolder;
import keras.io.storage.IOConsumer;
import keras.io.tensorbundle.CheckpointWriter;
import keras.io.weights.TrackedObject;
import keras.io.weights.TrackedObjects;
import keras.models.Functional;
import keras.models.Model;
import keras.models.Sequential;
import keras.saving.GoldenValues;
import keras.saving.SaveOptions;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.Shape;

/**
 * Writes SavedModels as tf_keras does, which makes the Keras model of them again.
 *
 * <p>Keras: {@code tf_keras/src/saving/legacy/saved_model/save.py}.
 */
final class SavedModelWriter {
  private static final String EXTRA = "assets.extra";

  /** What a folder to be replaced may hold. */
  private static final Set<String> PARTS =
      Set.of("saved_model.pb", "keras_metadata.pb", "fingerprint.pb", "variables", "assets", EXTRA);

  /** The golden values; TensorFlow leaves this folder to whoever wants it. */
  static final String GOLDEN = EXTRA + "/golden.npz";

  private static final String INSTEAD =
      "Use a name that ends in .keras, or model.export(path) for serving.";

  private SavedModelWriter() {}

  /** Writes a model with its compile state and its optimizer's. */
  static void save(Model model, Path path, SaveOptions options) {
    if (options.dialect() == SaveOptions.Dialect.KERAS_3) {
      throw new IllegalArgumentException(
          "model.save: Keras 3 loads no SavedModel as a model. Received: %s for Dialect.KERAS_3. %s"
              .formatted(path, INSTEAD));
    }
    Map<String, NdArray<?>> golden = GoldenValues.of(model, options);
    WrittenConfigs configs =
        WrittenConfigs.of(
            model, path.toString(), options.dialect(SaveOptions.Dialect.TF_KERAS), INSTEAD);
    TracedFunction function =
        TracedFunction.of("__inference_model", inputs(model), (ctx, in) -> model.applyAll(in, ctx));
    TrackedObjects objects = TrackedObjects.ofInlined(model, options.includeOptimizer());
    SavedProgram program = new SavedProgram(objects);
    for (TrackedObject object : objects.all()) {
      if (object.kind() == TrackedObject.Kind.LAYER && object.layer() != null) {
        program.user(object.id(), KerasObjects.identifier(object.layer()));
      } else if (object.kind() == TrackedObject.Kind.METRIC) {
        program.user(object.id(), KerasObjects.METRIC);
      } else if (object.kind() == TrackedObject.Kind.OPTIMIZER) {
        program.user(object.id(), "experimentalOptimizer", 2);
      }
    }
    program.signature(
        "serving_default",
        "__inference_signature_wrapper",
        function,
        SignatureNames.inputs(names(model, true, function.inputs().size())),
        SignatureNames.outputs(names(model, false, function.outputs().size())));
    byte[] metadata = new KerasObjects(configs).metadata(objects.all());
    write(
        path,
        program,
        objects,
        folder -> {
          write(folder.resolve("keras_metadata.pb"), metadata);
          if (!golden.isEmpty()) {
            Files.createDirectory(folder.resolve(EXTRA));
            write(folder.resolve(GOLDEN), Npz.bytes(golden));
          }
        });
    configs.tell();
  }

  /** Writes the folder. */
  static void write(
      Path path, SavedProgram program, TrackedObjects objects, IOConsumer<Path> more) {
    byte[] bytes = program.bytes();
    CheckpointWriter values = objects.checkpoint();
    AtomicFolder.write(
        path,
        PARTS,
        folder -> {
          write(folder.resolve("saved_model.pb"), bytes);
          Path variables = Files.createDirectory(folder.resolve("variables"));
          values.writeAnew(variables.resolve("variables"), AtomicFile::write);
          Files.createDirectory(folder.resolve("assets"));
          more.accept(folder);
        });
  }

  private static void write(Path file, byte[] content) {
    AtomicFile.write(file, IOConsumer.bytes(ByteBuffer.wrap(content)));
  }

  /**
   * Returns what a model takes; one that is not a graph takes any number of what it was built for.
   */
  static List<TensorSpec> inputs(Model model) {
    if (isGraph(model)) {
      return model.inputs().stream().map(t -> new TensorSpec(t.shape(), t.dtype())).toList();
    }
    List<Shape> shapes = model.builtShapes();
    if (shapes == null) {
      throw new IllegalStateException(
          model + " has never been called. Call buildFor, predict or fit before it is written.");
    }
    return shapes.stream()
        .map(s -> new TensorSpec(anyNumber(s), model.dtypePolicy().computeDtype()))
        .toList();
  }

  static Shape anyNumber(Shape shape) {
    return shape.isUnknown() || shape.numDimensions() == 0
        ? shape
        : Shape.of(-1).append(shape.tail());
  }

  static boolean isGraph(Model model) {
    return model instanceof Functional || model instanceof Sequential;
  }

  /** Returns the names of the layers that tensors come from. */
  static List<String> layerNames(List<KerasTensor> tensors) {
    return tensors.stream().map(t -> t.node().operation().name()).toList();
  }

  /** Returns the names that tf_keras gives to a model's inputs or outputs. */
  private static List<String> names(Model model, boolean inputs, int count) {
    if (isGraph(model)) {
      return layerNames(inputs ? model.inputs() : model.outputs());
    }
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      names.add((inputs ? "input_" : "output_") + i);
    }
    return names;
  }
}
