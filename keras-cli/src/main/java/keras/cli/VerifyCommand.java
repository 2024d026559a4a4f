package keras.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import keras.engine.KerasTensor;
import keras.layers.Layer;
import keras.models.Model;
import keras.saving.Differences;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.NdArray;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares what a model computes with what it should. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Compares a model's outputs with those of a golden .npz file: in0..., out0...;",
      "without one, with the golden values that the model's file holds.",
      "With arrays named layer:NAME it also names the first layer whose output departs."
    })
final class VerifyCommand implements Callable<Integer> {
  private static final String LAYER = "layer:";

  @Mixin private ModelSource models;
  @Mixin private Report report;
  @Mixin private Served served;

  @Parameters(index = "0", paramLabel = "MODEL", description = "The model file.")
  private Path model;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "GOLDEN",
      description = "The .npz file; the model's own golden values where it is left out.")
  private @Nullable Path golden;

  @Option(names = "--atol", description = "Tolerance, absolute (${DEFAULT-VALUE}).")
  private double absolute = 1e-5;

  @Option(names = "--rtol", description = "Tolerance, relative (${DEFAULT-VALUE}).")
  private double relative = 1e-5;

  private final List<String> lines = new ArrayList<>();
  private final Map<String, @Nullable Object> answer = new LinkedHashMap<>();

  @Override
  public Integer call() {
    CommandData samples =
        golden == null ? CommandData.goldenValues(model) : CommandData.read(golden);
    if (served.runs(model)) {
      return verify(samples);
    }
    boolean good;
    try (Model loaded = models.loadUncompiled(model)) {
      String departs = firstDeparture(loaded, samples);
      List<NdArray<?>> actual = loaded.predictAll(samples.data(loaded, "in"));
      List<NdArray<?>> expected = expected(samples, actual.size());
      good = departs == null;
      good &= compare(actual, expected);
      answer.put("first_layer_that_departs", departs);
    }
    return judge(good);
  }

  /** Compares the outputs of a SavedModel's signature; it has no layers. */
  private int verify(CommandData samples) {
    if (!samples.startingWith(LAYER).isEmpty()) {
      throw new IllegalArgumentException(
          "%s: a SavedModel without a Keras model has no layers. Leave %sNAME out."
              .formatted(samples.file(), LAYER));
    }
    List<NdArray<?>> actual = served.call(model, samples, "in");
    return judge(compare(actual, expected(samples, actual.size())));
  }

  private List<NdArray<?>> expected(CommandData samples, int outputs) {
    List<NdArray<?>> expected = samples.numbered("out");
    if (expected.size() != outputs) {
      throw new IllegalArgumentException(
          "%s: expected %d outputs out0... Received: %d."
              .formatted(samples.file(), outputs, expected.size()));
    }
    return expected;
  }

  private boolean compare(List<NdArray<?>> actual, List<NdArray<?>> expected) {
    boolean good = true;
    for (int i = 0; i < actual.size(); i++) {
      good &= compare("out" + i, actual.get(i), expected.get(i));
    }
    return good;
  }

  private int judge(boolean good) {
    answer.put("equal", good);
    lines.add(good ? "Equal within the tolerance." : "Not equal.");
    report.answer(answer, lines);
    return good ? 0 : 1;
  }

  /** Runs the layers whose outputs are known, in the model's order. */
  private @Nullable String firstDeparture(Model loaded, CommandData samples) {
    Map<String, NdArray<?>> known = samples.startingWith(LAYER);
    List<String> names = new ArrayList<>();
    List<KerasTensor> tensors = new ArrayList<>();
    for (Layer layer : loaded.layers()) {
      if (known.containsKey(layer.name())) {
        names.add(layer.name());
        tensors.add(layer.nodes().get(0).outputs().flat().get(0));
      }
    }
    for (String name : known.keySet()) {
      if (!names.contains(name)) {
        throw new IllegalArgumentException(
            "%s: %s%s is not among the layers %s."
                .formatted(
                    samples.file(),
                    LAYER,
                    name,
                    loaded.layers().stream().map(Layer::name).toList()));
      }
    }
    if (names.isEmpty()) {
      return null;
    }
    String first = null;
    try (Model inside = Model.of(loaded.inputs(), tensors)) {
      List<NdArray<?>> actual = inside.predictAll(samples.inputs(loaded, "in"));
      for (int i = 0; i < names.size(); i++) {
        String name = names.get(i);
        NdArray<?> expected = known.get(name);
        if (expected != null && !compare(LAYER + name, actual.get(i), expected) && first == null) {
          first = name;
        }
      }
    }
    if (first != null) {
      lines.add("The first layer that departs: " + first);
    }
    return first;
  }

  private boolean compare(String name, NdArray<?> actual, NdArray<?> expected) {
    boolean sameShape = actual.shape().equals(expected.shape());
    Differences found = sameShape ? Differences.of(expected, actual, absolute, relative) : null;
    boolean close = found != null && found.many() == 0;
    Object off =
        found != null
            ? found.largest()
            : "shapes %s and %s".formatted(Numbers.sizes(actual), Numbers.sizes(expected));
    answer.put(name, Map.of("equal", close, "difference", off));
    lines.add("%-5s %s: largest difference %s".formatted(close ? "ok" : "OFF", name, off));
    return close;
  }
}
