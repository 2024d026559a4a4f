package keras.trainers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import keras.callbacks.CSVLogger;
import keras.callbacks.Callback;
import keras.callbacks.LambdaCallback;
import keras.callbacks.LearningRateScheduler;
import keras.callbacks.TensorBoard;
import keras.callbacks.TerminateOnNaN;
import keras.data.Batch;
import keras.data.Dataset;
import keras.layers.Dense;
import keras.models.Sequential;
import keras.ops.DType;
import keras.ops.Expr;
import keras.optimizers.Adam;
import keras.optimizers.Optimizer;
import keras.optimizers.SGD;
import keras.optimizers.schedules.LearningRateSchedule;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.StdArrays;

/**
 * A model whose training failed is the model that took the steps before: it predicts, is evaluated
 * and trains on, to the bit, as a twin that was given those steps and no more.
 */
class UsableAfterFailureTest {
  private static final int BATCHES = 5;
  private static final float[][][] X = new float[BATCHES][4][3];
  private static final int[][] Y = new int[BATCHES][4];

  static {
    Random random = new Random(8);
    for (int i = 0; i < BATCHES; i++) {
      for (int j = 0; j < 4; j++) {
        Y[i][j] = random.nextInt(3);
        for (int k = 0; k < 3; k++) {
          X[i][j][k] = (float) random.nextGaussian();
        }
      }
    }
  }

  /** What comes of a model by the number of steps it took. */
  private static final Map<Integer, List<String>> FUTURES = new HashMap<>();

  private final List<Sequential> models = new ArrayList<>();

  @AfterEach
  void close() {
    Thread.interrupted();
    models.forEach(Sequential::close);
  }

  private Sequential model(Optimizer optimizer) {
    Sequential model = new Sequential(new Dense(4, "tanh").inputShape(3), new Dense(3, "softmax"));
    models.add(model);
    model.setWeights(
        List.of(values(3, 4), NdArrays.ofFloats(Shape.of(4)), values(4, 3), values(3)));
    model.compile(optimizer, "sparse_categorical_crossentropy", "accuracy");
    return model;
  }

  private static NdArray<?> values(long... shape) {
    FloatNdArray values = NdArrays.ofFloats(Shape.of(shape));
    Random random = new Random(9);
    values.scalars().forEach(v -> v.setFloat((float) random.nextGaussian()));
    return values;
  }

  private static Batch batch(int i) {
    return Batch.of(StdArrays.ndCopyOf(X[i]), StdArrays.ndCopyOf(Y[i]));
  }

  /** A stream of the batches, of which one, from 0, is something else. */
  private static Dataset stream(int at, IntFunction<Batch> other) {
    return () ->
        IntStream.range(0, BATCHES).mapToObj(i -> i == at ? other.apply(i) : batch(i)).iterator();
  }

  private static Dataset whole() {
    return stream(-1, UsableAfterFailureTest::batch);
  }

  private static Batch fail(int i) {
    throw new IllegalStateException("the source broke at " + i);
  }

  /**
   * One way to fail.
   *
   * @param steps taken before
   */
  private record Failure(
      String what,
      Class<? extends Exception> type,
      String says,
      int steps,
      Consumer<Sequential> training) {
    @Override
    public String toString() {
      return what;
    }
  }

  private static Failure failure(
      String what,
      Class<? extends Exception> type,
      String says,
      int steps,
      Dataset data,
      Consumer<Fit> options) {
    return new Failure(
        what, type, says, steps, m -> m.fit(data, options.andThen(f -> f.verbose(0))));
  }

  private static Failure stream(String what, Dataset data, Consumer<Fit> options, int steps) {
    return failure(what, IllegalStateException.class, "the source broke", steps, data, options);
  }

  private static Failure callback(String what, Callback callback, int steps) {
    Consumer<Fit> options = f -> f.epochs(2).callbacks(callback);
    return failure(what, IllegalArgumentException.class, "mine", steps, whole(), options);
  }

  private static void mine(boolean now) {
    if (now) {
      throw new IllegalArgumentException("mine");
    }
  }

