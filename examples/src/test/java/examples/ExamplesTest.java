package examples;

import static java.util.regex.Pattern.MULTILINE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every example runs, with few epochs, and says what it should. */
class ExamplesTest extends PrintedTest {
  ExamplesTest(@TempDir Path dir) {
    super(dir);
  }

  /** Returns the numbers that are printed after something. */
  private double[] numbers(String what) {
    return Pattern.compile(what + "[ =](\\d+\\.\\d+)")
        .matcher(text())
        .results()
        .mapToDouble(m -> Double.parseDouble(m.group(1)))
        .toArray();
  }

  /** The numbers are those of Python Keras 3.15.1 from the same seed. */
  @Test
  void classifiesClothing() throws IOException {
    assertEquals(0, FashionMnistClassifier.run("--out", dir.toString()), this::text);
    assertTrue(text().contains("Total params: 266,610 (1.02 MB)"), this::text);
    assertTrue(text().contains("x_train: shape (642, 28, 28), float32"), this::text);
    assertTrue(text().contains("are [Sandal, Pullover, Ankle boot]"), this::text);
    assertTrue(text().contains("loaded again: the same probabilities? yes"), this::text);
    assertArrayEquals(new double[] {0.7315, 0.74}, numbers("test (?:loss|accuracy)"), 1e-3);
    for (String picture : new String[] {"samples", "model", "learning-curves", "predictions"}) {
      assertTrue(ImageIO.read(dir.resolve(picture + ".png").toFile()).getWidth() > 500, picture);
    }
  }

  @Test
  void refusesAnOptionItDoesNotHave() {
    assertEquals(2, FashionMnistClassifier.run("--epoch", "2"));
  }

  /** The numbers are those of Python Keras 3.15.1 from the same seed, of its graph and class. */
  @Test
  void goesWideAndDeep() throws IOException {
    WideAndDeep.main(new String[] {"60", dir.toString()});
    assertArrayEquals(new double[] {33989.52, 33989.52}, numbers("validation loss"), 0.5);
    assertArrayEquals(new double[] {3855.408, 3855.408}, numbers("(?:\\{|, )loss"), 0.1);
    assertArrayEquals(
        new double[] {62.4048, 62.0571, 62.0571}, numbers("root_mean_squared_error"), 0.01);
    assertArrayEquals(new double[] {62.4048}, numbers("root_mean_squared_error_1"), 0.01);
    for (String picture : new String[] {"wide-and-deep", "wide-and-deep-curves"}) {
      assertTrue(ImageIO.read(dir.resolve(picture + ".png").toFile()).getWidth() > 500, picture);
    }
  }

  /**
   * The districts are made up; docs/guide/california-housing.md has the numbers of the real ones.
   */
  @Test
  void trainsOnHousesOfCalifornia() throws IOException {
    Path file = dir.resolve("cal_housing.data");
    Files.write(
        file,
        IntStream.range(1, 81)
            .mapToObj(
                i ->
                    "%d,%d,%d,%d,%d,%d,%d,%.4f,%d"
                        .formatted(-i, 40 + i, i % 9, 9 * i, 2 * i, 5 * i, i + 7, i / 9., i * 1000))
            .toList());
    CaliforniaHousing.main(new String[] {file.toString(), "1"});
    for (String model :
        List.of("MLP", "wide and deep", "two inputs", "two outputs", "class", "stopped")) {
      int epochs = model.equals("stopped") ? 5 : 1;
      assertTrue(
          Pattern.compile("^%s: %d epochs, validation loss \\d".formatted(model, epochs), MULTILINE)
              .matcher(text())
              .find(),
          this::text);
    }
    var e =
        assertThrows(IllegalArgumentException.class, () -> CaliforniaHousing.main(new String[0]));
    assertTrue(e.toString().contains("fetch_california_housing"), e::toString);
  }

  @Test
  void movesModels() throws IOException {
    ModelsMove.main(new String[] {dir.toString()});
    Matcher served =
        Pattern.compile(
                "serving_default\\(.*: float32 \\(None, 28, 28\\)\\) -> output_0: float32 "
                    + "\\(None, 10\\)\nlargest difference to predict: (.*)\n")
            .matcher(text());
    assertTrue(served.find(), this::text);
    assertEquals(0, Double.parseDouble(served.group(1)), 1e-6);
  }

