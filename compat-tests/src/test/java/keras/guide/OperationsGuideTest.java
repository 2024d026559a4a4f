package keras.guide;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import keras.Keras;
import keras.activations.Activations;
import keras.config.Arg;
import keras.config.CustomObjects;
import keras.engine.CallContext;
import keras.engine.KerasTensor;
import keras.layers.Dense;
import keras.layers.Layer;
import keras.models.Model;
import keras.models.Sequential;
import keras.ops.Expr;
import keras.ops.Ops;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java of docs/guide/operations.md. */
class OperationsGuideTest {
  public static final class Ranked extends Layer {
    @Override
    protected Expr call(Expr x, CallContext ctx) {
      Expr order = Ops.call("argsort", x, c -> c.with("axis", -1));
      return Ops.call("take_along_axis", x, c -> c.with("indices", order).with("axis", -1));
    }
  }

  public static final class Mix extends Layer {
    @Arg private double share;

    Mix() {}

    public Mix(double share) {
      this.share = share;
    }

    @Override
    public boolean takesList() {
      return true;
    }

    @Override
    protected List<Expr> call(List<Expr> x, CallContext ctx) {
      return List.of(x.get(0).mul(share).add(x.get(1).mul(1 - share)));
    }
  }

  @Test
  void operationsOfAModel(@TempDir Path folder) {
    KerasTensor x = Keras.input(8);
    KerasTensor centred =
        x.sub(Ops.call("mean", x, c -> c.with("axis", -1).with("keepdims", true)));
    KerasTensor h = new Dense(8).activation(Activations.RELU).apply(centred);
    KerasTensor joined = Ops.concatenate(List.of(h.mul(0.5), x.get(":, :2")), -1);
    Model model = Model.of(x, new Dense(1).apply(joined));
    List<KerasTensor> halves =
        Ops.callAll("split", x, c -> c.with("indices_or_sections", 2).with("axis", -1));
    assertEquals("(None, 4)", keras.engine.Shapes.show(halves.get(1).shape()));
    assertEquals(3, model.layers().size());
    float[][] in = {{1, 2, 3, 4, 5, 6, 7, 8}};
    String file = folder.resolve("operations.keras").toString();
    model.save(file);
    try (model;
        Model same = Keras.loadModel(file)) {
      assertArrayEquals(model.predict(in).toArray2d(), same.predict(in).toArray2d());
    }
  }

  @Test
  void aLayerAndAnOperationOfOnesOwn(@TempDir Path folder) {
    try (Model model = new Sequential(new Ranked())) {
      assertArrayEquals(
          new float[][] {{-1, 2, 3}}, model.predict(new float[][] {{3, -1, 2}}).toArray2d());
    }
    KerasTensor a = Keras.input(3);
    KerasTensor mixed = new Mix(0.25).apply(a, a.square());
    String file = folder.resolve("mix.keras").toString();
    Model.of(a, mixed).save(file);
    try (Model same = Keras.loadModel(file, CustomObjects.of(Mix.class))) {
      assertArrayEquals(
          new float[][] {{1, 3.5f, 7.5f}}, same.predict(new float[][] {{1, 2, 3}}).toArray2d());
    }
  }
}
