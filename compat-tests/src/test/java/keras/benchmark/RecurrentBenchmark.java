package keras.benchmark;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.StringJoiner;
import keras.Keras;
import keras.engine.CallContext;
import keras.layers.Dense;
import keras.layers.GRU;
import keras.layers.LSTM;
import keras.layers.Layer;
import keras.models.Sequential;
import keras.ops.Expr;
import keras.ops.Numpy;
import keras.python.Python;
import keras.python.PythonExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;

/**
 * Milliseconds of a step of {@code fit} of recurrent layers, and of a one-sample {@code predict},
 * in Java and in Python by turns: batches of 32, 32 features, 64 units.
 *
 * <pre>
 * mvn -q -B -ntp -pl compat-tests -am -Dtest=RecurrentBenchmark \
 *     -Dsurefire.failIfNoSpecifiedTests=false test
 * </pre>
 *
 * <p>Of a step of {@code fit} of the plain LSTM of 100 steps, TensorFlow's two kernels of a whole
 * sequence, {@code BlockLSTM} and its gradient, take 97 % of the time of all ops; each computes in
 * one thread. Of one by steps, products of matrices take about a third, three tenths of them to
 * compute steps once more in the loop backwards, sums and products of values about a quarter; the
 * rest moves values between steps.
 *
 * <p>Takes some minutes on a machine that does nothing else. {@code -Dbenchmark.rounds=1} takes one
 * round, {@code -Dbenchmark.steps=20} that many steps an epoch.
 */
@ExtendWith(PythonExtension.class)
class RecurrentBenchmark {
  private static final int BATCH = 32;
  private static final int FEATURES = 32;
  private static final int UNITS = 64;
  private static final int ROUNDS = Integer.getInteger("benchmark.rounds", 3);
  private static final int STEPS = Integer.getInteger("benchmark.steps", 40);

  private static final String PYTHON =
      EpochClock.PYTHON
          + """
          rng = np.random.default_rng(0)
          x = rng.normal(size=(batch * steps, length, features)).astype("float32")
          y = rng.normal(size=(batch * steps, 1)).astype("float32")
          L = keras.layers
          makers = {
              "LSTM": lambda: [L.LSTM(units)],
              "LSTM by steps": lambda: [L.LSTM(units, use_cudnn=False)],
              "LSTM, masked": lambda: [L.Masking(), L.LSTM(units)],
              "LSTM, recurrent dropout": lambda: [L.LSTM(units, recurrent_dropout=0.2)],
              "GRU": lambda: [L.GRU(units)],
          }
          model = keras.Sequential([L.Input((length, features)), *makers[kind](), L.Dense(1)])
          model.compile("sgd", "mse")
          model.fit(x, y, batch_size=batch, epochs=2, verbose=0, callbacks=[clock])
          result["seconds"] = clock.seconds
          one = x[:1]
          result["predict"] = benchmarks.median(12, lambda: model.predict(one, verbose=0))
          """;

  /** What is timed, and how long the sequences are. */
  private record Kind(String name, int length) {}

  /** Masks steps that are all zeros, as Keras' Masking. */
  private static final class Counts extends Layer {
    @Override
    protected Expr call(Expr x, CallContext ctx) {
      return x.withMask(Numpy.any(Numpy.notEqual(x, 0), 2));
    }
  }

  @Test
  void timesRecurrentLayersBesidePython(Python python) {
    List<Kind> kinds =
        List.of(
            new Kind("LSTM", 100),
            new Kind("LSTM", 300),
            new Kind("LSTM by steps", 100),
            new Kind("GRU", 100),
            new Kind("LSTM, masked", 100),
            new Kind("LSTM, recurrent dropout", 100));
    StringJoiner table = new StringJoiner("\n");
    table.add("| layer | length | fit, Java | Python | times | predict, Java | Python | times |");
    for (Kind kind : kinds) {
      Alternation times =
          Alternation.of(ROUNDS, () -> java(kind), () -> python(python, kind)); // fit and predict
      double step = 1e3 / STEPS;
      table.add(
          "| %s | %d | %.1f ms | %.1f ms | %.2f | %.2f ms | %.1f ms | %.0f |"
              .formatted(
                  kind.name(),
                  kind.length(),
                  times.java(0) * step,
                  times.python(0) * step,
                  times.times(0),
                  times.java(1) * 1e3,
                  times.python(1) * 1e3,
                  times.times(1)));
    }
    System.out.println(table);
  }

  private static double[] python(Python python, Kind kind) {
    var times =
        python
            .keras3()
            .exec(
                PYTHON,
                Map.of(
                    "kind", kind.name(),
                    "length", kind.length(),
                    "batch", BATCH,
                    "steps", STEPS,
                    "features", FEATURES,
                    "units", UNITS));
    return new double[] {times.number("seconds"), times.number("predict")};
  }

  private static Layer layer(Kind kind) {
    return switch (kind.name()) {
      case "GRU" -> new GRU(UNITS);
      case "LSTM by steps" -> new LSTM(UNITS).useCudnn(false);
      case "LSTM, recurrent dropout" -> new LSTM(UNITS).recurrentDropout(0.2);
      default -> new LSTM(UNITS);
    };
  }

  private static double[] java(Kind kind) {
    Random random = new Random(0);
    int samples = BATCH * STEPS;
    float[] values = new float[samples * kind.length() * FEATURES];
    float[] targets = new float[samples];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    for (int i = 0; i < samples; i++) {
      targets[i] = (float) random.nextGaussian();
    }
    FloatNdArray x =
        NdArrays.wrap(Shape.of(samples, kind.length(), FEATURES), DataBuffers.of(values));
    FloatNdArray y = NdArrays.wrap(Shape.of(samples, 1), DataBuffers.of(targets));
    Keras.setRandomSeed(0);
    Layer layer = layer(kind).inputShape(kind.length(), FEATURES);
    try (Sequential model =
        kind.name().equals("LSTM, masked")
            ? new Sequential(new Counts().inputShape(kind.length(), FEATURES), layer, new Dense(1))
            : new Sequential(layer, new Dense(1))) {
      model.compile("sgd", "mse");
      EpochClock clock = new EpochClock();
      model.fit(x, y, f -> f.epochs(2).batchSize(BATCH).verbose(0).callbacks(clock));
      FloatNdArray one =
          NdArrays.wrap(
              Shape.of(1, kind.length(), FEATURES),
              DataBuffers.of(Arrays.copyOf(values, kind.length() * FEATURES)));
      return new double[] {clock.seconds(), PredictClock.seconds(model, one, 200)};
    }
  }
}
