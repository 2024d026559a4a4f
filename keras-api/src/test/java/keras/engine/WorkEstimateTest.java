package keras.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import keras.layers.Conv2D;
import keras.layers.Dense;
import keras.layers.EinsumDense;
import keras.layers.Embedding;
import keras.layers.Flatten;
import keras.layers.GlobalAveragePooling1D;
import keras.layers.Layer;
import keras.layers.LayerNormalization;
import keras.layers.MaxPooling2D;
import keras.ops.DType;
import keras.ops.Expr;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.ndarray.Shape;

class WorkEstimateTest {
  private static final int CORES = Runtime.getRuntime().availableProcessors();

  @BeforeEach
  void forgetThreadsOfTheCommandLine() {
    assumeTrue(System.getProperty("keras.threads") == null);
  }

  @Test
  void countsTheMultiplyAddsOfProducts() {
    assertEquals(32L * 784 * 300, work(32, Shape.of(-1, 784), new Dense(300).useBias(false)));
    assertEquals(
        16L * 4 * 5 * 6, work(16, Shape.of(-1, 4, 5), new EinsumDense("abc,cd->abd", null, 6)));
  }

  @Test
  void takesAllCoresForImages() {
    assertEquals(
        CORES,
        threads(
            32,
            Shape.of(-1, 28, 28, 1),
            new Conv2D(6, 5).padding("same").activation("relu"),
            new MaxPooling2D(),
            new Conv2D(16, 5).activation("relu"),
            new MaxPooling2D(),
            new Flatten(),
            new Dense(120, "relu"),
            new Dense(10, "softmax")));
  }

  @Test
  void takesAllCoresForValuesThatManyOpsGoThrough() {
    assertEquals(CORES, threads(32, Shape.of(-1, 128, 512), new LayerNormalization()));
  }

  @Test
  void takesOneThreadForSmallProductsAndForRowsOfATable() {
    assertEquals(
        1,
        threads(
            32,
            Shape.of(-1, 784),
            new Dense(300, "relu"),
            new Dense(100, "relu"),
            new Dense(10, "softmax")));
    assertEquals(
        1,
        threads(
            32,
            Shape.of(-1, 100),
            new Embedding(200_000, 64),
            new GlobalAveragePooling1D(),
            new Dense(1)));
  }

  @Test
  void runsTwoOpsSideBySideWhereImagesTrainAndNotInDenseLayers() {
    Layer[] images = {new Conv2D(16, 5).activation("relu"), new MaxPooling2D()};
    assertTrue(SessionSettings.forks(estimate(128, Shape.of(-1, 28, 28, 1), images)));
    assertFalse(SessionSettings.forks(estimate(1, Shape.of(-1, 28, 28, 1), images)));
    assertFalse(
        SessionSettings.forks(
            estimate(8192, Shape.of(-1, 784), new Dense(300, "relu"), new Dense(10, "softmax"))));
  }

  private static int threads(int samples, Shape input, Layer... layers) {
    return SessionSettings.threads(work(samples, input, layers));
  }

  /** Returns what is counted in the graph of some layers, one after the other. */
  private static long work(int samples, Shape input, Layer... layers) {
    return estimate(samples, input, layers).work();
  }

  private static WorkEstimate estimate(int samples, Shape input, Layer... layers) {
    List<WorkEstimate> work = new ArrayList<>();
    Tracing.infer(
        List.of(new TensorSpec(input, DType.FLOAT32)),
        (ctx, in) -> {
          Expr x = in.get(0);
          for (Layer layer : layers) {
            x = layer.applyAll(List.of(x), ctx).get(0);
          }
          work.add(WorkEstimate.of((Graph) ctx.tf().scope().env(), samples));
          return List.of(x);
        });
    return work.get(0);
  }
}
