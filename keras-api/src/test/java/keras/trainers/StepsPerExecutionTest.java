package keras.trainers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import keras.Keras;
import keras.callbacks.History;
import keras.callbacks.LambdaCallback;
import keras.data.Batch;
import keras.data.Dataset;
import keras.engine.CallContext;
import keras.engine.HostTensor;
import keras.layers.BatchNormalization;
import keras.layers.Dense;
import keras.layers.Dropout;
import keras.layers.Embedding;
import keras.layers.Flatten;
import keras.layers.GRU;
import keras.layers.GlobalAveragePooling1D;
import keras.layers.InputLayer;
import keras.layers.LSTM;
import keras.layers.Layer;
import keras.layers.StringLookup;
import keras.models.Model;
import keras.models.Sequential;
import keras.ops.Expr;
import keras.optimizers.Adam;
import keras.optimizers.LossScaleOptimizer;
import keras.optimizers.SGD;
import keras.optimizers.schedules.ExponentialDecay;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.StdArrays;

/** Several steps in one run give the bits of single ones. */
class StepsPerExecutionTest {
  private static final int SAMPLES = 27;
  private final float[][] x = new float[SAMPLES][6];
  private final int[][] words = new int[SAMPLES][6];
  private final int[] y = new int[SAMPLES];

  StepsPerExecutionTest() {
    Random random = new Random(3);
    for (int i = 0; i < SAMPLES; i++) {
      y[i] = random.nextInt(3);
      for (int j = 0; j < 6; j++) {
        x[i][j] = random.nextFloat() + (j == y[i] ? 1 : 0);
        words[i][j] = random.nextInt(9);
      }
    }
  }

  /** What is trained, with a part that has state or takes another way. */
  enum Kind {
    DROPOUT_AND_MOMENTS,
    SCHEDULE,
    ROWS,
    LSTM,
    GRU,
    MIXED_FLOAT16,
    ACCUMULATED,
    OWN_STEP;

    Sequential layers() {
      return switch (this) {
        case ROWS -> new Sequential(new Embedding(9, 4).inputShape(6), new Flatten(), out());
        case LSTM -> new Sequential(new Embedding(9, 4).inputShape(6), new LSTM(5), out());
        case GRU ->
            new Sequential(
                new Embedding(9, 4).maskZero(true).inputShape(6), new GRU(5).dropout(0.2), out());
        case MIXED_FLOAT16 ->
            new Sequential(
                new Dense(8, "relu").dtype("mixed_float16").inputShape(6),
                new Dense(3, "softmax").dtype("float32"));
        case OWN_STEP -> new Own(new Dense(8, "relu").inputShape(6), out());
        default ->
            new Sequential(
                new Dense(8, "relu").inputShape(6),
                new BatchNormalization(),
                new Dropout(0.3),
                out());
      };
    }

    private static Dense out() {
      return new Dense(3, "softmax");
    }

    Consumer<Compile> compile(int steps) {
      return c ->
          c.optimizer(
                  switch (this) {
                    case SCHEDULE -> new SGD(new ExponentialDecay(0.1, 3, 0.5)).momentum(0.9);
                    case MIXED_FLOAT16 ->
                        new LossScaleOptimizer(new Adam()).initialScale(1e30).dynamicGrowthSteps(2);
                    case ACCUMULATED -> new Adam().gradientAccumulationSteps(2).useEma(true);
                    default -> new Adam();
                  })
              .loss("sparse_categorical_crossentropy")
              .metrics("accuracy")
              .stepsPerExecution(steps);
    }

    boolean ofWords() {
      return this == ROWS || this == LSTM || this == GRU;
    }
  }

  /** A model whose own step tells more than one number. */
  private static final class Own extends Sequential {
    Own(Layer... layers) {
      super(layers);
    }

    @Override
    protected Map<String, Expr> trainStep(StepData data, CallContext ctx) {
      Map<String, Expr> logs = new LinkedHashMap<>(super.trainStep(data, ctx));
      logs.put("of_samples", data.x().sum(1));
      logs.put("of_inputs", data.x().sum(0));
      return logs;
    }
  }

  /** Trains and evaluates; returns everything that came of it. */
  private static List<Object> trained(
      Sequential model, Consumer<Compile> compile, Consumer<Model> fit, Object data) {
    try (model) {
      model.compile(compile);
      fit.accept(model);
      List<Object> all = new ArrayList<>();
      model.getWeights().forEach(w -> all.add(HostTensor.of(w).data()));
      model.optimizer().variables().forEach(v -> all.add(v.value().data()));
      all.add(data);
      return all;
    }
  }

