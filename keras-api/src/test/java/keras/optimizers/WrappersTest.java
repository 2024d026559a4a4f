package keras.optimizers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import keras.config.Configs;
import keras.config.Names;
import keras.engine.DTypePolicy;
import keras.engine.Variable;
import keras.layers.Dense;
import keras.models.Model;
import keras.models.Sequential;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;

/** Optimizers of optimizers. The numbers are those of Keras 3.15 for the same model and data. */
class WrappersTest {
  @BeforeEach
  void forgetNames() {
    Names.reset();
  }

  private static float[][] line(int rows, int columns, float from, float to) {
    float[][] out = new float[rows][columns];
    int last = rows * columns - 1;
    for (int i = 0; i <= last; i++) {
      out[i / columns][i % columns] = from + (to - from) * i / last;
    }
    return out;
  }

  private static Model model(String policy) {
    DTypePolicy before = DTypePolicy.global();
    DTypePolicy.global(policy);
    try {
      Model model = new Sequential(new Dense(4).activation("relu").inputShape(3), new Dense(1));
      model.setWeights(
          List.of(
              NdArrays.wrap(Shape.of(3, 4), DataBuffers.of(flat(line(3, 4, -1, 1)))),
              NdArrays.ofFloats(Shape.of(4)),
              NdArrays.wrap(Shape.of(4, 1), DataBuffers.of(flat(line(4, 1, -1, 1)))),
              NdArrays.ofFloats(Shape.of(1))));
      return model;
    } finally {
      DTypePolicy.global(before.name());
    }
  }

  private static float[] flat(float[][] rows) {
    float[] out = new float[rows.length * rows[0].length];
    for (int i = 0; i < out.length; i++) {
      out[i] = rows[i / rows[0].length][i % rows[0].length];
    }
    return out;
  }

  private static double[] losses(Model model) {
    double[] out = new double[6];
    for (int i = 0; i < out.length; i++) {
      out[i] = model.trainOnBatch(line(8, 3, -1, 1), line(8, 1, 0, 1)).get("loss");
    }
    return out;
  }

  @Test
  void givesVariablesToSeveralOptimizers() {
    OptimizerMap map = new OptimizerMap(new SGD(0.1).momentum(0.9)).put(".*kernel", new Adam(0.01));
    MultiOptimizer optimizer = new MultiOptimizer(map).lossScaleFactor(4);
    Model model = model("float32").compile(optimizer, "mse");
    assertArrayEquals(
        new double[] {
          0.3829474449157715,
          0.19391794502735138,
          0.06458226591348648,
          0.06739494949579239,
          0.10595475137233734,
          0.09545218199491501
        },
        losses(model),
        2e-6);
    assertEquals(6, optimizer.iterations());
    assertEquals(
        List.of(
            "multi_optimizer/iteration",
            "multi_optimizer/learning_rate",
            "adam/iteration",
            "adam/learning_rate",
            "adam/sequential_dense_kernel_momentum",
            "adam/sequential_dense_kernel_velocity",
            "adam/sequential_dense_1_kernel_momentum",
            "adam/sequential_dense_1_kernel_velocity",
            "sgd/iteration",
            "sgd/learning_rate",
            "sgd/sequential_dense_bias_momentum",
            "sgd/sequential_dense_1_bias_momentum"),
        optimizer.variables().stream().map(Variable::path).toList());
    assertEquals(List.of("optimizers/adam", "optimizers/sgd"), names(optimizer));
    assertThrows(IllegalStateException.class, optimizer::learningRate);
  }

  private static List<String> names(Optimizer optimizer) {
    return new ArrayList<>(optimizer.children().keySet());
  }

  @Test
  void growsAndLeavesOutStepsThatAreNotFinite() {
    LossScaleOptimizer optimizer =
        new LossScaleOptimizer(new SGD(0.1).momentum(0.5))
            .initialScale(Math.pow(2, 127))
            .dynamicGrowthSteps(2);
    Model model = model("float32").compile(optimizer, "mse");
    assertArrayEquals(
        new double[] {
          0.3829474449157715,
          0.14616350829601288,
          0.03701719641685486,
          0.03701719641685486,
          0.03701719641685486,
          0.03701719641685486
        },
        losses(model),
        2e-6);
    assertEquals(2, optimizer.iterations());
    assertEquals(Double.POSITIVE_INFINITY, optimizer.dynamicScale());
  }

  @Test
  void wrapsTheOptimizerOfAModelInMixedFloat16() {
    Model mixed = model("mixed_float16").compile(new Adam(0.01), "mse");
    assertEquals(LossScaleOptimizer.class, mixed.optimizer().getClass());
    assertArrayEquals(
        new double[] {
          0.38293004035949707,
          0.33004674315452576,
          0.2818571627140045,
          0.23779410123825073,
          0.19773803651332855,
          0.1613340675830841
        },
        losses(mixed),
        2e-4); // sums of float16 round by the processor
    assertEquals(6, mixed.optimizer().iterations());
    assertEquals(0.01, mixed.optimizer().learningRate(), 1e-8);
  }

  @Test
  void readTheirOwnConfigs() {
    Optimizer multi =
        new MultiOptimizer(new OptimizerMap(new SGD(), Map.of("a/.*", new Adam().beta1(0.5))));
    Optimizer scaled = new LossScaleOptimizer(new AdamW()).initialScale(8);
    for (Optimizer o : List.of(multi, scaled)) {
      assertEquals(o.config(), Configs.deserialize(Configs.serialize(o)).config());
    }
    assertEquals(
        List.of("optimizer_map", "loss_scale_factor", "name"),
        List.copyOf(multi.config().keySet()));
    assertEquals(
        List.of("name", "inner_optimizer", "initial_scale", "dynamic_growth_steps"),
        List.copyOf(scaled.config().keySet()));
  }

  @Test
  void refuseEachOther() {
    assertEquals(
        "OptimizerMap: a variable's optimizer cannot be a LossScaleOptimizer.",
        assertThrows(
                IllegalArgumentException.class,
                () -> new OptimizerMap(new LossScaleOptimizer(new SGD())))
            .getMessage());
    assertEquals(
        "OptimizerMap: several patterns match the variable 'a/b'. Received: [a.*, .*b].",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    new OptimizerMap(new SGD())
                        .put("a.*", new SGD())
                        .put(".*b", new SGD())
                        .get("a/b"))
            .getMessage());
  }
}
