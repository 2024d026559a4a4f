package keras.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import keras.Keras;
import keras.callbacks.History;
import keras.callbacks.TensorBoard;
import keras.golden.JsonObject;
import keras.io.json.Json;
import keras.layers.Dense;
import keras.models.Sequential;
import keras.optimizers.SGD;
import keras.python.PythonEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Event files as TensorBoard's own reader finds them: golden/events.py. */
class TensorBoardReaderTest {
  private static final float[][] X = {{1, 2, 3}, {0, 1, 0}, {2, 0, 1}, {1, 1, 2}};
  private static final float[][] Y = {{1}, {2}, {3}, {1}};

  private static JsonObject read(Path folder) throws IOException, InterruptedException {
    PythonEnvironment python = PythonEnvironment.of("requirements-tensorboard.txt");
    Path interpreter = Objects.requireNonNull(python.interpreter(), python.problem());
    Process process =
        new ProcessBuilder(interpreter.toString(), "golden/events.py", folder.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), text);
    return JsonObject.of(Json.parse(text));
  }

  private static List<?> values(JsonObject run, String tag, String plugin) {
    JsonObject found = run.object(tag);
    assertEquals(plugin, found.text("plugin"), tag);
    return found.list("values");
  }

  private static void scalars(JsonObject run, String tag, List<Double> expected, int... steps) {
    List<?> values = values(run, tag, "scalars");
    List<List<Number>> wanted =
        IntStream.range(0, steps.length)
            .mapToObj(i -> List.<Number>of(steps[i], expected.get(i)))
            .toList();
    assertEquals(wanted.toString(), values.toString(), tag);
  }

  @Test
  void showsScalarsHistogramsImagesAndTheGraph(@TempDir Path folder) throws Exception {
    Keras.clearSession();
    History history;
    try (Sequential model =
        new Sequential(new Dense(2, "relu").inputShape(3).name("h"), new Dense(1).name("d"))) {
      model.compile(new SGD(0.1), "mse");
      history =
          model.fit(
              X,
              Y,
              f ->
                  f.epochs(2)
                      .batchSize(2)
                      .shuffle(false)
                      .verbose(0)
                      .validationData(X, Y)
                      .callbacks(
                          new TensorBoard(folder)
                              .histogramFreq(1)
                              .writeImages(true)
                              .updateFreq(1)));
    }
    JsonObject runs = read(folder);
    JsonObject train = runs.object("train");
    JsonObject validation = runs.object("validation");
    scalars(train, "epoch_loss", history.get("loss"), 0, 1);
    scalars(validation, "epoch_loss", history.get("val_loss"), 0, 1);
    scalars(validation, "evaluation_loss_vs_iterations", history.get("val_loss"), 2, 4);
    assertEquals(4, values(train, "batch_loss", "scalars").size());
    String bars = values(train, "sequential/h/kernel/histogram", "histograms").get(1).toString();
    assertEquals("6.0]]", bars.substring(bars.lastIndexOf(' ') + 1));
    assertEquals(
        "[[0, [3, 2]], [1, [3, 2]]]",
        values(train, "sequential/h/kernel/image", "images").toString());
    assertEquals(
        "[[0, [[sequential/d, sequential/h], [sequential/h, sequential/input_layer],"
            + " [sequential/input_layer]]]]",
        values(train, "keras", "graph_keras_model").toString());
  }
}