  private List<Object> trained(Kind kind, int steps) {
    Keras.clearSession();
    Keras.setRandomSeed(7);
    Object inputs = kind.ofWords() ? words : x;
    List<Object> seen = new ArrayList<>();
    return trained(
        kind.layers(),
        kind.compile(steps),
        model -> {
          History history =
              model.fit(
                  inputs,
                  y,
                  f ->
                      f.batchSize(4)
                          .epochs(3)
                          .validationSplit(0.2)
                          .classWeight(Map.of(0, 1.0, 1, 2.0, 2, 0.5))
                          .verbose(0));
          seen.add(history.history());
          seen.add(model.evaluate(inputs, y, e -> e.batchSize(5).verbose(0)).toString());
        },
        seen);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void givesTheBitsOfSingleSteps(Kind kind) {
    List<Object> single = trained(kind, 1);
    assertEquals(single, trained(kind, 4)); // four steps, then two
  }

  @Test
  void takesAGroupOfStepsAsFarAsTheEpochGoes() {
    List<Integer> ends = new ArrayList<>();
    try (Sequential model = Kind.SCHEDULE.layers()) {
      model.compile(Kind.SCHEDULE.compile(3));
      model.fit(
          x,
          y,
          f ->
              f.batchSize(4)
                  .stepsPerEpoch(5)
                  .epochs(2)
                  .verbose(0)
                  .callbacks(
                      new LambdaCallback().onTrainBatchEnd((batch, logs) -> ends.add(batch))));
      assertEquals(List.of(2, 5, 2), ends); // the data ends in the second epoch, as Keras' does
    }
  }

  /** TensorFlow takes log(1 + x) for one function where it knows the shape of x. */
  @Test
  void computesLogarithmsInALoopAsOutsideOfIt() {
    List<List<Object>> all = new ArrayList<>();
    for (int steps : new int[] {1, 4}) {
      Keras.clearSession();
      Keras.setRandomSeed(7);
      List<Object> history = new ArrayList<>();
      all.add(
          trained(
              new Sequential(new Dense(6, "gelu").inputShape(6)),
              c ->
                  c.optimizer("sgd")
                      .loss("mean_squared_logarithmic_error")
                      .stepsPerExecution(steps),
              model ->
                  history.add(model.fit(x, x, f -> f.batchSize(4).epochs(2).verbose(0)).history()),
              history));
    }
    assertEquals(all.get(0), all.get(1));
  }

  /** Batches of one after the other: of 2, 3 and 2 words a sample; the fifth cannot be read. */
  private Dataset uneven() {
    return () ->
        new Iterator<>() {
          private int at;

          @Override
          public boolean hasNext() {
            return at < 5;
          }

          @Override
          public Batch next() {
            int width = at == 2 ? 3 : 2;
            if (at == 4) {
              throw new UncheckedIOException(new IOException("no more can be read"));
            }
            int[][] batch = new int[2][width];
            for (int[] row : batch) {
              Arrays.fill(row, at);
            }
            return Batch.of(StdArrays.ndCopyOf(batch), NdArrays.vectorOf(y[at], y[++at]));
          }
        };
  }

  private List<Object> streamed(int steps) {
    Keras.clearSession();
    Keras.setRandomSeed(7);
    return trained(
        new Sequential(
            new InputLayer(Shape.of(-1, -1)).dtype("int32"),
            new Embedding(9, 4),
            new GlobalAveragePooling1D(),
            new Dense(3, "softmax")),
        Kind.ROWS.compile(steps),
        model -> {
          UncheckedIOException e =
              assertThrows(
                  UncheckedIOException.class, () -> model.fit(uneven(), f -> f.verbose(0)));
          assertEquals("java.io.IOException: no more can be read", e.getMessage());
        },
        "");
  }

  @Test
  void trainsOnWhatAStreamGaveBeforeItFailed() {
    assertEquals(streamed(1), streamed(8));
  }

  @Test
  void looksWordsUpInALoop() {
    String[][] tokens = {{"a"}, {"b"}, {"a"}, {"c"}, {"b"}};
    float[] targets = {1, 2, 3, 4, 5};
    List<List<Object>> all = new ArrayList<>();
    for (int steps : new int[] {1, 3}) {
      Keras.clearSession();
      Keras.setRandomSeed(7);
      all.add(
          trained(
              new Sequential(
                  new InputLayer(1).dtype("string"),
                  new StringLookup().vocabulary("a", "b"),
                  new Embedding(3, 1),
                  new Flatten()),
              c -> c.optimizer("sgd").loss("mse").stepsPerExecution(steps),
              model -> model.fit(tokens, targets, f -> f.batchSize(1).shuffle(false).verbose(0)),
              ""));
    }
    assertEquals(all.get(0), all.get(1));
  }

  @Test
  void namesTheLayerThatFails() {
    words[9][2] = 11;
    try (Sequential model = Kind.ROWS.layers()) {
      model.compile(Kind.ROWS.compile(3));
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class, () -> model.fit(words, y, f -> f.verbose(0)));
      String text = String.valueOf(e.getMessage());
      assertTrue(text.startsWith("Embedding 'embedding"), text);
      assertTrue(text.contains("= 11 is not in [0, 9)"), text);
    }
  }
}
