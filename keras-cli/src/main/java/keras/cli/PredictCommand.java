package keras.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import keras.data.Npz;
import keras.models.Model;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.NdArray;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a model on arrays. */
@Command(
    name = "predict",
    mixinStandardHelpOptions = true,
    description = {
      "Runs a model on the arrays of an .npz file.",
      "Inputs are keyed by the input's name, or x0, x1...; outputs are out0, out1...",
      "A SavedModel without a Keras model runs whole, in one batch, in the order of its names."
    })
final class PredictCommand implements Callable<Integer> {
  @Mixin private ModelSource models;
  @Mixin private Report report;
  @Mixin private Served served;

  @Parameters(paramLabel = "MODEL", description = "The model file.")
  private Path model;

  @Option(names = "--inputs", required = true, paramLabel = "NPZ", description = "What goes in.")
  private Path inputs;

  @Option(names = "--outputs", required = true, paramLabel = "NPZ", description = "What comes out.")
  private Path outputs;

  @Option(names = "--batch-size", description = "Samples a step (32).")
  private @Nullable Integer batchSize;

  @Override
  public Integer call() {
    CommandData samples = CommandData.read(inputs);
    Map<String, NdArray<?>> results = new LinkedHashMap<>();
    Map<String, @Nullable Object> shapes = new LinkedHashMap<>();
    List<String> lines = new ArrayList<>();
    List<NdArray<?>> out = run(samples);
    for (int i = 0; i < out.size(); i++) {
      String name = "out" + i;
      results.put(name, out.get(i));
      shapes.put(name, Numbers.sizes(out.get(i)));
      lines.add("%s %s".formatted(name, Numbers.sizes(out.get(i))));
    }
    Npz.write(outputs, results);
    lines.add("Written to " + outputs);
    report.answer(Map.of("outputs", outputs.toString(), "shapes", shapes), lines);
    return 0;
  }

  private List<NdArray<?>> run(CommandData samples) {
    Integer size = batchSize;
    if (served.runs(model)) {
      if (size != null) {
        throw new IllegalArgumentException(
            "--batch-size: a SavedModel without a Keras model runs whole. Leave the option out.");
      }
      return served.call(model, samples, "x");
    }
    try (Model loaded = models.loadUncompiled(model)) {
      return loaded.predictAll(
          samples.data(loaded, "x"), p -> p.batchSize(size == null ? 32 : size).verbose(0));
    }
  }
}
