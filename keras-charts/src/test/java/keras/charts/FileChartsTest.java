package keras.charts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import keras.Keras;
import keras.callbacks.History;
import keras.engine.KerasTensor;
import keras.layers.BatchNormalization;
import keras.layers.Concatenate;
import keras.layers.Dense;
import keras.layers.Dropout;
import keras.models.Model;
import keras.models.Sequential;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures of models and of trainings are files that open, with what they should show. */
class FileChartsTest {
  private final Path dir;

  FileChartsTest(@TempDir Path dir) {
    String kept = System.getProperty("keras.charts.dir");
    this.dir = kept == null ? dir : Path.of(kept);
  }

  private static Model model() {
    KerasTensor wide = Keras.input("wide", 5);
    KerasTensor deep = Keras.input("deep", 6);
    Model tower =
        new Sequential(
                new Dense(30, "relu").name("hidden_1").inputShape(6),
                new BatchNormalization().name("norm"),
                new Dense(20, "relu").name("hidden_2"))
            .name("tower");
    tower.layer("hidden_1").trainable(false);
    KerasTensor hidden = tower.apply(deep);
    KerasTensor both = new Concatenate().name("both").apply(wide, hidden);
    KerasTensor output = new Dense(1).name("output").apply(both);
    KerasTensor aux =
        new Dense(1).name("aux_output").apply(new Dropout(0.2).name("drop").apply(hidden));
    return Model.of(List.of(wide, deep), List.of(output, aux));
  }

  @Test
  void drawsModels() throws IOException {
    try (Model model = model()) {
      Keras.plotModel(
          model,
          dir.resolve("model.png").toString(),
          p ->
              p.showShapes(true)
                  .showLayerNames(true)
                  .showDtype(true)
                  .showLayerActivations(true)
                  .showTrainable(true)
                  .expandNested(true)
                  .dpi(96));
      Keras.plotModel(model, dir.resolve("plain.png").toString());
      assertTrue(ImageIO.read(dir.resolve("model.png").toFile()).getWidth() > 600);
      assertTrue(ImageIO.read(dir.resolve("plain.png").toFile()).getHeight() > 600);
    }
  }

  @Test
  void writesForGraphviz() {
    try (Model model = model()) {
      String dot = Keras.modelToDot(model, p -> p.rankdir("LR"));
      assertTrue(dot.startsWith("digraph G {\nrankdir=LR;\n"), dot);
      assertTrue(dot.contains("<b>tower</b> (Sequential)"), dot);
    }
  }

  @Test
  void drawsEveryDirectionAndRouting() throws IOException {
    try (Model model = model()) {
      for (String direction : List.of("TB", "LR", "BT", "RL")) {
        for (String splines : List.of("ortho", "polyline", "line", "spline", "curved")) {
          Path file = dir.resolve(direction + "-" + splines + ".svg");
          Keras.plotModel(
              model,
              file.toString(),
              p -> p.showLayerNames(true).rankdir(direction).splines(splines).expandNested(true));
          String svg = Files.readString(file);
          assertTrue(svg.contains(">hidden_1<") && svg.contains(">tower<"), svg);
        }
      }
    }
  }

  @Test
  void drawsLearningCurves() throws IOException {
    try (Model model = model()) {
      model.compile(c -> c.optimizer("sgd").loss("mse", "mse").metrics("mae", "mae"));
      float[][] wide = new float[64][5];
      float[][] deep = new float[64][6];
      float[][] y = new float[64][1];
      for (int i = 0; i < 64; i++) {
        wide[i][i % 5] = deep[i][i % 6] = 1;
        y[i][0] = i % 3;
      }
      History history =
          model.fit(
              List.of(wide, deep),
              List.of(y, y),
              f -> f.epochs(5).validationSplit(0.25).verbose(0));
      history.plot(dir.resolve("curves.png"));
      history.plot(dir.resolve("curves.svg"));
      assertEquals(1920, ImageIO.read(dir.resolve("curves.png").toFile()).getWidth());
      String svg = Files.readString(dir.resolve("curves.svg"));
      assertTrue(svg.contains("stroke-dasharray"), svg); // what validation looks like
    }
  }

  @Test
  void refusesOtherFiles() {
    try (Model model = model()) {
      assertEquals(
          "plotModel: the file's name must end in .png or .svg. Received: model.pdf.",
          assertThrows(
                  UnsupportedOperationException.class, () -> Keras.plotModel(model, "model.pdf"))
              .getMessage());
    }
  }

  @Test
  void refusesToDrawNothing() {
    assertEquals(
        "history.plot: no epoch has ended, so there is nothing to draw. Fit the model first.",
        assertThrows(IllegalStateException.class, () -> new History().plot("x.png")).getMessage());
  }

  @Test
  void showsNumbersShortly() {
    assertEquals("0.495025", LearningCurves.shown(0.495024979114532));
    assertEquals("35000", LearningCurves.shown(35_000));
    assertEquals("0", LearningCurves.shown(0));
    assertEquals("1E-12", LearningCurves.shown(1e-12));
  }

  @Test
  void groupsNamesByWhatTheyMeasure() {
    List<String> all = List.of("loss", "out_loss", "out_accuracy", "val_out_accuracy", "lr");
    assertEquals(
        List.of("loss", "loss", "accuracy", "accuracy", "lr"),
        all.stream().map(n -> CurveNames.group(n, all)).toList());
  }
}