  static Stream<Failure> failures() {
    Dataset broken = stream(3, UsableAfterFailureTest::fail);
    return Stream.of(
        stream("a stream", broken, f -> {}, 3),
        stream("a stream's first batch", stream(0, UsableAfterFailureTest::fail), f -> {}, 0),
        stream("a stream that is prefetched", broken.prefetch(2), f -> {}, 3),
        stream("a stream under a loop", broken, f -> {}, 3),
        stream("a stream of validation", whole(), f -> f.validationData(broken), BATCHES),
        callback("onEpochBegin", new LambdaCallback().onEpochBegin((e, l) -> mine(e == 1)), 5),
        callback("onBatchBegin", new LambdaCallback().onTrainBatchBegin((b, l) -> mine(b == 2)), 2),
        callback("onBatchEnd", new LambdaCallback().onTrainBatchEnd((b, l) -> mine(b == 2)), 3),
        callback("onEpochEnd", new LambdaCallback().onEpochEnd((e, l) -> mine(e == 0)), 5),
        callback(
            "a rate's function",
            new LearningRateScheduler(
                (epoch, rate) -> {
                  mine(epoch == 1);
                  return rate;
                }),
            5),
        failure(
            "an interruption",
            CancellationException.class,
            "after 2 batches",
            2,
            whole(),
            f ->
                f.callbacks(
                    new LambdaCallback()
                        .onTrainBatchEnd(
                            (b, l) -> {
                              if (b == 1) {
                                Thread.currentThread().interrupt();
                              }
                            }))),
        failure(
            "a label outside the classes",
            IllegalArgumentException.class,
            "3",
            2,
            stream(
                2,
                i ->
                    Batch.of(StdArrays.ndCopyOf(X[i]), StdArrays.ndCopyOf(new int[] {0, 3, 1, 0}))),
            f -> {}),
        failure(
            "inputs of another width",
            IllegalArgumentException.class,
            "shape",
            2,
            stream(2, i -> Batch.of(StdArrays.ndCopyOf(new float[4][2]), StdArrays.ndCopyOf(Y[i]))),
            f -> {}),
        failure(
            "a full disk under CSVLogger",
            UncheckedIOException.class,
            "No space",
            5,
            whole(),
            f -> f.epochs(2).callbacks(new CSVLogger("/dev/full"))),
        failure(
            "a full disk under TensorBoard",
            UncheckedIOException.class,
            "TensorBoard",
            0,
            whole(),
            f -> f.callbacks(new TensorBoard("/dev/full/x"))));
  }

  private static NdArray<?> nans() {
    return StdArrays.ndCopyOf(new float[][] {{Float.NaN, 0, 0}, {0, 0, 0}, {0, 0, 0}, {0, 0, 0}});
  }

  @ParameterizedTest
  @MethodSource("failures")
  void isAsTheLastStepLeftIt(Failure failure) {
    Assumptions.assumeTrue(!failure.what().contains("disk") || Files.exists(Path.of("/dev/full")));
    List<String> expected = FUTURES.computeIfAbsent(failure.steps(), this::futureAfter);
    Sequential model = model(new Adam(0.05));
    if (failure.what().contains("loop")) {
      model.compile(
          c ->
              c.optimizer(new Adam(0.05))
                  .loss("sparse_categorical_crossentropy")
                  .metrics("accuracy")
                  .stepsPerExecution(2));
    }
    Exception e = assertThrows(failure.type(), () -> failure.training().accept(model));
    assertTrue(String.valueOf(e.getMessage()).contains(failure.says()), e.getMessage());
    Thread.interrupted();
    assertEquals(expected, future(model));
  }

  private List<String> futureAfter(int steps) {
    Sequential twin = model(new Adam(0.05));
    for (int i = 0; i < steps; i++) {
      twin.trainOnBatch(X[i], Y[i]);
    }
    return future(twin);
  }

  /** What a model is and what comes of it, in words. */
  private static List<String> future(Sequential model) {
    return List.of(
        model.getWeights().toString(),
        Long.toString(model.optimizer().iterations()),
        model.predict(X[0]).toString(),
        scores(model),
        history(model),
        model.getWeights().toString());
  }

  private static void same(Sequential expected, Sequential model) {
    assertEquals(future(expected), future(model));
  }

  private static String scores(Sequential model) {
    return model.evaluate(whole(), e -> e.verbose(0)).toString();
  }

