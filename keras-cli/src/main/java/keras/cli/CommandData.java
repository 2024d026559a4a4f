package keras.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import keras.data.Npz;
import keras.models.Model;
import keras.saving.ModelFormats;
import keras.saving.Source;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.NdArray;

/** The arrays of an {@code .npz} file, as the inputs, targets and weights of a model. */
final class CommandData {
  private final Path file;
  private final Map<String, NdArray<?>> arrays;

  private CommandData(Path file, Map<String, NdArray<?>> arrays) {
    this.file = file;
    this.arrays = arrays;
  }

  static CommandData read(Path file) {
    if (!Files.exists(file)) {
      throw new IllegalArgumentException("no file %s. Expected an .npz file.".formatted(file));
    }
    return new CommandData(file, Npz.read(file));
  }

  /** Returns where the arrays are from, for messages. */
  Path file() {
    return file;
  }

  /** Returns the golden values that a model's file holds. */
  static CommandData goldenValues(Path model) {
    Map<String, NdArray<?>> arrays = ModelFormats.goldenValues(Source.of(model));
    if (arrays.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: it holds no golden values. Name an .npz file that has them, or save the model with SaveOptions.defaults().verifyWith(x)."
              .formatted(model));
    }
    return new CommandData(model, arrays);
  }

  /** Returns the model's inputs: by their names, or as {@code x0}, {@code x1}... */
  List<NdArray<?>> inputs(Model model, String prefix) {
    return inputs(model.inputNames(), prefix);
  }

  /**
   * Returns the model's inputs as its methods take them: a map where all names are given; those of
   * a model without a graph, which has no names, as they are numbered.
   */
  Object data(Model model, String prefix) {
    if (model.graph() == null) {
      return numbered(prefix);
    }
    List<String> names = model.inputNames();
    if (!arrays.keySet().containsAll(names)) {
      return inputs(names, prefix);
    }
    Map<String, NdArray<?>> byName = new LinkedHashMap<>();
    names.forEach(name -> byName.put(name, get(name)));
    return byName;
  }

  /** Returns inputs by their names, or numbered. */
  List<NdArray<?>> inputs(List<String> names, String prefix) {
    Set<String> given = new LinkedHashSet<>(arrays.keySet());
    if (given.containsAll(names)) {
      return names.stream().<NdArray<?>>map(this::get).toList();
    }
    List<NdArray<?>> found = numbered(prefix);
    if (found.size() != names.size()) {
      throw new IllegalArgumentException(
          "%s: expected the %d inputs as %s or as %s0... Received: %s."
              .formatted(file, names.size(), names, prefix, given));
    }
    return found;
  }

  /** Returns the arrays named by a prefix and a number, counted from 0 without a gap. */
  List<NdArray<?>> numbered(String prefix) {
    List<NdArray<?>> found = new ArrayList<>();
    while (arrays.containsKey(prefix + found.size())) {
      found.add(get(prefix + found.size()));
    }
    return found;
  }

  /** Returns the targets {@code y0}, {@code y1}... */
  List<NdArray<?>> targets() {
    List<NdArray<?>> found = numbered("y");
    if (found.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: expected targets y0, y1... Received: %s.".formatted(file, arrays.keySet()));
    }
    return found;
  }

  /** Returns {@code sample_weight0}, {@code sample_weight1}..., or null where there is none. */
  @Nullable Object sampleWeights() {
    List<NdArray<?>> found = numbered("sample_weight");
    return found.isEmpty() ? null : found.size() == 1 ? found.get(0) : found;
  }

  /** Returns the arrays whose names start so, by the rest of their names. */
  Map<String, NdArray<?>> startingWith(String prefix) {
    Map<String, NdArray<?>> found = new LinkedHashMap<>();
    arrays.forEach(
        (name, array) -> {
          if (name.startsWith(prefix)) {
            found.put(name.substring(prefix.length()), array);
          }
        });
    return found;
  }

  private NdArray<?> get(String name) {
    NdArray<?> array = arrays.get(name);
    if (array == null) {
      throw new IllegalArgumentException("%s: no array %s.".formatted(file, name));
    }
    return array;
  }
}
