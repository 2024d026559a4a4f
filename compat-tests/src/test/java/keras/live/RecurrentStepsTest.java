package keras.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import keras.Keras;
import keras.callbacks.LambdaCallback;
import keras.engine.HostTensor;
import keras.layers.Bidirectional;
import keras.layers.Dense;
import keras.layers.GRU;
import keras.layers.LSTM;
import keras.layers.Layer;
import keras.layers.SimpleRNN;
import keras.models.Sequential;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;

/**
 * Ten steps of small recurrent models from {@code setRandomSeed(42)}, Java beside Python: initial
 * weights and what dropout draws have the same bits; how far the steps drift apart is reported.
 */
@ExtendWith(PythonExtension.class)
class RecurrentStepsTest {
  private static final int SAMPLES = 80;
  private static final int LENGTH = 12;
  private static final int FEATURES = 5;

  private static final String TRAIN =
      """
      keras.utils.set_random_seed(42)
      L = keras.layers
      makers = {
          "LSTM": lambda: L.LSTM(8),
          "LSTM by steps": lambda: L.LSTM(8, use_cudnn=False),
          "LSTM, dropouts": lambda: L.LSTM(8, dropout=0.2, recurrent_dropout=0.3),
          "GRU": lambda: L.GRU(8),
          "GRU, dropout": lambda: L.GRU(8, dropout=0.2),
          "SimpleRNN": lambda: L.SimpleRNN(8, dropout=0.2),
          "Bidirectional": lambda: L.Bidirectional(L.LSTM(6, dropout=0.2)),
      }
      model = keras.Sequential([L.Input((length, features)), makers[kind](), L.Dense(1)])
      model.compile("adam", "mse")
      result["before"] = [w.numpy() for w in model.weights]
      losses = []
      steps = keras.callbacks.LambdaCallback(on_train_batch_end=lambda b, logs: losses.append(logs["loss"]))
      model.fit(x, y, batch_size=8, shuffle=False, verbose=0, callbacks=[steps])
      result["losses"] = losses
      result["weights"] = [w.numpy() for w in model.weights]
      """;

  private static Layer layer(String kind) {
    return switch (kind) {
      case "LSTM by steps" -> new LSTM(8).useCudnn(false);
      case "LSTM, dropouts" -> new LSTM(8).dropout(0.2).recurrentDropout(0.3);
      case "GRU" -> new GRU(8);
      case "GRU, dropout" -> new GRU(8).dropout(0.2);
      case "SimpleRNN" -> new SimpleRNN(8).dropout(0.2);
      case "Bidirectional" -> new Bidirectional(new LSTM(6).dropout(0.2));
      default -> new LSTM(8);
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LSTM",
        "LSTM by steps",
        "LSTM, dropouts",
        "GRU",
        "GRU, dropout",
        "SimpleRNN",
        "Bidirectional"
      })
  void trainsAsPython(String kind, Python python, TestReporter reporter) {
    FloatNdArray x = random(3, SAMPLES, LENGTH, FEATURES);
    FloatNdArray y = random(4, SAMPLES, 1);
    PythonResult theirs =
        python
            .keras3()
            .exec(
                TRAIN,
                Map.of("x", x, "y", y, "kind", kind, "length", LENGTH, "features", FEATURES));
    Keras.clearSession();
    Keras.setRandomSeed(42);
    try (Sequential model =
        new Sequential(layer(kind).inputShape(LENGTH, FEATURES), new Dense(1))) {
      model.compile("adam", "mse");
      Arrays32.assertNear("before", theirs.arrays("before"), model.getWeights(), 0);
      List<Double> losses = new ArrayList<>();
      LambdaCallback steps =
          new LambdaCallback().onTrainBatchEnd((b, logs) -> losses.add(logs.get("loss")));
      model.fit(x, y, f -> f.batchSize(8).shuffle(false).verbose(0).callbacks(steps));
      List<?> expected = theirs.list("losses");
      assertEquals(10, losses.size());
      double loss = 0;
      for (int i = 0; i < 10; i++) {
        loss = Math.max(loss, Math.abs(((Number) expected.get(i)).doubleValue() - losses.get(i)));
      }
      double weight = 0;
      for (int i = 0; i < theirs.arrays("weights").size(); i++) {
        float[] a = theirs.arrays("weights").get(i).floats();
        float[] b = HostTensor.of(model.getWeights().get(i)).floats();
        for (int k = 0; k < a.length; k++) {
          weight = Math.max(weight, Math.abs(a[k] - b[k]));
        }
      }
      reporter.publishEntry(kind, "loss %.1e, weights %.1e".formatted(loss, weight));
      assertTrue(loss <= 1e-6 && weight <= 5e-7, kind + ": loss " + loss + ", weight " + weight);
    }
  }

  private static FloatNdArray random(int seed, long... shape) {
    Random random = new Random(seed);
    float[] values = new float[Math.toIntExact(Arrays.stream(shape).reduce(1, (a, b) -> a * b))];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return NdArrays.wrap(Shape.of(shape), DataBuffers.of(values));
  }
}
