package keras.saving;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import keras.data.Inputs;
import keras.data.Npz;
import keras.data.SampleArray;
import keras.engine.HostTensor;
import keras.engine.Shapes;
import keras.engine.Values;
import keras.engine.Variable;
import keras.layers.Layer;
import keras.layers.RecurrentLayer;
import keras.models.Model;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.NdArray;

/**
 * Golden values: inputs and outputs of a model that its file carries, so that whoever loads it can
 * check that it computes what it computed.
 *
 * <p>They are arrays by name: {@code in0}, {@code in1} and so on, or the names of the inputs;
 * {@code out0}, {@code out1} and so on. Names that begin with {@code layer:} are for {@code ./keras
 * verify} alone.
 */
public final class GoldenValues {
  private static final String IN = "in";
  private static final String OUT = "out";
  private static final String LAYER = "layer:";

  private GoldenValues() {}

  /**
   * Returns the golden values that a model's file is to hold; empty where the options ask for none.
   *
   * @throws IllegalArgumentException if the inputs are no arrays of numbers
   * @throws UnsupportedOperationException if the outputs are strings, or others the second time
   */
  public static Map<String, NdArray<?>> of(Model model, SaveOptions options) {
    Object x = options.verifyWith();
    if (x == null) {
      return Map.of();
    }
    Map<String, NdArray<?>> golden = inputs(model, Inputs.of("model.save", "verifyWith", x));
    List<List<NdArray<?>>> both =
        undisturbed(model, () -> List.of(model.predictAll(x), model.predictAll(x)));
    List<NdArray<?>> outputs = both.get(0);
    List<NdArray<?>> again = both.get(1);
    LoadOptions defaults = LoadOptions.defaults();
    for (int i = 0; i < outputs.size(); i++) {
      if (outputs.get(i).shape().size() > 0 && first(outputs.get(i)) instanceof String) {
        throw new UnsupportedOperationException(
            "model.save: `verifyWith` is for models whose outputs are numbers. Output '%s' has strings. Leave it out."
                .formatted(name(model, i)));
      }
      String differs = differs(outputs.get(i), again.get(i), defaults);
      if (differs != null) {
        throw new UnsupportedOperationException(
            "model.save: `verifyWith` is for models that predict the same each time. Output '%s' of a second prediction is another: the model draws random numbers or keeps a state. Leave it out."
                .formatted(name(model, i)));
      }
      golden.put(OUT + i, outputs.get(i));
    }
    return Collections.unmodifiableMap(golden);
  }

