package keras.io.savedmodel;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import keras.engine.HostTensor;
import keras.engine.Shapes;
import keras.io.tensorbundle.CheckpointBundle;
import keras.ops.DType;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.types.TString;

/** The values of a program's variables and tables, as its folder holds them. */
final class StoredVariables {
  /** As many bytes are held at a time, or one variable. */
  private static final long BATCH_BYTES = 64L << 20;

  private static final int BATCH = 100;

  private StoredVariables() {}

  /** Opens the checkpoint of a program. */
  static CheckpointBundle open(Program program) {
    Path prefix = program.folder().variables();
    program.folder().requireVariables(CheckpointBundle.index(prefix));
    CheckpointBundle bundle = CheckpointBundle.open(prefix);
    bundle.files().forEach(program.folder()::requireVariables);
    return bundle;
  }

  /** Returns the name of a value that is there, of the type and shape that the program expects. */
  static String known(Program program, CheckpointBundle bundle, Restoring.Step step, int value) {
    String key = step.keys().get(value);
    if (!bundle.names().contains(key)) {
      throw program.error(
          step.target(), "its value '%s' is not among the stored ones.".formatted(key));
    }
    if (bundle.dtype(key).proto() != step.dtypes().get(value)) {
      throw program.error(
          step.target(),
          "expected a value of %s. Stored is one of %s."
              .formatted(step.dtypes().get(value), bundle.dtype(key)));
    }
    NodeDef target = program.node(step.target(), step.node().getName());
    if (target.containsAttr("shape")) { // a variable's, not a table's
      SignatureTensor declared = SignatureTensor.of(target.getAttrOrThrow("shape").getShape());
      if (!declared.takes(bundle.shape(key))) {
        throw program.error(
            step.target(),
            "expected a value of shape %s. Stored is one of shape %s."
                .formatted(Shapes.show(declared.shape()), Shapes.show(bundle.shape(key))));
      }
    }
    return key;
  }

  /**
   * Hands out the values, some at a time.
   *
   * @param write takes assignments, and the values of all their places one after the other
   */
  static void read(
      Program program,
      List<ServedGraph.Assignment> all,
      BiConsumer<List<ServedGraph.Assignment>, List<Tensor>> write) {
    if (all.isEmpty()) {
      return;
    }
    CheckpointBundle bundle = open(program);
    List<ServedGraph.Assignment> some = new ArrayList<>();
    List<Tensor> values = new ArrayList<>();
    long bytes = 0;
    try {
      for (ServedGraph.Assignment a : all) {
        for (int i = 0; i < a.places().size(); i++) {
          Tensor value = tensor(bundle, known(program, bundle, a.step(), i));
          values.add(value);
          bytes += value.numBytes();
        }
        some.add(a);
        if (bytes >= BATCH_BYTES || some.size() >= BATCH) {
          write.accept(some, values);
          values.forEach(Tensor::close);
          values.clear();
          some.clear();
          bytes = 0;
        }
      }
      if (!some.isEmpty()) {
        write.accept(some, values);
      }
    } finally {
      values.forEach(Tensor::close);
    }
  }

  private static Tensor tensor(CheckpointBundle bundle, String key) {
    if (bundle.dtype(key) != DType.STRING) {
      HostTensor value = bundle.tensor(key);
      return value.toTensor();
    }
    NdArray<byte[]> strings = NdArrays.ofObjects(byte[].class, bundle.shape(key));
    List<byte[]> stored = bundle.strings(key);
    int next = 0;
    for (NdArray<byte[]> scalar : strings.scalars()) {
      scalar.setObject(stored.get(next++));
    }
    return TString.tensorOfBytes(strings);
  }
}
