package keras.io.npz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import keras.config.CustomObjects;
import keras.data.Npz;
import keras.engine.HostTensor;
import keras.engine.Values;
import keras.engine.Variable;
import keras.io.configs.Inspections;
import keras.io.weights.FileLayout;
import keras.models.Model;
import keras.ops.DType;
import keras.saving.Inspection;
import keras.saving.Inspection.StoredWeight;
import keras.saving.LoadOptions;
import keras.saving.LoadReport;
import keras.saving.ModelFormat;
import keras.saving.ModelFormatException;
import keras.saving.SaveOptions;
import keras.saving.Source;
import org.tensorflow.ndarray.NdArray;

/**
 * Weights as NumPy's {@code .npz}: by their paths, or in their order as {@code arr_0}, {@code
 * arr_1} and so on. Keras has no such files of its own; these lines of Python write and read them.
 *
 * <pre>{@code
 * np.savez("w.npz", *model.get_weights())
 * np.savez("w.npz", **{w.path: w.numpy() for w in model.weights})
 * with np.load("w.npz") as w:
 *     model.set_weights([w[name] for name in w.files])
 * }</pre>
 */
public final class NpzFormat implements ModelFormat.FromMemory {
  private static final String ENDING = ".npz";

  /** Made by the service loader. */
  public NpzFormat() {}

  @Override
  public boolean reads(Path path) {
    return path.toString().endsWith(ENDING);
  }

  @Override
  public boolean reads(Source.InMemory file) {
    return FileLayout.isNpz(file.bytes());
  }

  @Override
  public boolean writes(Path path) {
    return reads(path);
  }

  @Override
  public Model read(Path path, LoadOptions options) {
    throw FileLayout.notAModel(path.toString());
  }

  @Override
  public Model read(Source.InMemory file, LoadOptions options) {
    throw FileLayout.notAModel(file.name());
  }

  @Override
  public void write(Model model, Path path, SaveOptions options) {
    throw new IllegalArgumentException(
        "model.save: names that end in .npz are for weights. Received: %s. Use a name that ends in .keras or .h5, or model.saveWeights(path)."
            .formatted(path));
  }

  @Override
  public Inspection inspect(Path path, CustomObjects custom) {
    return inspect(arrays(path.toString(), () -> Npz.read(path)));
  }

  @Override
  public Inspection inspect(Source.InMemory file, CustomObjects custom) {
    return inspect(arrays(file.name(), () -> Npz.read(file.name(), file.bytes())));
  }

  private static Inspection inspect(Map<String, HostTensor> arrays) {
    List<StoredWeight> weights = new ArrayList<>();
    arrays.forEach(
        (name, array) ->
            weights.add(
                new StoredWeight(
                    name,
                    Arrays.stream(array.shape().asArray()).boxed().toList(),
                    array.dtype().id())));
    return Inspections.ofWeights("weights as .npz", "", weights);
  }

  @Override
  public void readWeights(Model model, Path path, LoadOptions options) {
    String file = path.toString();
    readWeights(model, file, arrays(file, () -> Npz.read(path)), options);
  }

  @Override
  public void readWeights(Model model, Source.InMemory file, LoadOptions options) {
    String name = file.name();
    readWeights(model, name, arrays(name, () -> Npz.read(name, file.bytes())), options);
  }

  private static void readWeights(
      Model model, String file, Map<String, HostTensor> arrays, LoadOptions options) {
    LoadReport report = new LoadReport(file);
    Map<Variable, HostTensor> values =
        new NamedWeights(model, file, arrays, options, report).match();
    Values.write(new ArrayList<>(values.keySet()), new ArrayList<>(values.values()));
    options.report().accept(report);
  }

  private static Map<String, HostTensor> arrays(
      String file, Supplier<Map<String, NdArray<?>>> reader) {
    Map<String, HostTensor> arrays = new LinkedHashMap<>();
    try {
      reader.get().forEach((name, array) -> arrays.put(name, HostTensor.of(array)));
    } catch (UncheckedIOException e) {
      IOException cause = e.getCause();
      if (cause instanceof FileSystemException) {
        throw e;
      }
      String what = String.valueOf(e.getMessage()).replace(file + ": ", "");
      throw new ModelFormatException(file, "", what, e);
    }
    return arrays;
  }

  /** Writes the weights in their order, by their paths; NumPy has no bfloat16, it is widened. */
  @Override
  public void writeWeights(Model model, Path path, SaveOptions options) {
    List<Variable> variables = model.weights();
    List<String> names = NamedWeights.names(variables);
    List<HostTensor> values = Values.read(variables);
    Map<String, NdArray<?>> arrays = new LinkedHashMap<>();
    for (int i = 0; i < values.size(); i++) {
      HostTensor value = values.get(i);
      boolean half = value.dtype() == DType.BFLOAT16 || value.dtype() == DType.FLOAT16;
      arrays.put(names.get(i), (half ? value.cast(DType.FLOAT32) : value).toNdArray());
    }
    Npz.write(path, arrays);
  }
}
