package keras.charts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import keras.Keras;
import keras.callbacks.History;
import keras.engine.CallContext;
import keras.engine.KerasTensor;
import keras.layers.Add;
import keras.layers.Dense;
import keras.metrics.F1Score;
import keras.models.Model;
import keras.models.Sequential;
import keras.ops.Expr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.ndarray.Shape;

/**
 * Pictures of what is rare: layers called twice, models of one's own, losses that are no numbers.
 */
class OddChartsTest {
  private static final float[][] X = new float[8][3];
  private static final float[][] Y = {
    {1, 0}, {0, 1}, {1, 0}, {0, 1}, {1, 0}, {0, 1}, {1, 0}, {0, 1}
  };

  private final Path dir;

  OddChartsTest(@TempDir Path dir) {
    String kept = System.getProperty("keras.charts.dir");
    this.dir = kept == null ? dir : Path.of(kept);
  }

  private void draw(Model model, String name) throws IOException {
    for (String ending : List.of(".png", ".svg")) {
      Path file = dir.resolve(name + ending);
      Keras.plotModel(
          model, file, p -> p.showLayerNames(true).showShapes(true).expandNested(true).dpi(72));
      assertTrue(Files.size(file) > 500, file.toString());
    }
  }

  @Test
  void drawsALayerThatIsCalledOnItself() throws IOException {
    KerasTensor x = Keras.input("x", 3);
    Dense twice = new Dense(3).name("twice");
    try (Model model = Model.of(x, twice.apply(twice.apply(x)).add(1.0))) {
      draw(model, "twice");
    }
  }

  @Test
  void drawsModelsInModelsInModels() throws IOException {
    KerasTensor x = Keras.input("x", 3);
    Model inner = new Sequential(new Dense(3).name("a").inputShape(3), new Dense(3).name("b"));
    Model middle =
        new Sequential(inner.name("inner"), new Dense(3).name("c")).name("middle").build(-1, 3);
    KerasTensor y = middle.apply(x);
    try (Model model = Model.of(x, new Add().name("sum").apply(x, y))) {
      draw(model, "inside");
    }
  }

  @Test
  void drawsAModelOfOnesOwnAsOneBox() throws IOException {
    try (Own model = new Own()) {
      model.buildFor(Shape.of(-1, 3));
      draw(model, "own");
      assertTrue(Files.readString(dir.resolve("own.svg")).contains(">?<"));
    }
  }

  private static final class Own extends Model {
    private final Dense dense = new Dense(2);

    @Override
    protected List<Expr> call(List<Expr> x, CallContext ctx) {
      return List.of(dense.apply(x.get(0), ctx));
    }
  }

  @Test
  void drawsAHundredBlocks() throws IOException {
    KerasTensor x = Keras.input("x", 3);
    KerasTensor y = x;
    for (int i = 0; i < 100; i++) {
      y = new Add().apply(y, new Dense(3).apply(y));
    }
    try (Model model = Model.of(x, y)) {
      draw(model, "blocks");
      assertTrue(ImageIO.read(dir.resolve("blocks.png").toFile()).getHeight() > 10_000);
    }
  }

  @Test
  void drawsArraysALineAnElement() throws IOException {
    try (Sequential model = new Sequential(new Dense(2, "softmax").inputShape(3))) {
      model.compile("sgd", "categorical_crossentropy", new F1Score());
      History history = model.fit(X, Y, f -> f.epochs(3).verbose(0));
      history.plot(dir.resolve("f1.png"));
      assertEquals(1920, ImageIO.read(dir.resolve("f1.png").toFile()).getWidth());
    }
  }

  @Test
  void drawsOneEpoch() throws IOException {
    try (Sequential model = new Sequential(new Dense(2).inputShape(3))) {
      model.compile("sgd", "mse");
      model.fit(X, Y, f -> f.verbose(0).validationSplit(0.25)).plot(dir.resolve("one.png"));
      assertEquals(960, ImageIO.read(dir.resolve("one.png").toFile()).getWidth());
    }
  }

  @Test
  void drawsLossesThatAreNoNumbers() throws IOException {
    float[][] broken = {{Float.NaN, 0}, {0, 1}, {0, 0}, {0, 0}, {0, 0}, {0, 0}, {0, 0}, {0, 0}};
    try (Sequential model = new Sequential(new Dense(2).inputShape(3))) {
      model.compile("sgd", "mse", "mae");
      model.fit(X, broken, f -> f.epochs(3).verbose(0)).plot(dir.resolve("nan.png"));
      assertEquals(1920, ImageIO.read(dir.resolve("nan.png").toFile()).getWidth());
    }
  }
}