  private static String history(Sequential model) {
    return model.fit(whole(), f -> f.epochs(2).verbose(0)).history().toString();
  }

  /** Steps of one rate each are what a schedule of these rates does, whatever they are. */
  @Test
  void followsRatesBelowZeroAsKeras() {
    Sequential model = model(new SGD(new Falling(false)));
    Sequential twin = model(new SGD(0.5));
    for (int i = 0; i < BATCHES; i++) {
      twin.optimizer().learningRate(0.5 - 0.25 * i);
      twin.trainOnBatch(X[i], Y[i]);
    }
    fit(model);
    assertEquals(twin.getWeights(), model.getWeights());
    assertEquals(-0.75, model.optimizer().learningRate());
    LearningRateScheduler scheduler = new LearningRateScheduler((epoch, rate) -> -0.25);
    model.compile(new SGD(1), "sparse_categorical_crossentropy", "accuracy");
    twin.compile(new SGD(-0.25), "sparse_categorical_crossentropy", "accuracy");
    fit(model, scheduler);
    fit(twin);
    assertEquals(twin.getWeights(), model.getWeights());
  }

  /** A rate of NaN makes weights NaN at once, and the loss of the next step: as in Keras. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void endsAtNaNAndTakesGoodWeightsBack(boolean raise) {
    Sequential model = model(new SGD(new Falling(true)));
    Sequential twin = model(new SGD(0.25));
    List<NdArray<?>> good = model.getWeights();
    TerminateOnNaN end = new TerminateOnNaN().raiseError(raise);
    if (raise) {
      assertThrows(IllegalStateException.class, () -> fit(model, end));
    } else {
      assertEquals(List.of(Double.NaN), fit(model, end));
    }
    assertEquals(BATCHES, model.optimizer().iterations());
    assertTrue(Float.isNaN(model.predict(X[0]).getFloat(0, 0)));
    model.compile(new SGD(0.25), "sparse_categorical_crossentropy", "accuracy");
    model.setWeights(good);
    twin.setWeights(good);
    same(twin, model);
  }

  /** Data of NaN leave weights of NaN, and nothing else that good weights do not mend. */
  @Test
  void takesGoodWeightsBackAfterNaNInTheData() {
    Sequential model = model(new SGD(0.25));
    Sequential twin = model(new SGD(0.25));
    List<NdArray<?>> good = model.getWeights();
    Dataset bad = stream(1, i -> Batch.of(nans(), StdArrays.ndCopyOf(Y[i])));
    model.fit(bad, f -> f.verbose(0).callbacks(new TerminateOnNaN()));
    assertEquals(2, model.optimizer().iterations());
    model.setWeights(good);
    twin.setWeights(good);
    assertEquals(history(twin), history(model));
  }

  @Test
  void trainsOnAfterAMetricThatIsUnknown() {
    Sequential model = model(new Adam(0.05));
    Sequential twin = model(new Adam(0.05));
    fit(model);
    fit(twin);
    Exception e =
        assertThrows(
            IllegalArgumentException.class,
            () -> {
              model.compile(new Adam(0.05), "sparse_categorical_crossentropy", "accuracie");
              fit(model);
            });
    assertTrue(String.valueOf(e.getMessage()).contains("'accuracie'"), e.getMessage());
    assertEquals(twin.getWeights(), model.getWeights());
    assertEquals(twin.predict(X[0]), model.predict(X[0]));
    model.compile(new Adam(0.05), "sparse_categorical_crossentropy", "accuracy");
    twin.compile(new Adam(0.05), "sparse_categorical_crossentropy", "accuracy");
    same(twin, model);
  }

  private static List<Double> fit(Sequential model, Callback... callbacks) {
    return model.fit(whole(), f -> f.verbose(0).callbacks(callbacks)).get("loss");
  }

  /** 0.5, 0.25, 0, and then below 0, or NaN. */
  private static final class Falling extends LearningRateSchedule {
    private final boolean ends;

    Falling(boolean ends) {
      this.ends = ends;
    }

    @Override
    public Expr call(Expr step) {
      Expr falling = step.cast(DType.FLOAT32).mul(-0.25).add(0.5);
      return ends ? step.less(3).where(falling, falling.mul(Double.NaN)) : falling;
    }
  }
}
