package keras.io.kerasv3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import keras.Keras;
import keras.config.CustomObjects;
import keras.engine.CallContext;
import keras.initializers.Initializer;
import keras.layers.Dense;
import keras.layers.Layer;
import keras.models.Model;
import keras.ops.DType;
import keras.ops.Expr;
import keras.saving.LoadOptions;
import keras.saving.ModelFormatException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.ndarray.Shape;

/** What files of models of one's own class cannot give back is an error. */
class OwnModelFilesTest {
  private final Path dir;

  OwnModelFilesTest(@TempDir Path dir) {
    this.dir = dir;
  }

  @BeforeEach
  void startAnew() {
    Keras.clearSession();
  }

  /** Holds two layers. */
  static class Two extends Model {
    private final Dense hiddenLayer = new Dense(3);
    private final Dense out = new Dense(1);

    @Override
    protected List<Expr> call(List<Expr> in, CallContext ctx) {
      return List.of(out.apply(hiddenLayer.apply(in.get(0), ctx).add(in.get(1)), ctx));
    }
  }

  /** Lacks a layer that the file has. */
  static final class Less extends Model {
    private final Dense out = new Dense(1);

    @Override
    protected List<Expr> call(List<Expr> in, CallContext ctx) {
      return List.of(out.apply(in.get(1), ctx));
    }
  }

  private static LoadOptions as(Class<? extends Model> type) {
    return LoadOptions.defaults().customObjects(CustomObjects.none().with("Two", type));
  }

  @Test
  void refusesVariablesThatHaveNoPlace() {
    String file = dir.resolve("two.keras").toString();
    try (Two model = new Two()) {
      model.buildFor(Shape.of(-1, 2), Shape.of(-1, 3));
      model.save(file);
    }
    String message =
        assertThrows(ModelFormatException.class, () -> Keras.loadModel(file, as(Less.class)))
            .toString();
    assertTrue(message.contains("it holds variables for which Less 'two' has no layer: "), message);
    assertTrue(message.contains("/hidden_layer/vars with "), message);
  }

  /** Counts, as an optimizer does its steps. */
  static final class Counting extends Layer {
    @Override
    protected void build(Shape input) {
      addState("steps", Shape.scalar(), DType.INT64, Initializer.get("zeros"));
    }

    @Override
    protected Expr call(Expr x, CallContext ctx) {
      return x;
    }
  }

  /** Holds a layer whose only variable is a count. */
  static final class Counted extends Model {
    private final Counting counter = new Counting();
    private final Dense out = new Dense(1);

    @Override
    protected List<Expr> call(List<Expr> in, CallContext ctx) {
      return List.of(out.apply(counter.apply(in.get(1), ctx), ctx));
    }
  }

  @Test
  void takesNoLayerForAnOptimizer() {
    String file = dir.resolve("two.keras").toString();
    try (Counted model = new Counted()) {
      model.buildFor(Shape.of(-1, 2), Shape.of(-1, 3));
      model.save(file);
    }
    LoadOptions less =
        LoadOptions.defaults().customObjects(CustomObjects.none().with("Counted", Less.class));
    String message =
        assertThrows(ModelFormatException.class, () -> Keras.loadModel(file, less)).toString();
    assertTrue(message.contains("/counter/vars with "), message);
  }

  @Test
  void keepsTheShapesOfTwoInputs() {
    String file = dir.resolve("two.keras").toString();
    float[][][] x = {{{1, 2}, {0, -1}}, {{1, 2, 3}, {3, 2, 1}}};
    try (Two model = new Two()) {
      model.buildFor(Shape.of(-1, 2), Shape.of(-1, 3));
      model.save(file);
      try (Model again = Keras.loadModel(file, as(Two.class))) {
        List<Object> inputs = List.of(x[0], x[1]);
        assertEquals(model.predict(inputs), again.predict(inputs));
      }
    }
  }

  @Test
  void refusesWholeModelsAsHdf5() {
    try (Two model = new Two()) {
      model.buildFor(Shape.of(-1, 2), Shape.of(-1, 3));
      assertEquals(
          "model.save: Two 'two' is a model of one's own class, which no Keras loads from HDF5"
              + " again. Received: two.h5. Use a name that ends in .keras, or"
              + " model.saveWeights(path).",
          assertThrows(UnsupportedOperationException.class, () -> model.save("two.h5"))
              .getMessage());
    }
  }

  /** Calls what it does not hold. */
  static final class Borrowing extends Model {
    private final transient Dense borrowed = new Dense(1).name("borrowed");
    private @Nullable Layer kept;

    @Override
    protected Expr call(Expr x, CallContext ctx) {
      return borrowed.apply(x, ctx);
    }
  }

  @Test
  void refusesToCallWhatNobodyHolds() {
    try (Borrowing model = new Borrowing()) {
      assertEquals(
          "Borrowing 'borrowing' calls Dense 'borrowed', which is not a part of it, so that its"
              + " weights would be neither trained nor saved. Hold it in a field of Borrowing (a"
              + " layer, a list or a map of layers), or call track(\"name\", layer).",
          assertThrows(IllegalStateException.class, () -> model.buildFor(Shape.of(-1, 2)))
              .getMessage());
    }
    try (Borrowing model = new Borrowing()) {
      model.kept = model.borrowed;
      model.buildFor(Shape.of(-1, 2));
      assertEquals(2, Objects.requireNonNull(model.kept).weights().size());
      assertEquals(2, model.weights().size());
    }
  }
}
