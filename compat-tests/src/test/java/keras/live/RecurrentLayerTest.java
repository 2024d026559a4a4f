package keras.live;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import keras.Keras;
import keras.engine.CallContext;
import keras.engine.KerasTensor;
import keras.layers.Dense;
import keras.layers.GRU;
import keras.layers.InputLayer;
import keras.layers.LSTM;
import keras.layers.Layer;
import keras.layers.RNN;
import keras.layers.SimpleRNN;
import keras.models.Model;
import keras.models.Sequential;
import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Numpy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;

/** Recurrent layers say what does not fit, keep states, and take long sequences. */
class RecurrentLayerTest {
  @BeforeEach
  void forgetNames() {
    Keras.clearSession();
    Keras.setRandomSeed(1);
  }

  private static KerasTensor input(long... batchShape) {
    return new InputLayer(Shape.of(batchShape)).output();
  }

  private static FloatNdArray data(long... shape) {
    int size = Math.toIntExact(Shape.of(shape).size());
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) Math.sin(i * 0.7);
    }
    return NdArrays.wrap(Shape.of(shape), DataBuffers.of(values));
  }

  private static String refused(Supplier<?> call) {
    return String.valueOf(assertThrows(RuntimeException.class, () -> call.get()).getMessage());
  }

  @Test
  void refusesToUnrollAnUnknownLength() {
    assertEquals(
        "LSTM 'lstm': `unroll` expects sequences of a known length. Received: shape (None, None,"
            + " 3).",
        refused(() -> new LSTM(2).unroll(true).apply(input(-1, -1, 3))));
  }

  @Test
  void unrollsSequencesOfAnotherLengthAnew() {
    try (Sequential model = new Sequential(new GRU(2).unroll(true).inputShape(4, 3));
        Sequential loop = new Sequential(new GRU(2).inputShape(5, 3))) {
      loop.setWeights(model.getWeights());
      float[][] expected = loop.predict(data(2, 5, 3)).toArray2d();
      float[][] unrolled = model.predict(data(2, 5, 3)).toArray2d();
      for (int i = 0; i < 2; i++) {
        assertArrayEquals(expected[i], unrolled[i], 1e-6f);
      }
    }
  }

  @Test
  void refusesAStatefulLayerWithoutABatchSize() {
    assertEquals(
        "SimpleRNN 'simple_rnn': a stateful layer expects batches of a known size. Received: shape"
            + " (None, 4, 3). Give the input a batch size.",
        refused(() -> new SimpleRNN(2).stateful(true).apply(input(-1, 4, 3))));
  }

  @Test
  void refusesBatchesOfAnotherSizeWhereItIsStateful() {
    GRU layer = new GRU(2).stateful(true);
    layer.apply(input(2, 4, 3));
    assertEquals(
        "GRU 'gru': a stateful layer expects the batch size it was built for, 2. Received: shape"
            + " (3, 4, 3).",
        refused(() -> layer.apply(input(3, 4, 3))));
  }

  @Test
  void refusesAnInitialStateOfAnotherShape() {
    KerasTensor x = input(-1, 4, 3);
    KerasTensor h = input(-1, 5);
    assertEquals(
        "LSTM 'lstm': expected `initial_state` of [(None, 2), (None, 2)]. Received: [(None, 5),"
            + " (None, 5)].",
        refused(() -> new LSTM(2).applyAll(x, c -> c.with("initial_state", List.of(h, h)))));
    assertEquals(
        "LSTM 'lstm_1': expected `initial_state` of [(None, 2), (None, 2)]. Received: [(None, 5)].",
        refused(() -> new LSTM(2).applyAll(x, c -> c.with("initial_state", List.of(h)))));
  }

  @Test
  void refusesInputsThatAreNoSequences() {
    assertEquals(
        "LSTM 'lstm': expected sequences of shape (batch, time, features). Received: shape (None,"
            + " 3).",
        refused(() -> new LSTM(2).apply(input(-1, 3))));
  }

  @Test
  void refusesACellThatIsNone() {
    assertEquals(
        "RNN: `cell` must be a layer that implements keras.layers.Cell. Received: cell=Dense"
            + " 'dense'.",
        refused(() -> new RNN(new Dense(2))));
  }

  @Test
  void refusesNvidiasKernels() {
    assertEquals(
        "LSTM: cuDNN is not supported on a CPU, as in Keras. Received: use_cudnn=true.",
        refused(() -> new LSTM(2).useCudnn(true)));
  }

  @Test
  void goesOnFromBatchToBatchUntilItIsReset() {
    LSTM layer = new LSTM(3).stateful(true);
    KerasTensor x = input(2, 4, 3);
    try (Model model = Model.of(x, layer.apply(x))) {
      float[][] first = model.predict(data(2, 4, 3), p -> p.batchSize(2)).toArray2d();
      float[][] second = model.predict(data(2, 4, 3), p -> p.batchSize(2)).toArray2d();
      assertFalse(Arrays.deepEquals(first, second));
      layer.resetState();
      assertArrayEquals(first, model.predict(data(2, 4, 3), p -> p.batchSize(2)).toArray2d());
    }
  }

  @Test
  void takesTenThousandSteps() {
    try (Sequential model =
        new Sequential(
            new GRU(4).returnSequences(true).inputShape(-1, 2),
            new LSTM(3).useCudnn(false),
            new Dense(1))) {
      model.compile("sgd", "mse");
      FloatNdArray x = data(2, 10_000, 2);
      double before = model.evaluate(x, data(2, 1), e -> e.verbose(0)).get("loss");
      model.fit(x, data(2, 1), f -> f.epochs(3).verbose(0));
      double after = model.evaluate(x, data(2, 1), e -> e.verbose(0)).get("loss");
      assertTrue(after < before, before + " " + after);
    }
  }

  /** Gives the first sample alone. */
  private static final class FirstSample extends Layer {
    @Override
    protected Expr call(Expr x, CallContext ctx) {
      return Numpy.take(x, Core.constant(ctx.tf(), 0, DType.INT32), 0).expandDims(0);
    }
  }

  @Test
  void refusesInitialStatesOfAnotherNumberOfSamples() {
    KerasTensor x = input(-1, 1, 3);
    KerasTensor h = input(-1, 2);
    KerasTensor first = new FirstSample().apply(h);
    KerasTensor out = new GRU(2).applyAll(x, c -> c.with("initial_state", first)).flat().get(0);
    try (Model model = Model.of(List.of(x, h), List.of(out))) {
      String message = refused(() -> model.predictAll(List.of(data(2, 1, 3), data(2, 2))));
      assertTrue(message.contains("GRU 'gru'"), message);
    }
  }
}
