package keras.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import keras.Keras;
import keras.callbacks.Callback;
import keras.callbacks.History;
import keras.callbacks.Logs;
import keras.data.Dataset;
import keras.engine.CallContext;
import keras.engine.KerasTensor;
import keras.layers.Conv2D;
import keras.layers.Layer;
import keras.losses.MeanSquaredError;
import keras.models.Model;
import keras.ops.Core;
import keras.ops.Expr;
import keras.ops.Ops;
import keras.optimizers.Adam;
import keras.python.Python;
import keras.python.PythonResult;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.NdArray;

/** The example of keras.io that enlarges images, small, beside Python. */
class SuperResolutionTest extends ScriptTest {
  private static final String ESPCN =
      SEED
          + """
          small = rng.uniform(0, 1, (16, 6, 6, 1)).astype("float32")
          large = rng.uniform(0, 1, (16, 18, 18, 1)).astype("float32")
          result["x"], result["y"] = small, large

          class DepthToSpace(L.Layer):
              def __init__(self, block_size):
                  super().__init__()
                  self.block_size = block_size

              def call(self, input):
                  batch, height, width, depth = ops.shape(input)
                  depth = depth // (self.block_size**2)
                  x = ops.reshape(input, [batch, height, width, self.block_size, self.block_size, depth])
                  x = ops.transpose(x, [0, 1, 3, 2, 4, 5])
                  return ops.reshape(
                      x, [batch, height * self.block_size, width * self.block_size, depth])

          conv_args = {"activation": "relu", "kernel_initializer": "orthogonal", "padding": "same"}
          inputs = keras.Input(shape=(None, None, 1))
          x = L.Conv2D(8, 5, **conv_args)(inputs)
          x = L.Conv2D(8, 3, **conv_args)(x)
          x = L.Conv2D(9, 3, **conv_args)(x)
          model = keras.Model(inputs, DepthToSpace(3)(x))

          class PSNR(keras.callbacks.Callback):
              def on_epoch_begin(self, epoch, logs=None):
                  self.psnr = []

              def on_epoch_end(self, epoch, logs=None):
                  result.setdefault("psnr", []).append(float(np.mean(self.psnr)))

              def on_test_batch_end(self, batch, logs=None):
                  self.psnr.append(10 * np.log10(1 / logs["loss"]))

          model.compile(optimizer=keras.optimizers.Adam(learning_rate=0.001),
                        loss=keras.losses.MeanSquaredError())
          result["before"] = [w.numpy() for w in model.weights]
          data = tf.data.Dataset.from_tensor_slices((small, large)).batch(4)
          result["history"] = model.fit(data, epochs=3, validation_data=data, verbose=0,
                                        callbacks=[PSNR()]).history
          result["part"] = small[:2, :4]
          result["y_part"] = model.predict(result["part"], verbose=0)
          """;

  private static final class DepthToSpace extends Layer {
    private final int blockSize;

    DepthToSpace(int blockSize) {
      this.blockSize = blockSize;
    }

    @Override
    protected Expr call(Expr input, CallContext ctx) {
      Expr batch = Core.size(input, 0);
      Expr height = Core.size(input, 1);
      Expr width = Core.size(input, 2);
      long depth = input.shape().get(-1) / blockSize / blockSize;
      Expr x = reshape(input, batch, height, width, blockSize, blockSize, depth);
      x = x.transpose(0, 1, 3, 2, 4, 5);
      return reshape(x, batch, height.mul(blockSize), width.mul(blockSize), depth);
    }

    private static Expr reshape(Expr x, Object... shape) {
      return Ops.call("reshape", x, c -> c.with("newshape", List.of(shape)));
    }
  }

  private static final class Psnr extends Callback {
    private final List<Double> psnr = new ArrayList<>();
    private final List<Double> means = new ArrayList<>();

    @Override
    public void onEpochBegin(int epoch, Logs logs) {
      psnr.clear();
    }

    @Override
    public void onEpochEnd(int epoch, Logs logs) {
      means.add(psnr.stream().mapToDouble(d -> d).average().orElseThrow());
    }

    @Override
    public void onTestBatchEnd(int batch, Logs logs) {
      psnr.add(10 * Math.log10(1 / logs.get("loss")));
    }
  }

  @Test
  void enlargeImages(Python python) {
    PythonResult expected = python.keras3().exec(ESPCN);
    NdArray<?> small = array(expected, "x");
    NdArray<?> large = array(expected, "y");
    KerasTensor inputs = Keras.input(null, "float32", -1, -1, 1);
    KerasTensor x = conv(8, 5).apply(inputs);
    x = conv(8, 3).apply(x);
    x = conv(9, 3).apply(x);
    try (Model model = Model.of(inputs, new DepthToSpace(3).apply(x))) {
      Psnr psnr = new Psnr();
      model.compile(c -> c.optimizer(new Adam(0.001)).loss(new MeanSquaredError()));
      Arrays32.assertNear("before", expected.arrays("before"), model.getWeights(), 0);
      Dataset data = Dataset.of(small, large).batch(4);
      History history =
          model.fit(data, f -> f.epochs(3).validationData(data).verbose(0).callbacks(psnr));
      assertNear(expected, history, 2e-6);
      for (int i = 0; i < 3; i++) {
        double mean = ((Number) expected.list("psnr").get(i)).doubleValue();
        assertEquals(mean, psnr.means.get(i), 1e-5);
      }
      NdArray<?> part = array(expected, "part");
      Arrays32.assertNear("y_part", expected.array("y_part"), model.predict(part), 1e-5);
    }
  }

  private static Conv2D conv(int filters, int size) {
    return new Conv2D(filters, size)
        .activation("relu")
        .kernelInitializer("orthogonal")
        .padding("same");
  }
}
