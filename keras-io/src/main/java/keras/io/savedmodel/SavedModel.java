package keras.io.savedmodel;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import keras.io.tensorbundle.CheckpointBundle;
import keras.saving.Inspection.StoredWeight;
import keras.saving.ModelFormatException;
import org.tensorflow.ndarray.NdArray;

/**
 * A SavedModel of any maker, as a bundle of functions: what {@code model.export} of Keras 3 and
 * tf_keras writes, or {@code tf.saved_model.save}, or TensorFlow 1.
 *
 * <pre>{@code
 * try (SavedModel model = SavedModel.load(Path.of("export"))) {
 *   model.signatures().values().forEach(System.out::println);
 *   // serving_default(x: float32 (None, 784)) -> output_0: float32 (None, 10)
 *   FloatNdArray y = (FloatNdArray) model.call("serving_default", Map.of("x", x)).get("output_0");
 * }
 * }</pre>
 *
 * <p>Inputs: for each, by its name, an NdArray or a nested Java array of just the signature's
 * dtype; floats stand for float16 and bfloat16, ints for uint16, bytes are uint8; strings are an
 * {@code NdArray} of {@code String} (in UTF-8) or of {@code byte[]}. Outputs likewise.
 *
 * <p>SavedModels are programs. Nothing runs before all ops of the signatures, of what they call and
 * of what runs first have been found on a list of those that compute and keep state in memory;
 * {@link SavedModelOptions#allowAllOps} switches that off. The variables' values are read by Java,
 * never by the program, and text files for tables only from the folder's own {@code assets}. Links
 * out of the folder are refused. What this does not bound is how much a program computes: it may
 * take all memory and time there is (TensorFlow evaluates constants even while it reads a graph),
 * and no list guards against faults in TensorFlow's own kernels. Whoever serves SavedModels of
 * strangers keeps them in a process of their own.
 *
 * <p>Any number of threads may call at once. Signatures that write variables are not kept apart, as
 * in Python.
 *
 * <p>Differs from Python: {@code tf.saved_model.load(path).signatures} lists the function {@code
 * serving_default}; here are all signatures that the program has, such as {@code serve} of Keras 3
 * too. Sparse and ragged signatures are listed, and cannot be called.
 */
public final class SavedModel implements AutoCloseable {
  private final Path folder;
  private final Map<String, Signature> signatures;
  private final ServedProgram program;
  private final boolean rawStrings;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private boolean closed;

  private SavedModel(
      Path folder, Map<String, Signature> signatures, ServedProgram program, boolean rawStrings) {
    this.folder = folder;
    this.signatures = Collections.unmodifiableMap(signatures);
    this.program = program;
    this.rawStrings = rawStrings;
  }

  /**
   * Opens the SavedModel in a folder, for serving.
   *
   * @throws ModelFormatException if it is damaged, or holds an op that is refused
   */
  public static SavedModel load(Path folder) {
    return load(folder, SavedModelOptions.defaults());
  }

  /**
   * Opens the SavedModel in a folder.
   *
   * @throws ModelFormatException if it is damaged, or holds an op that is refused
   */
  public static SavedModel load(Path folder, SavedModelOptions options) {
    Program program = Program.read(new SavedFolder(folder), options.tags());
    ServedGraph graph = ServedGraph.of(program);
    List<String> refusals = options.allowAllOps() ? List.of() : graph.refusals();
    if (!refusals.isEmpty()) {
      throw new ModelFormatException(
          folder.toString(),
          "",
          ("SavedModels are programs, and this one does what is refused: %s If you trust its maker,"
                  + " load it with SavedModelOptions.defaults().allowAllOps(true).")
              .formatted(String.join(" ", refusals)));
    }
    return new SavedModel(
        folder, program.signatures(), ServedProgram.start(program, graph), options.rawStrings());
  }

  /**
   * Tells what the SavedModel in a folder holds; nothing of it runs.
   *
   * @throws ModelFormatException if it is damaged
   */
  public static SavedModelContents inspect(Path folder) {
    return inspect(folder, SavedModelOptions.defaults());
  }

  /**
   * Tells what the SavedModel in a folder holds; nothing of it runs.
   *
   * @throws ModelFormatException if it is damaged
   */
  public static SavedModelContents inspect(Path folder, SavedModelOptions options) {
    Program program = Program.read(new SavedFolder(folder), options.tags());
    ServedGraph graph = ServedGraph.of(program);
    List<StoredWeight> variables = new ArrayList<>();
    if (!graph.assignments().isEmpty()) {
      CheckpointBundle bundle = StoredVariables.open(program);
      bundle.requireWhole();
      for (ServedGraph.Assignment a : graph.assignments()) {
        if (a.places().size() == 1) {
          String key = StoredVariables.known(program, bundle, a.step(), 0);
          List<Long> sizes = new ArrayList<>();
          for (long size : bundle.shape(key).asArray()) {
            sizes.add(size);
          }
          variables.add(new StoredWeight(a.step().target(), sizes, bundle.dtype(key).id()));
        }
      }
    }
    return new SavedModelContents(
        program.version(), List.copyOf(program.signatures().values()), variables, graph.refusals());
  }

  /** Returns the functions it offers, by name. */
  public Map<String, Signature> signatures() {
    return signatures;
  }

  /**
   * Calls a function.
   *
   * @param signature its name
   * @param inputs an array for each of its inputs, by name
   * @return an array for each of its outputs, by name, in the signature's order
   */
  public Map<String, NdArray<?>> call(String signature, Map<String, ?> inputs) {
    Signature s = signatures.get(signature);
    if (s == null) {
      throw new IllegalArgumentException(
          "%s: no signature '%s'. Expected one of %s."
              .formatted(folder, signature, signatures.keySet()));
    }
    requireArrays(s, "input", s.inputs());
    requireArrays(s, "output", s.outputs());
    lock.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException(
            "%s: it is closed. Load it again to call it.".formatted(folder));
      }
      try (SignatureInputs fed = SignatureInputs.of(s, inputs)) {
        return program.call(
            s, fed.tensors(), tensors -> SignatureOutputs.of(s, tensors, rawStrings));
      }
    } finally {
      lock.readLock().unlock();
    }
  }

  private static void requireArrays(
      Signature signature, String role, Map<String, SignatureTensor> tensors) {
    tensors.forEach(
        (name, tensor) -> {
          if (!tensor.isArray()) {
            throw new UnsupportedOperationException(
                "Signature '%s': %s '%s' is %s, which there are no arrays for yet."
                    .formatted(signature.name(), role, name, tensor));
          }
        });
  }

  /** Frees the program and its variables, once the calls that run have ended. */
  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        program.close();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  @Override
  public String toString() {
    return "SavedModel " + folder + " " + new LinkedHashMap<>(signatures).keySet();
  }
}