  private static Map<String, NdArray<?>> inputs(Model model, Inputs given) {
    List<String> names = new ArrayList<>(given.names());
    if (!given.isNamed()) {
      for (int i = 0; i < given.rows().size(); i++) {
        names.add(IN + i);
      }
      if (names.size() == inputNames(model).size() && names.containsAll(inputNames(model))) {
        names = inputNames(model); // these are taken for the inputs' names where all are there
      }
    }
    Map<String, NdArray<?>> inputs = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      SampleArray row = given.rows().get(i);
      if (row.dtype().equals("string")) {
        throw new IllegalArgumentException(
            "model.save: `verifyWith` takes arrays of numbers. Received: strings. Leave it out, and"
                + " compare the predictions of the loaded model yourself.");
      }
      if (isReserved(names.get(i))) {
        throw new IllegalArgumentException(
            "model.save: `verifyWith` cannot name an input '%s', for golden outputs have such names. Rename the input, or give a list."
                .formatted(names.get(i)));
      }
      inputs.put(names.get(i), row.toNdArray());
    }
    return inputs;
  }

  /** Reads golden values as a member of a file: an {@code .npz} file. */
  public static Map<String, NdArray<?>> read(String file, String member, byte[] npz) {
    try {
      return Npz.read(member, npz);
    } catch (UncheckedIOException e) {
      String what = String.valueOf(e.getMessage()).replace(member + ": ", "");
      throw new ModelFormatException(file, member, what, e);
    }
  }

  /** Throws unless a model predicts the golden values of its file. */
  static void verify(
      String file, Model model, Map<String, NdArray<?>> golden, LoadOptions options) {
    Map<String, NdArray<?>> inputs = new LinkedHashMap<>(golden);
    inputs.keySet().removeIf(GoldenValues::isReserved);
    Set<String> numbered = new LinkedHashSet<>();
    for (int i = 0; i < inputs.size(); i++) {
      numbered.add(IN + i);
    }
    boolean places = inputs.keySet().equals(numbered) && !inputNames(model).containsAll(numbered);
    Object x = places ? numbered.stream().map(inputs::get).toList() : inputs;
    List<NdArray<?>> outputs = predict(file, model, x);
    List<NdArray<?>> expected = new ArrayList<>();
    for (NdArray<?> next = golden.get(OUT + 0);
        next != null;
        next = golden.get(OUT + expected.size())) {
      expected.add(next);
    }
    if (expected.size() != outputs.size()) {
      throw new ModelFormatException(
          file,
          "golden values",
          "expected arrays for the %d outputs of the model, as out0, out1... Received: %s."
              .formatted(outputs.size(), golden.keySet()));
    }
    for (int i = 0; i < outputs.size(); i++) {
      String differs = differs(expected.get(i), outputs.get(i), options);
      if (differs != null) {
        throw new ModelFormatException(file, "output '" + name(model, i) + "'", differs);
      }
    }
  }

  private static List<NdArray<?>> predict(String file, Model model, Object x) {
    try {
      return undisturbed(model, () -> model.predictAll(x));
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(
          file, "golden values", "the model does not take the inputs. " + e.getMessage(), e);
    }
  }

  /** Predicts, and puts back what predictions change. */
  private static <T> T undisturbed(Model model, Supplier<T> work) {
    List<Variable> changing = changing(model);
    List<HostTensor> state = Values.read(changing);
    try {
      return work.get();
    } finally {
      Values.write(changing, state);
    }
  }

  /** Returns what predictions may change: the states of seeds and of stateful layers. */
  private static List<Variable> changing(Model model) {
    Set<Variable> all = new LinkedHashSet<>(model.variables());
    all.removeIf(Variable::trainable);
    for (Layer layer : model.flattened()) {
      if (layer instanceof RecurrentLayer<?> recurrent) {
        all.addAll(recurrent.states());
      }
    }
    return List.copyOf(all);
  }

  private static boolean isReserved(String name) {
    return name.matches(OUT + "[0-9]+") || name.startsWith(LAYER);
  }

  /** Returns the names of the inputs; a model of one's own class has none. */
  private static List<String> inputNames(Model model) {
    return model.graph() == null ? List.of() : model.inputNames();
  }

  private static String name(Model model, int output) {
    List<String> names = model.graph() == null ? List.of() : model.outputNames();
    return names.size() > output ? names.get(output) : OUT + output;
  }

  private static @Nullable Object first(NdArray<?> array) {
    return array.shape().numDimensions() == 0
        ? array.getObject()
        : array.scalars().iterator().next().getObject();
  }

  private static @Nullable String differs(
      NdArray<?> expected, NdArray<?> received, LoadOptions options) {
    if (!expected.shape().equals(received.shape())) {
      return "expected the golden values' shape %s. Received: a prediction of shape %s."
          .formatted(Shapes.show(expected.shape()), Shapes.show(received.shape()));
    }
    Differences found = Differences.of(expected, received, options.atol(), options.rtol());
    return found.many() == 0
        ? null
        : "at %s, expected the golden value %s. Received: a prediction of %s. %d of %d numbers are off, by %s at most; allowed are atol=%s and rtol=%s. The file is damaged or this library computes otherwise; a larger tolerance is set by LoadOptions.rtol and atol."
            .formatted(
                found.at(),
                found.expected(),
                found.received(),
                found.many(),
                expected.shape().size(),
                found.largest(),
                options.atol(),
                options.rtol());
  }
}
