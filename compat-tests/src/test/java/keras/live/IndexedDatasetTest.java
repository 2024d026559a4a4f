package keras.live;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import keras.Keras;
import keras.data.Batch;
import keras.data.IndexedDataset;
import keras.data.Passes;
import keras.engine.HostTensor;
import keras.layers.Dense;
import keras.layers.InputLayer;
import keras.models.Sequential;
import keras.optimizers.SGD;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.NdArrays;

/** Batches by their numbers are trained on in Keras' orders, to Keras' losses. */
@ExtendWith(PythonExtension.class)
class IndexedDatasetTest {
  private static final int BATCHES = 7;
  private static final String TRAIN =
      """
      def xy(i):
          x = np.array([[i, 1.], [i * i / 9, -i]], "float32")
          return x, np.array([[i / 2], [1.]], "float32")
      class Data(keras.utils.PyDataset):
          def __init__(self, **k):
              super().__init__(**k)
              self.seen, self.told = [], []
          num_batches = property(lambda self: 7)
          def __getitem__(self, i):
              self.seen.append(i)
              return xy(i)
          def on_epoch_begin(self): self.told.append(1)
          def on_epoch_end(self): self.told.append(-1)
      def train(name, **fit):
          keras.utils.set_random_seed(11)
          m = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, kernel_initializer="ones")])
          m.compile(keras.optimizers.SGD(0.001), "mse")
          data, held = Data(workers=fit.pop("workers", 1)), Data()
          h = m.fit(data, epochs=3, verbose=0, validation_data=held, **fit)
          result[name] = h.history["loss"] + h.history["val_loss"]
          result[name + "_seen"] = data.seen[2:]
          result[name + "_told"] = data.told
          result[name + "_held"] = list(held.told)
          result[name + "_y"] = m.predict(held, verbose=0)
          result[name + "_eval"] = m.evaluate(held, verbose=0)
      train("shuffled")
      train("workers", workers=3)
      train("ordered", shuffle=False)
      train("steps", steps_per_epoch=4)
      """;

  private static final class Data implements IndexedDataset {
    final List<Double> seen = new ArrayList<>();
    final List<Double> told = new ArrayList<>();
    private final int workers;

    Data(int workers) {
      this.workers = workers;
    }

    @Override
    public long numBatches() {
      return BATCHES;
    }

    @Override
    public synchronized Batch get(int i) {
      seen.add((double) i);
      FloatNdArray x = NdArrays.ofFloats(org.tensorflow.ndarray.Shape.of(2, 2));
      x.setFloat(i, 0, 0)
          .setFloat(1, 0, 1)
          .setFloat((float) (i * i / 9.0), 1, 0)
          .setFloat(-i, 1, 1);
      FloatNdArray y = NdArrays.ofFloats(org.tensorflow.ndarray.Shape.of(2, 1));
      y.setFloat(i / 2f, 0, 0).setFloat(1, 1, 0);
      return Batch.of(x, y);
    }

    @Override
    public void onEpochBegin() {
      told.add(1.0);
    }

    @Override
    public void onEpochEnd() {
      told.add(-1.0);
    }

    @Override
    public int workers() {
      return workers;
    }
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(v -> v).toArray();
  }

  private static void assertTrains(
      PythonResult keras,
      String name,
      int workers,
      java.util.function.Consumer<keras.trainers.Fit> fit) {
    Keras.clearSession();
    Keras.setRandomSeed(11);
    Data data = new Data(workers);
    Data held = new Data(1);
    try (Sequential model =
        new Sequential(new InputLayer(2), new Dense(1).kernelInitializer("ones"))) {
      model.compile(new SGD(0.001), "mse");
      var history =
          model.fit(
              data,
              f -> {
                f.epochs(3).verbose(0).validationData(held);
                fit.accept(f);
              });
      List<Double> losses = new ArrayList<>();
      for (String key : List.of("loss", "val_loss")) {
        for (double loss : history.get(key)) {
          losses.add(loss);
        }
      }
      assertArrayEquals(keras.numbers(name), array(losses), 1e-5, name);
      if (!name.equals("steps") && workers == 1) {
        assertArrayEquals(keras.numbers(name + "_seen"), array(data.seen), name);
      }
      assertArrayEquals(keras.numbers(name + "_told"), array(data.told), name);
      assertArrayEquals(keras.numbers(name + "_held"), array(held.told), name);
      assertArrayEquals(
          keras.array(name + "_y").floats(), HostTensor.of(model.predict(held)).floats(), 1e-6f);
      assertEquals(
          keras.number(name + "_eval"), model.evaluate(held, e -> e.verbose(0)).loss(), 1e-5);
    }
  }

