package keras.trainers;

import static keras.Keras.input;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import keras.Keras;
import keras.engine.CallContext;
import keras.engine.KerasTensor;
import keras.engine.Variable;
import keras.initializers.Constant;
import keras.layers.Add;
import keras.layers.Concatenate;
import keras.layers.Dense;
import keras.layers.Layer;
import keras.models.Model;
import keras.models.Sequential;
import keras.ops.Expr;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;

/** Predicts in eight threads: beside each other, training, moving and closing. */
@Timeout(value = 120)
class PredictThreadsTest {
  private static final int THREADS = 8;
  private static final float[][] X = {{1, 2, 3}, {0, -1, 2}, {2, 0, 1}, {-1, 1, 0}};

  private final ExecutorService pool = Executors.newFixedThreadPool(THREADS);

  @BeforeEach
  void seed() {
    Keras.setRandomSeed(7);
  }

  @AfterEach
  void stop() throws InterruptedException {
    pool.shutdownNow();
    assertTrue(pool.awaitTermination(60, TimeUnit.SECONDS));
  }

  /** Starts a task in each thread at the same moment. */
  private <T> List<Future<T>> start(IntFunction<Callable<T>> task) {
    CountDownLatch ready = new CountDownLatch(THREADS);
    List<Future<T>> all = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      Callable<T> own = task.apply(i);
      all.add(
          pool.submit(
              () -> {
                ready.countDown();
                ready.await();
                return own.call();
              }));
    }
    return all;
  }

  private static <T> List<T> all(List<Future<T>> tasks)
      throws ExecutionException, InterruptedException {
    List<T> out = new ArrayList<>();
    for (Future<T> task : tasks) {
      out.add(task.get());
    }
    return out;
  }

  private static float[] floats(NdArray<?> array) {
    float[] out = new float[Math.toIntExact(array.size())];
    ((FloatNdArray) array).copyTo(DataBuffers.of(out));
    return out;
  }

  private static Model mlp(KerasTensor in, int units) {
    return Model.of(in, new Dense(2).apply(new Dense(units, "tanh").apply(in)));
  }

  @Test
  void givesEveryThreadItsOwnAnswers() throws ExecutionException, InterruptedException {
    try (Model model = mlp(input(3), 16)) {
      float[][] expected = new float[THREADS][];
      float[][][] rows = new float[THREADS][][];
      for (int i = 0; i < THREADS; i++) {
        rows[i] = new float[i + 1][3];
        for (int k = 0; k <= i; k++) {
          rows[i][k] = new float[] {i, k, i - k};
        }
        expected[i] = floats(model.predict(rows[i]));
      }
      List<Integer> wrong =
          all(
              start(
                  i ->
                      () -> {
                        int bad = 0;
                        for (int n = 0; n < 500; n++) {
                          bad += Arrays.equals(expected[i], floats(model.predict(rows[i]))) ? 0 : 1;
                        }
                        return bad;
                      }));
      assertEquals(List.of(0, 0, 0, 0, 0, 0, 0, 0), wrong);
    }
  }

  /** Waits in build a moment for a second thread, which must not come. */
  private static final class Scale extends Layer {
    private final AtomicInteger builds = new AtomicInteger();
    private final CountDownLatch second = new CountDownLatch(2);
    private Variable scale;

    @Override
    protected void build(Shape input) {
      builds.incrementAndGet();
      second.countDown();
      try {
        assertFalse(second.await(100, TimeUnit.MILLISECONDS));
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      scale = addWeight("scale", Shape.of(input.get(-1)), new Constant(2.0));
    }

    @Override
    protected Expr call(Expr x, CallContext ctx) {
      return x.mul(ctx.read(scale));
    }
  }

  @Test
  void buildsAModelOnceThatManyThreadsRunFirst() throws ExecutionException, InterruptedException {
    Scale layer = new Scale();
    try (Sequential model = new Sequential(layer)) {
      List<float[]> answers = all(start(i -> () -> floats(model.predict(X))));
      assertEquals(1, layer.builds.get());
      assertEquals(1, model.getWeights().size());
      answers.forEach(
          answer -> assertArrayEquals(new float[] {2, 4, 6, 0, -2, 4, 4, 0, 2, -2, 2, 0}, answer));
    }
  }

  @Test
  void givesALayerOneHomeWhenTwoModelsRunItFirstAtOnce()
      throws ExecutionException, InterruptedException {
    for (int round = 0; round < 5; round++) {
      KerasTensor in = input(3);
      Layer shared = new Dense(4);
      List<Model> models = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        models.add(Model.of(in, shared.apply(in)));
      }
      List<float[]> answers = all(start(i -> () -> floats(models.get(i).predict(X))));
      answers.forEach(answer -> assertArrayEquals(answers.get(0), answer));
      shared.setWeights(List.of(constant(1, 3, 4), constant(0, 4)));
      for (Model model : models) {
        assertEquals(6, floats(model.predict(X))[0]);
        model.close();
      }
    }
  }

  @Test
  void seesTheWeightsOfOneMomentWhileAnotherThreadTrains()
      throws ExecutionException, InterruptedException {
    // All kernels and biases start at 0 and get equal gradients, so they stay equal: at x = -1
    // every output bias - kernel is 0, unless a prediction mixes the weights of two steps.
    KerasTensor in = input(1);
    List<KerasTensor> heads = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      heads.add(new Dense(64).kernelInitializer("zeros").apply(in));
    }
    try (Model model = Model.of(in, new Concatenate().apply(heads.toArray(new KerasTensor[0])))) {
      model.compile("sgd", "mse");
      float[][] ones = new float[400][1280];
      for (float[] row : ones) {
        Arrays.fill(row, 1000);
      }
      float[][] x = new float[400][1];
      for (float[] row : x) {
        row[0] = 1;
      }
      AtomicBoolean training = new AtomicBoolean(true);
      AtomicInteger seen = new AtomicInteger();
      List<Future<Integer>> tasks =
          start(
              i ->
                  () -> {
                    if (i == 0) {
                      try {
                        model.fit(
                            x, ones, f -> f.epochs(100).batchSize(1).stepsPerEpoch(4).verbose(0));
                      } finally {
                        training.set(false);
                      }
                      return 0;
                    }
                    int mixed = 0;
                    while (training.get()) {
                      for (float v : floats(model.predict(new float[][] {{-1}}))) {
                        mixed += v == 0 ? 0 : 1;
                      }
                      seen.incrementAndGet();
                    }
                    return mixed;
                  });
      assertEquals(List.of(0, 0, 0, 0, 0, 0, 0, 0), all(tasks));
      assertTrue(seen.get() >= 100, "predictions while fit ran: " + seen);
    }
  }

  @Test
  void seesAllOldWeightsOrAllNewOnes() throws ExecutionException, InterruptedException {
    KerasTensor in = input(1);
    Dense layer = new Dense(512);
    try (Model model = Model.of(in, layer.apply(in))) {
      layer.setWeights(List.of(constant(1, 1, 512), constant(1, 512)));
      model.predict(new float[][] {{-1}});
      AtomicBoolean setting = new AtomicBoolean(true);
      List<Future<Integer>> tasks =
          start(
              i ->
                  () -> {
                    if (i == 0) {
                      for (int n = 0; n < 2000; n++) {
                        layer.setWeights(List.of(constant(n, 1, 512), constant(n, 512)));
                      }
                      setting.set(false);
                      return 0;
                    }
                    int mixed = 0;
                    while (setting.get()) {
                      for (float v : floats(model.predict(new float[][] {{-1}}))) {
                        mixed += v == 0 ? 0 : 1;
                      }
                    }
                    return mixed;
                  });
      assertEquals(List.of(0, 0, 0, 0, 0, 0, 0, 0), all(tasks));
    }
  }

  @Test
  void answersRightWhileModelsAreCombinedAndClosed()
      throws ExecutionException, InterruptedException {
    KerasTensor in = input(3);
    try (Model first = mlp(in, 5);
        Model second = mlp(in, 9)) {
      float[] a = floats(first.predict(X));
      float[] b = floats(second.predict(X));
      AtomicBoolean combining = new AtomicBoolean(true);
      List<Future<Integer>> tasks =
          start(
              i ->
                  () -> {
                    if (i == 0) {
                      int wrong = 0;
                      for (int n = 0; n < 5; n++) {
                        Model third = mlp(in, 3 + n);
                        float[] c = floats(third.predict(X));
                        try (Model sum =
                            Model.of(
                                in,
                                new Add()
                                    .apply(first.apply(in), second.apply(in), third.apply(in)))) {
                          float[] s = floats(sum.predict(X));
                          for (int k = 0; k < s.length; k++) {
                            wrong += Math.abs(s[k] - (a[k] + b[k] + c[k])) < 1e-5 ? 0 : 1;
                          }
                        }
                        third.close();
                      }
                      combining.set(false);
                      return wrong;
                    }
                    int wrong = 0;
                    while (combining.get()) {
                      wrong += Arrays.equals(a, floats(first.predict(X))) ? 0 : 1;
                      wrong += Arrays.equals(b, floats(second.predict(X))) ? 0 : 1;
                    }
                    return wrong;
                  });
      assertEquals(List.of(0, 0, 0, 0, 0, 0, 0, 0), all(tasks));
    }
  }

  @Test
  void saysThatTheModelIsClosedToThreadsThatStillPredict()
      throws ExecutionException, InterruptedException {
    for (int round = 0; round < 5; round++) {
      Model model = mlp(input(3), 8);
      float[] expected = floats(model.predict(X));
      CountDownLatch running = new CountDownLatch(THREADS - 1);
      List<Future<String>> tasks =
          start(
              i ->
                  () -> {
                    if (i == 0) {
                      running.await();
                      model.close();
                    }
                    for (int n = 0; ; n++) {
                      try {
                        if (!Arrays.equals(expected, floats(model.predict(X)))) {
                          return "wrong numbers";
                        }
                      } catch (IllegalStateException e) {
                        return String.valueOf(e.getMessage());
                      }
                      if (n == 0) {
                        running.countDown();
                      }
                    }
                  });
      for (String end : all(tasks)) {
        assertEquals(model + " is closed. Build it again from its layers or load it again.", end);
      }
    }
  }

  private static FloatNdArray constant(float value, long... shape) {
    float[] v = new float[Math.toIntExact(Shape.of(shape).size())];
    Arrays.fill(v, value);
    return NdArrays.wrap(Shape.of(shape), DataBuffers.of(v));
  }
}
