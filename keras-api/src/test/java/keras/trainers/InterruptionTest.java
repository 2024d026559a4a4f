package keras.trainers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import keras.callbacks.LambdaCallback;
import keras.layers.Dense;
import keras.layers.InputLayer;
import keras.models.Sequential;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InterruptionTest {
  private static final float[][] X = new float[8][2];
  private static final float[][] Y = new float[8][1];

  private final Sequential model = new Sequential(new InputLayer(2), new Dense(1));
  private final List<Integer> batches = new ArrayList<>();

  @BeforeEach
  void compile() {
    model.compile("sgd", "mse");
  }

  @AfterEach
  void close() {
    Thread.interrupted();
    model.close();
  }

  private void fit(int batchSize, int epochs) {
    model.fit(
        X,
        Y,
        f ->
            f.batchSize(batchSize)
                .epochs(epochs)
                .verbose(0)
                .callbacks(
                    new LambdaCallback()
                        .onTrainBatchEnd(
                            (batch, logs) -> {
                              batches.add(batch);
                              if (batches.size() == 3) {
                                Thread.currentThread().interrupt();
                              }
                            })));
  }

  @Test
  void stopsFitAfterTheBatchThatRuns() {
    var e = assertThrows(CancellationException.class, () -> fit(4, 5));
    assertEquals(
        "model.fit: the thread was interrupted. Stopped after 3 batches of this call; the model is"
            + " as the last of them left it.",
        e.getMessage());
    assertTrue(Thread.currentThread().isInterrupted());
    assertEquals(List.of(0, 1, 0), batches);
    assertEquals(3, model.optimizer().iterations());
  }

  @Test
  void trainsOnAfterwards() {
    assertThrows(CancellationException.class, () -> fit(4, 5));
    assertTrue(Thread.interrupted());
    fit(4, 1);
    assertEquals(5, model.optimizer().iterations());
  }

  @Test
  void endsAsUsualWhereTheLastBatchHasRun() {
    fit(8, 3);
    assertTrue(Thread.currentThread().isInterrupted());
    assertEquals(3, batches.size());
  }

  @Test
  void stopsEvaluateAndPredictBetweenBatches() {
    Thread.currentThread().interrupt();
    assertEquals(8, model.predict(X).shape().get(0));
    assertThrows(
        CancellationException.class, () -> model.predict(X, p -> p.batchSize(4).verbose(0)));
    assertThrows(
        CancellationException.class, () -> model.evaluate(X, Y, e -> e.batchSize(4).verbose(0)));
    assertTrue(Thread.currentThread().isInterrupted());
  }
}
