package keras.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import keras.Keras;
import keras.layers.BatchNormalization;
import keras.layers.Dense;
import keras.layers.Embedding;
import keras.layers.Flatten;
import keras.models.Model;
import keras.models.Sequential;
import keras.optimizers.Adam;
import keras.optimizers.Optimizer;
import keras.optimizers.RMSprop;
import keras.optimizers.SGD;
import keras.saving.SaveOptions;
import keras.saving.SaveOptions.Dialect;
import keras.utils.Console;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is told to train a saved model otherwise, and that nobody is where it does not matter. */
class DifferencesTest {
  private final Path folder;

  DifferencesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void forgetNames() {
    Keras.clearSession();
  }

  private List<String> told(Model model, Dialect dialect, String ending) {
    List<String> printed = new ArrayList<>();
    Consumer<String> before = Console.redirect(line -> printed.add(line.strip()));
    Path file = folder.resolve("m" + ending);
    try (model) {
      model.save(file.toString(), SaveOptions.defaults().dialect(dialect));
      model.save(file.toString(), SaveOptions.defaults().dialect(dialect));
    } finally {
      Console.redirect(before);
    }
    return printed.stream().map(line -> line.replace(file + ": ", "")).toList();
  }

  private static Model images(boolean fused) {
    BatchNormalization layer = new BatchNormalization().fused(fused);
    layer.inputShape(2, 2, 3);
    return new Sequential(layer);
  }

  private static Model words(Optimizer optimizer) {
    Embedding words = new Embedding(5, 2);
    words.inputShape(3);
    return new Sequential(words, new Flatten(), new Dense(1)).compile(optimizer, "mse");
  }

  @ParameterizedTest
  @ValueSource(strings = {".keras", ".h5"})
  void tellsOfMovingVariances(String ending) {
    String head = " trains this model otherwise. BatchNormalization 'batch_normalization': its";
    String tfKeras =
        "tf_keras" + head + " moving variance follows the unbiased variance of batches.";
    String keras3 = "Keras 3" + head + " moving variance follows the biased variance of batches.";
    assertEquals(List.of(tfKeras), told(images(false), Dialect.PORTABLE, ending));
    Keras.clearSession();
    assertEquals(List.of(), told(images(false), Dialect.TF_KERAS, ending));
    assertEquals(List.of(), told(images(false), Dialect.KERAS_3, ending));
    Keras.clearSession();
    assertEquals(List.of(keras3), told(images(true), Dialect.PORTABLE, ending));
    Keras.clearSession();
    assertEquals(List.of(keras3), told(images(true), Dialect.KERAS_3, ending));
    assertEquals(List.of(), told(images(true), Dialect.TF_KERAS, ending));
    assertEquals(
        List.of(),
        told(
            new Sequential(new Dense(2).inputShape(3), new BatchNormalization()),
            Dialect.PORTABLE,
            ending));
  }

  @ParameterizedTest
  @ValueSource(strings = {".keras", ".h5"})
  void tellsOfGatheredRows(String ending) {
    String head = " trains this model otherwise. Adam 'o': it ";
    assertEquals(
        List.of("tf_keras" + head + "sums the gradients of gathered rows before it squares them."),
        told(words(new Adam().name("o")), Dialect.PORTABLE, ending));
    assertEquals(
        List.of("Keras 3" + head + "squares the gradients of gathered rows before it sums them."),
        told(words(new Adam().name("o").isLegacyOptimizer(false)), Dialect.PORTABLE, ending));
    assertEquals(
        List.of(), told(words(new SGD().momentum(0.9).name("o")), Dialect.PORTABLE, ending));
    assertEquals(List.of(), told(words(new Adam().name("o")), Dialect.KERAS_3, ending));
    assertEquals(
        List.of(),
        told(
            new Sequential(new Dense(1).inputShape(2)).compile(new Adam(), "mse"),
            Dialect.PORTABLE,
            ending));
  }

  @Test
  void tellsOfLegacyOptimizersAndMovingAverages() {
    assertEquals(
        List.of(
            "Keras 3 trains this model otherwise. RMSprop 'o': it adds `epsilon` under the root.",
            "tf_keras trains this model otherwise. RMSprop 'o': it adds `epsilon` under the root."),
        told(
            new Sequential(new Dense(1).inputShape(2))
                .compile(new RMSprop().name("o").isLegacyOptimizer(true), "mse"),
            Dialect.PORTABLE,
            ".h5"));
    assertEquals(
        List.of(
            "tf_keras trains this model otherwise. SGD 'o': its moving averages start at the weights"
                + " before the first step."),
        told(
            new Sequential(new Dense(1).inputShape(2))
                .compile(new SGD().name("o").useEma(true), "mse"),
            Dialect.TF_KERAS,
            ".h5"));
  }
}
