package examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of fine-tuning run, with one epoch each, and draw what they found. */
class FineTuningTest extends PrintedTest {
  FineTuningTest(@TempDir Path dir) {
    super(dir);
  }

  /**
   * Runs an example for one epoch; each of its variants prints a line, and all are in a picture.
   */
  private void compares(Consumer<String[]> example, int variants, String picture)
      throws IOException {
    example.accept(new String[] {"1", dir.toString()});
    long lines =
        Pattern.compile(": validation loss \\d\\.\\d{4}, accuracy 0\\.\\d{4}")
            .matcher(text())
            .results()
            .count();
    assertEquals(variants, lines, this::text);
    assertTrue(ImageIO.read(dir.resolve(picture).toFile()).getWidth() > 700, picture);
  }

  @Test
  void comparesLayersAndNeurons() throws IOException {
    compares(LayersAndNeurons::main, 6, "layers-and-neurons.png");
  }

  @Test
  void comparesOptimizers() throws IOException {
    compares(OptimizersCompared::main, 7, "optimizers.png");
  }

  @Test
  void comparesActivations() throws IOException {
    compares(ActivationsCompared::main, 8, "activations.png");
  }

  @Test
  void comparesBatchSizes() throws IOException {
    compares(BatchSizes::main, 5, "batch-sizes.png");
  }

  @Test
  void stopsEarly() throws IOException {
    compares(StopEarly::main, 1, "stopped-early.png");
    assertTrue(text().contains("1 epochs of 1; the best: 1, "), this::text);
  }

  @Test
  void findsALearningRate() throws IOException {
    LearningRateFinder.main(new String[] {"2", dir.toString()});
    assertTrue(text().contains("44 iterations; the loss of the first batch 2.5796,"), this::text);
    assertTrue(text().contains("suggested learning rate: 0."), this::text);
    assertTrue(ImageIO.read(dir.resolve("learning-rate-finder.png").toFile()).getWidth() > 700);
  }

  @Test
  void searchesForParameters() throws IOException {
    SearchForParameters.main(new String[] {"1", dir.toString(), "2"});
    assertTrue(text().contains("Fitting 3 folds for each of 9 candidates, totalling 27 fits"));
    assertTrue(text().contains("random: {learning_rate="), this::text);
    for (String picture : new String[] {"grid-search.png", "random-search.png"}) {
      assertTrue(ImageIO.read(dir.resolve(picture).toFile()).getWidth() > 700, picture);
    }
  }
}
