package keras.losses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import keras.config.Configs;
import keras.engine.TensorSpec;
import keras.engine.Tracing;
import keras.ops.DType;
import keras.ops.Expr;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class LossTest {
  @Test
  void writesTheConfigsOfKeras() {
    for (String line : Golden.lines("/keras/losses/configs.txt")) {
      String id = line.substring(0, line.indexOf(' '));
      assertEquals(line, id + " " + Loss.get(id).config());
    }
  }

  @Test
  void readsWhatItWrites() {
    Loss loss =
        new CategoricalFocalCrossentropy().alpha(0.1, 0.9).gamma(1.0).reduction("sum").name("f");
    Loss read = assertInstanceOf(Loss.class, Configs.deserialize(Configs.serialize(loss)));
    assertEquals(loss.config(), read.config());
    assertEquals("keras.losses", Configs.serialize(loss).get("module"));
  }

  @Test
  void knowsTheAliasesAndKeepsThemAsNames() {
    assertInstanceOf(MeanSquaredError.class, Loss.get("mse"));
    assertEquals("mse", Loss.get("mse").name());
    assertEquals("MAE", Loss.get("MAE").name());
    assertEquals("mean_squared_error", Loss.get("MeanSquaredError").name());
  }

  @Test
  void choosesTheCrossentropyByTheShapes() {
    Shape one = Shape.of(-1, 1);
    Shape many = Shape.of(-1, 10);
    assertInstanceOf(BinaryCrossentropy.class, Loss.get("crossentropy", one, one));
    assertInstanceOf(SparseCategoricalCrossentropy.class, Loss.get("ce", one, many));
    assertInstanceOf(SparseCategoricalCrossentropy.class, Loss.get("ce", Shape.of(-1), many));
    assertInstanceOf(CategoricalCrossentropy.class, Loss.get("ce", many, many));
    assertInstanceOf(MeanSquaredError.class, Loss.get("mse", many, many));
  }

  @Test
  void suggestsTheLossThatWasMeant() {
    assertEquals(
        "Unknown loss 'spares_categorical'. Did you mean 'sparse_categorical_crossentropy'?",
        assertThrows(IllegalArgumentException.class, () -> Loss.get("spares_categorical"))
            .getMessage());
    assertEquals(
        "Unknown loss 'mse2'. Did you mean 'mse'?",
        assertThrows(IllegalArgumentException.class, () -> Loss.get("mse2")).getMessage());
  }

  @Test
  void refusesAReductionThatKerasDoesNotKnow() {
    assertEquals(
        "MeanSquaredError: `reduction` must be one of sum_over_batch_size, sum, none, mean,"
            + " mean_with_sample_weight. Received: reduction=auto.",
        assertThrows(IllegalArgumentException.class, () -> new MeanSquaredError().reduction("auto"))
            .getMessage());
  }

  @Test
  void refusesASmoothingOutOfRange() {
    assertEquals(
        "BinaryCrossentropy: `label_smoothing` must be in [0, 1]. Received: label_smoothing=1.5.",
        assertThrows(
                IllegalArgumentException.class,
                () -> Configs.from(BinaryCrossentropy.class, Map.of("label_smoothing", 1.5)))
            .getMessage());
  }

  @Test
  void refusesIntegerTargetsWhereOneHotOnesAreExpected() {
    assertEquals(
        "categorical_crossentropy: expected y_true and y_pred of the same shape. Received: y_true"
            + " (None, 1), y_pred (None, 3). For integer targets use"
            + " 'sparse_categorical_crossentropy'.",
        refusal(new CategoricalCrossentropy(), Shape.of(-1, 1), Shape.of(-1, 3)));
  }

  @Test
  void refusesOneHotTargetsWhereIntegersAreExpected() {
    assertEquals(
        "sparse_categorical_crossentropy: expected y_true of the shape of y_pred without its last"
            + " axis. Received: y_true (None, 3), y_pred (None, 3). For one-hot targets use"
            + " 'categorical_crossentropy'.",
        refusal(new SparseCategoricalCrossentropy(), Shape.of(-1, 3), Shape.of(-1, 3)));
  }

  private static String refusal(Loss loss, Shape y, Shape p) {
    List<TensorSpec> specs =
        List.of(new TensorSpec(y, DType.FLOAT32), new TensorSpec(p, DType.FLOAT32));
    return String.valueOf(
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    Tracing.infer(
                        specs, (ctx, in) -> List.of(loss.apply(in.get(0), in.get(1), null))))
            .getMessage());
  }

  @Test
  void givesAnUnnamedLossOfOnesOwnAnAutomaticName() {
    final class QuarticLoss extends Loss {
      @Override
      protected Expr call(Expr yTrue, Expr yPred) {
        return yTrue.sub(yPred).pow(4).mean(-1);
      }
    }
    assertEquals("quartic_loss", new QuarticLoss().name());
    assertEquals("quartic_loss_1", new QuarticLoss().name());
  }

  @Test
  void refusesAnOptionAfterUse() {
    MeanSquaredError loss = new MeanSquaredError();
    TensorSpec spec = new TensorSpec(Shape.of(-1, 3), DType.FLOAT32);
    List<TensorSpec> out =
        Tracing.infer(
            List.of(spec, spec), (ctx, in) -> List.of(loss.apply(in.get(0), in.get(1), null)));
    assertEquals(List.of(new TensorSpec(Shape.scalar(), DType.FLOAT32)), out);
    assertEquals(
        "MeanSquaredError 'mean_squared_error' is already built; set its options before its first"
            + " use.",
        assertThrows(IllegalStateException.class, () -> loss.reduction("sum")).getMessage());
  }
}
