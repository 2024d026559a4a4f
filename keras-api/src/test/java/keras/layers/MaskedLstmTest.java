package keras.layers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.ArrayList;
import java.util.List;
import keras.Keras;
import keras.engine.CallContext;
import keras.engine.HostTensor;
import keras.engine.KerasTensor;
import keras.engine.Structure;
import keras.engine.Variable;
import keras.initializers.Ones;
import keras.models.Model;
import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Numpy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;

/** The kernel of a whole sequence takes masks, and gives and learns what single steps do. */
class MaskedLstmTest {
  /** Samples: all steps count, none, the first ones, the last ones, some between. */
  private static final int[][] COUNTS = {
    {1, 1, 1, 1, 1}, {0, 0, 0, 0, 0}, {1, 1, 1, 0, 0}, {0, 0, 1, 1, 1}, {0, 1, 0, 1, 0}
  };

  /** Scales all but the last feature, which says what counts. */
  private static final class Counts extends Layer {
    private Variable scale;

    @Override
    protected void build(Shape input) {
      scale = addWeight("scale", Shape.of(input.get(-1)), new Ones());
    }

    @Override
    protected Expr call(Expr x, CallContext ctx) {
      Expr last = Numpy.take(x, Core.constant(x.tf(), 2, DType.INT32), 2);
      return x.mul(ctx.read(scale)).withMask(last.greater(0.5));
    }
  }

  private static FloatNdArray data(long... shape) {
    float[] values = new float[Math.toIntExact(Shape.of(shape).size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.sin(i * 0.7);
    }
    return NdArrays.wrap(Shape.of(shape), DataBuffers.of(values));
  }

  private static FloatNdArray sequences() {
    FloatNdArray x = data(5, 5, 3);
    for (int i = 0; i < 5; i++) {
      for (int t = 0; t < 5; t++) {
        x.setFloat(COUNTS[i][t], i, t, 2);
      }
    }
    return x;
  }

  /** Returns outputs and states, and the weights after three steps. */
  private static List<float[]> run(LSTM lstm, boolean all) {
    KerasTensor x = new InputLayer(Shape.of(-1, 5, 3)).output();
    KerasTensor h = new InputLayer(Shape.of(-1, 2)).output();
    KerasTensor c = new InputLayer(Shape.of(-1, 2)).output();
    Structure<KerasTensor> out =
        lstm.returnState(true)
            .applyAll(new Counts().apply(x), a -> a.with("initial_state", List.of(h, c)));
    List<float[]> results = new ArrayList<>();
    try (Model model = Model.of(List.of(x, h, c), out.flat())) {
      List<FloatNdArray> in = List.of(sequences(), data(5, 2), data(5, 2));
      List<FloatNdArray> y = List.of(all ? data(5, 5, 2) : data(5, 2), data(5, 2), data(5, 2));
      model.compile("sgd", "mse");
      for (NdArray<?> made : model.predictAll(in)) {
        results.add(HostTensor.of(made).floats());
      }
      model.fit(in, y, f -> f.epochs(3).verbose(0));
      model.getWeights().forEach(w -> results.add(HostTensor.of(w).floats()));
    }
    return results;
  }

  @ParameterizedTest
  @CsvSource({
    "false, false, false",
    "true, false, false",
    "true, true, false",
    "true, true, true",
    "false, true, true",
    "false, false, true"
  })
  void computesMaskedStepsInOneKernel(boolean all, boolean backwards, boolean zeros) {
    List<List<float[]>> results = new ArrayList<>();
    for (boolean steps : new boolean[] {false, true}) {
      Keras.clearSession();
      Keras.setRandomSeed(1);
      LSTM lstm = new LSTM(2).returnSequences(all).goBackwards(backwards).zeroOutputForMask(zeros);
      results.add(run(steps ? lstm.useCudnn(false) : lstm, all));
    }
    for (int i = 0; i < results.get(0).size(); i++) {
      assertArrayEquals(results.get(1).get(i), results.get(0).get(i), 1e-6f);
    }
  }
}
