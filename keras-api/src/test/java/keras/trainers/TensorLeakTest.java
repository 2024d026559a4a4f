package keras.trainers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import keras.Keras;
import keras.data.Dataset;
import keras.layers.BatchNormalization;
import keras.layers.Dense;
import keras.layers.Dropout;
import keras.layers.Embedding;
import keras.layers.Flatten;
import keras.models.Model;
import keras.models.Sequential;
import keras.optimizers.Adam;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.StdArrays;

/** What runs twice leaves as many native tensors alive as what runs once. */
class TensorLeakTest {
  private static final int[][] X = new int[40][3];
  private static final int[][] Y = new int[40][1];

  @BeforeEach
  void seed() {
    Keras.setRandomSeed(7);
  }

  private static Sequential model() {
    Sequential model =
        new Sequential(
            new Embedding(10, 4).embeddingsInitializer("random_normal").inputShape(3),
            new Flatten(),
            new BatchNormalization(),
            new Dropout(0.2),
            new Dense(4, "softmax").kernelInitializer("he_normal"));
    model.compile(new Adam(1e-3), "sparse_categorical_crossentropy", "accuracy");
    return model;
  }

  static Stream<Arguments> functions() {
    return Map.<String, Consumer<Model>>ofEntries(
            Map.entry("fit", m -> m.fit(X, Y, f -> f.epochs(2).verbose(0))),
            Map.entry(
                "fit with validation and weights",
                m ->
                    m.fit(
                        X, Y, f -> f.validationSplit(0.25).sampleWeight(new float[40]).verbose(0))),
            Map.entry(
                "fit that leaves an epoch half-way",
                m -> m.fit(X, Y, f -> f.epochs(3).batchSize(8).stepsPerEpoch(2).verbose(0))),
            Map.entry("fit of a stream", m -> m.fit(stream(), f -> f.epochs(2).verbose(0))),
            Map.entry("fit that fails", TensorLeakTest::failToFit),
            Map.entry("evaluate", m -> m.evaluate(X, Y, e -> e.verbose(0))),
            Map.entry("predict", m -> m.predict(X)),
            Map.entry("predict that fails", TensorLeakTest::failToPredict),
            Map.entry("trainOnBatch", m -> m.trainOnBatch(X, Y)),
            Map.entry("testOnBatch", m -> m.testOnBatch(X, Y)),
            Map.entry("predictOnBatch", m -> m.predictOnBatch(X)),
            Map.entry("setWeights", m -> m.setWeights(m.getWeights())),
            Map.entry(
                "learningRate", m -> m.optimizer().learningRate(m.optimizer().learningRate())),
            Map.entry("resetMetrics", Model::resetMetrics))
        .entrySet()
        .stream()
        .sorted(Map.Entry.comparingByKey())
        .map(e -> Arguments.of(e.getKey(), e.getValue()));
  }

  private static Dataset stream() {
    NdArray<?> x = StdArrays.ndCopyOf(X);
    NdArray<?> y = StdArrays.ndCopyOf(Y);
    return Dataset.of(x, y).batch(16);
  }

  private static void failToFit(Model model) {
    int[][] bad = {{1, 2, 99}};
    assertThrows(
        IllegalArgumentException.class, () -> model.fit(bad, new int[1][1], f -> f.verbose(0)));
  }

  private static void failToPredict(Model model) {
    assertThrows(IllegalArgumentException.class, () -> model.predict(new int[][] {{1, 2, 99}}));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("functions")
  void closesWhatItMakes(String name, Consumer<Model> function) {
    try (Model model = model()) {
      assertEquals(0, grown(10, () -> function.accept(model)), name);
    }
  }

  @Test
  void freesAModelThatCloses() {
    assertEquals(
        0,
        grown(
            3,
            () -> {
              try (Model model = model()) {
                model.fit(X, Y, f -> f.verbose(0));
                model.predict(X);
              }
            }));
  }

  /**
   * How many native objects some more runs leave behind, after two. Run by run: the garbage
   * collector frees what was forgotten, but not in every run.
   */
  private static long grown(int more, Runnable function) {
    function.run();
    function.run();
    collect();
    long grown = 0;
    for (int i = 0; i < more; i++) {
      long before = Pointer.totalCount();
      function.run();
      grown += Math.max(0, Pointer.totalCount() - before);
    }
    return grown;
  }

  /** Frees what earlier tests left to the garbage collector, which else would hide new leaks. */
  private static void collect() {
    long count;
    do {
      count = Pointer.totalCount();
      System.gc();
      Pointer.deallocateReferences();
    } while (Pointer.totalCount() < count);
  }
}