  @Test
  void usesPartsOfItsOwn() {
    CustomParts.main(new String[] {"2", dir.toString()});
    List<String> lines = text().lines().toList();
    assertTrue(text().contains("val/train: "), this::text);
    assertEquals(
        lines.get(lines.size() - 2).replace("this model: ", ""),
        lines.get(lines.size() - 1).replace("from the file: ", ""));
  }

  @Test
  void computesWithThresholdUnits() throws IOException {
    LogicalNeurons.main(new String[] {dir.toString()});
    assertTrue(text().contains("A B | A XOR B\n0 0 | 0\n0 1 | 1\n1 0 | 1\n1 1 | 0\n"), this::text);
    assertTrue(text().contains("A B | A AND NOT B\n0 0 | 0\n0 1 | 0\n1 0 | 1\n1 1 | 0\n"));
    assertTrue(ImageIO.read(dir.resolve("logical-neurons.png").toFile()).getWidth() > 1000);
  }

  /** The numbers are those of scikit-learn 1.9.1. */
  @Test
  void learnsTheWeightsOfScikitLearn() throws IOException {
    IrisPerceptron.main(new String[] {dir.toString()});
    assertTrue(
        text()
            .contains(
                """
                after 7 epochs: weights [-1.4000, -2.2000], bias 4.0000
                a petal of 2.0 x 0.5 cm, Iris setosa: true
                a petal of 3.0 x 1.0 cm, Iris setosa: false
                """),
        this::text);
    assertTrue(ImageIO.read(dir.resolve("perceptron.png").toFile()).getWidth() > 700);
  }

  /** The numbers are those of Python Keras 3.15.1 from the same seed. */
  @Test
  void predictsNumbersAsPythonDoes() {
    RegressionMlp.main(new String[] {});
    double[] numbers =
        Pattern.compile("RMSE:? (\\d+\\.\\d+)")
            .matcher(text())
            .results()
            .mapToDouble(m -> Double.parseDouble(m.group(1)))
            .toArray();
    assertArrayEquals(new double[] {184.0168, 56.9406, 144.9786, 42.4349}, numbers, 0.01);
  }

  /** The numbers are those of Python Keras 3.15.1 from the same seed. */
  @Test
  void classifiesAsPythonDoes() {
    ClassificationMlps.main(new String[] {});
    double[] numbers =
        Pattern.compile("(?:loss|accuracy) (\\d+\\.\\d+)")
            .matcher(text())
            .results()
            .mapToDouble(m -> Double.parseDouble(m.group(1)))
            .toArray();
    assertArrayEquals(new double[] {0.2636, 0.8684, 0.2838, 0.3421, 0.2896, 0.8947}, numbers, 1e-3);
  }

  @Test
  void savesAndRestores() throws IOException {
    SaveAndRestore.main(new String[] {"1", dir.toString()});
    assertEquals(5, text().split("same predictions: true", -1).length - 1, this::text);
    assertTrue(text().contains("my_model/variables/variables.index"), this::text);
  }

  @Test
  void callsBack() throws IOException {
    Callbacks.main(new String[] {"2", dir.toString()});
    List<String> lines = text().lines().toList();
    assertTrue(text().contains("Epoch=1, val/train="), this::text);
    assertEquals(lines.get(1).replace("trained", "from the checkpoint"), lines.get(3), this::text);
    assertEquals(
        lines.get(lines.size() - 2).replace("stopped", "from the best model's file"),
        lines.get(lines.size() - 1));
    assertTrue(Files.isDirectory(dir.resolve("my_logs/run_1/validation")));
  }

  @Test
  void goesOnFromPython() throws IOException {
    TransferLearning.main(new String[] {"1", dir.toString()});
    assertTrue(text().contains("Trainable params: 17 (68.00 B)"), this::text);
    String tuned = text().lines().filter(l -> l.startsWith("fine-tuned")).findFirst().orElseThrow();
    for (String name : new String[] {"model_b.keras", "model_b.h5"}) {
      assertTrue(text().contains(tuned.replace("fine-tuned", name)), this::text);
    }
  }

  @Test
  void learnsToDraw() {
    VariationalAutoencoder.main(new String[] {"1"});
    assertTrue(text().contains("kl_loss: "), this::text);
    assertTrue(
        text()
            .matches(
                "(?s).*losses by epoch: \\[\\d+\\.\\d+]\ndrawn from three points: .*3, 28, 28.*"),
        this::text);
  }
}