  @Test
  void areTrainedOnAsInKeras(Python python) {
    PythonResult keras = python.keras3().exec(TRAIN, Map.of());
    assertTrains(keras, "shuffled", 1, f -> {});
    assertTrains(keras, "workers", 3, f -> {});
    assertTrains(keras, "ordered", 1, f -> f.shuffle(false));
    assertTrains(keras, "steps", 1, f -> f.stepsPerEpoch(4));
  }

  /** A data set whose batches fail. */
  private record Failing(int workers, long numBatches, int maxQueueSize) implements IndexedDataset {
    @Override
    public Batch get(int index) {
      throw new IllegalArgumentException("no batch " + index);
    }
  }

  private static void assertRefused(String expected, Failing data) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> data.iterator().next());
    assertEquals(expected, e.getMessage());
  }

  @Test
  void sayWhatFails() {
    assertRefused("no batch 0", new Failing(1, 2, 10));
    assertRefused("no batch 0", new Failing(3, 2, 1));
    assertRefused(
        "IndexedDataset: workers() must be 0 or more. Received: -1.", new Failing(-1, 2, 1));
    assertRefused(
        "IndexedDataset: maxQueueSize() must be positive. Received: 0.", new Failing(1, 2, 0));
    assertRefused(
        "IndexedDataset: numBatches() must be 0 or more, or Dataset.ENDLESS. Received: -2.",
        new Failing(1, -2, 1));
  }

  @Test
  void endWhereABatchFails() {
    for (int workers : new int[] {1, 3}) {
      Iterator<Batch> pass = new Failing(workers, 5, 2).iterator();
      assertThrows(IllegalArgumentException.class, pass::next);
      assertFalse(pass.hasNext());
      assertThrows(NoSuchElementException.class, pass::next);
    }
  }

  /** A data set without end that tells who made its batches. */
  private record Telling(Set<Thread> makers, CountDownLatch start) implements IndexedDataset {
    Telling(int waits) {
      this(ConcurrentHashMap.newKeySet(), new CountDownLatch(waits));
    }

    @Override
    public long numBatches() {
      return ENDLESS;
    }

    @Override
    public Batch get(int index) {
      makers.add(Thread.currentThread());
      try {
        start.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException("nobody waits for this batch", e);
      }
      return Batch.of(NdArrays.vectorOf(index));
    }

    @Override
    public int workers() {
      return 2;
    }
  }

  @Test
  void letTheirThreadsEnd() throws Exception {
    Telling data = new Telling(0);
    assertEquals(0, data.iterator().next().x().get(0).getObject(0)); // a pass that is forgotten
    for (Thread maker : data.makers()) {
      assertTrue(maker.isDaemon());
      maker.join();
    }
    Iterator<Batch> pass = data.iterator();
    pass.next();
    Passes.close(pass);
    assertFalse(pass.hasNext());
    assertThrows(NoSuchElementException.class, pass::next);
  }

  @Test
  void tellWhyTheyWereInterrupted() {
    Iterator<Batch> pass = new Telling(1).iterator();
    Thread.currentThread().interrupt();
    CancellationException e = assertThrows(CancellationException.class, pass::next);
    assertTrue(Thread.interrupted());
    assertEquals(InterruptedException.class, Objects.requireNonNull(e.getCause()).getClass());
    assertFalse(pass.hasNext());
  }
}
