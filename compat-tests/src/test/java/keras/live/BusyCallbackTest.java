package keras.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import keras.Keras;
import keras.callbacks.Callback;
import keras.callbacks.History;
import keras.callbacks.Logs;
import keras.data.Np;
import keras.engine.HostTensor;
import keras.golden.Closeness;
import keras.models.Model;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.StdArrays;

/**
 * A callback that predicts, evaluates, saves and changes the learning rate in every hook there is
 * leaves the history that the same callback in Python leaves, and sees the same numbers.
 */
@ExtendWith(PythonExtension.class)
class BusyCallbackTest {
  private static final FloatNdArray X =
      StdArrays.ndCopyOf(
          new float[][] {
            {0.1f, 0.9f}, {0.4f, -0.2f}, {-0.7f, 0.3f}, {0.8f, 0.5f}, {-0.1f, -0.6f}, {0.2f, 0.7f}
          });
  private static final FloatNdArray Y =
      StdArrays.ndCopyOf(new float[][] {{1}, {0.5f}, {-1}, {2}, {0}, {1}});

  private static final String SCRIPT =
      """
      keras.utils.set_random_seed(3)
      model = keras.Sequential([
          keras.Input((2,)), keras.layers.Dense(3, "tanh"), keras.layers.Dense(1)])
      model.compile(keras.optimizers.SGD(0.1), "mse", metrics=["mae"])
      model.save(start)
      seen = []
      class Busy(keras.callbacks.Callback):
          def act(self, hook):
              assert self.model is model
              rate = float(model.optimizer.learning_rate)
              seen.append(hook)
              numbers.append([
                  float(model.predict(x[:3], verbose=0).sum()),
                  *model.evaluate(x[2:], y[2:], verbose=0), rate])
              model.save(copy)
              model.optimizer.learning_rate = rate * 0.98
      numbers = []
      def hook(name):
          setattr(Busy, "on_" + name, lambda self, *given, **logs: self.act(name))
      for kind in ("train", "test", "predict"):
          for end in ("_begin", "_batch_begin", "_batch_end", "_end"):
              hook(kind + end)
      hook("epoch_begin")
      hook("epoch_end")
      result["history"] = model.fit(
          x, y, epochs=2, batch_size=3, shuffle=False, verbose=0, validation_data=(x[:4], y[:4]),
          validation_batch_size=2, callbacks=[Busy()]).history
      result["scores"] = model.evaluate(x, y, batch_size=3, verbose=0, callbacks=[Busy()])
      result["predictions"] = model.predict(x, batch_size=3, verbose=0, callbacks=[Busy()])
      result["seen"], result["numbers"] = seen, np.asarray(numbers)
      result["weights"] = model.get_weights()
      """;

  private final Path dir;

  BusyCallbackTest(@TempDir Path dir) {
    this.dir = dir;
  }

  /** Acts in each hook, as its twin in Python. */
  private final class Busy extends Callback {
    private final Model mine;
    private final List<String> seen;
    private final List<Double> numbers;

    Busy(Model mine, List<String> seen, List<Double> numbers) {
      this.mine = mine;
      this.seen = seen;
      this.numbers = numbers;
    }

    private void act(String hook) {
      assertSame(mine, model());
      double rate = (float) model().optimizer().learningRate();
      seen.add(hook);
      double sum = 0;
      for (float p : HostTensor.of(model().predict(Np.rows(X, 0, 3))).floats()) {
        sum += p;
      }
      Logs scores = model().evaluate(Np.rows(X, 2, 6), Np.rows(Y, 2, 6), e -> e.verbose(0));
      numbers.addAll(List.of(sum, scores.loss(), scores.get("mae"), rate));
      model().save(dir.resolve("copy.keras").toString());
      model().optimizer().learningRate(rate * 0.98);
    }

    @Override
    public void onTrainBegin(Logs logs) {
      act("train_begin");
    }

    @Override
    public void onTrainEnd(Logs logs) {
      act("train_end");
    }

    @Override
    public void onEpochBegin(int epoch, Logs logs) {
      act("epoch_begin");
    }

    @Override
    public void onEpochEnd(int epoch, Logs logs) {
      act("epoch_end");
    }

    @Override
    public void onTrainBatchBegin(int batch, Logs logs) {
      act("train_batch_begin");
    }

    @Override
    public void onTrainBatchEnd(int batch, Logs logs) {
      act("train_batch_end");
    }

    @Override
    public void onTestBegin(Logs logs) {
      act("test_begin");
    }

    @Override
    public void onTestEnd(Logs logs) {
      act("test_end");
    }

    @Override
    public void onTestBatchBegin(int batch, Logs logs) {
      act("test_batch_begin");
    }

    @Override
    public void onTestBatchEnd(int batch, Logs logs) {
      act("test_batch_end");
    }

    @Override
    public void onPredictBegin(Logs logs) {
      act("predict_begin");
    }

    @Override
    public void onPredictEnd(Logs logs) {
      act("predict_end");
    }

    @Override
    public void onPredictBatchBegin(int batch, Logs logs) {
      act("predict_batch_begin");
    }

    @Override
    public void onPredictBatchEnd(int batch, Logs logs) {
      act("predict_batch_end");
    }
  }

  @Test
  void leavesTheHistoryThatItLeavesInPython(Python python) throws Exception {
    Path start = dir.resolve("start.keras");
    PythonResult expected =
        python
            .keras3()
            .exec(
                SCRIPT,
                Map.of("x", X, "y", Y, "start", start, "copy", dir.resolve("python.keras")));
    List<String> seen = new ArrayList<>();
    List<Double> numbers = new ArrayList<>();
    Closeness near = Closeness.relative(1e-6);
    try (Model model = Keras.loadModel(start.toString())) {
      Busy busy = new Busy(model, seen, numbers);
      History history =
          model.fit(
              X,
              Y,
              f ->
                  f.epochs(2)
                      .batchSize(3)
                      .shuffle(false)
                      .verbose(0)
                      .validationData(Np.rows(X, 0, 4), Np.rows(Y, 0, 4))
                      .validationBatchSize(2)
                      .callbacks(busy));
      Logs scores = model.evaluate(X, Y, e -> e.batchSize(3).verbose(0).callbacks(busy));
      var predictions = model.predict(X, p -> p.batchSize(3).verbose(0).callbacks(busy));
      assertEquals(expected.list("seen"), seen);
      near.check("seen", doubles(expected.array("numbers")), array(numbers));
      for (String name : expected.map("history").keySet()) {
        near.check(name, expected.series("history", name), array(history.get(name)));
      }
      near.check(
          "scores", expected.numbers("scores"), new double[] {scores.loss(), scores.get("mae")});
      near.check(
          "predictions",
          doubles(expected.array("predictions")),
          doubles(HostTensor.of(predictions)));
      for (int i = 0; i < 4; i++) {
        near.check(
            "weight " + i,
            doubles(expected.arrays("weights").get(i)),
            doubles(HostTensor.of(model.getWeights().get(i))));
      }
    }
    assertEquals(true, Files.exists(dir.resolve("copy.keras")));
  }

  private static double[] array(List<Double> numbers) {
    return numbers.stream().mapToDouble(d -> d).toArray();
  }

  private static double[] doubles(HostTensor tensor) {
    float[] floats = tensor.floats();
    double[] all = new double[floats.length];
    Arrays.setAll(all, i -> floats[i]);
    return all;
  }
}
