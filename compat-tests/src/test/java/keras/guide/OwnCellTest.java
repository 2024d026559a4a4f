package keras.guide;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import keras.Keras;
import keras.config.Arg;
import keras.config.CustomObjects;
import keras.engine.CallContext;
import keras.engine.HostTensor;
import keras.engine.Variable;
import keras.engine.loops.Scan;
import keras.engine.loops.StepOut;
import keras.initializers.GlorotUniform;
import keras.initializers.Orthogonal;
import keras.layers.Bidirectional;
import keras.layers.Cell;
import keras.layers.Dense;
import keras.layers.Layer;
import keras.layers.RNN;
import keras.models.Model;
import keras.models.Sequential;
import keras.ops.Expr;
import keras.ops.Numpy;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import keras.saving.ExportOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.StdArrays;
import org.tensorflow.ndarray.buffer.DataBuffers;

/** The Java of docs/guide/own-cell.md. */
@ExtendWith(PythonExtension.class)
class OwnCellTest {
  private static final float[][][] X = {{{1, 2}, {3, 4}, {5, 6}}, {{2, 1}, {0, 1}, {1, 1}}};
  private static final float[][] Y = {{1}, {0}};

  public static final class MinimalCell extends Layer implements Cell {
    @Arg private int units;
    private Variable kernel;
    private Variable recurrent;

    MinimalCell() {}

    public MinimalCell(int units) {
      this.units = units;
    }

    @Override
    public List<Shape> stateShapes() {
      return List.of(Shape.of(units));
    }

    @Override
    protected void build(Shape input) {
      kernel = addWeight("kernel", Shape.of(input.get(-1), units), new GlorotUniform());
      recurrent = addWeight("recurrent_kernel", Shape.of(units, units), new Orthogonal());
    }

    @Override
    public StepOut step(Expr x, List<Expr> states, List<Expr> fixed, CallContext ctx) {
      Expr h = x.matmul(ctx.read(kernel)).add(states.get(0).matmul(ctx.read(recurrent)));
      return StepOut.of(h.tanh());
    }
  }

  public static final class Smoothed extends Layer {
    @Arg private double keep = 0.9;

    @Override
    protected Expr call(Expr x, CallContext ctx) {
      Expr start = Numpy.zerosLike(Numpy.sum(x, 1, false));
      return Scan.over(x)
          .states(List.of(start))
          .outputs(true)
          .run(
              ctx,
              (in, states, constants, c) ->
                  StepOut.of(states.get(0).mul(keep).add(in.get(0).mul(1 - keep))))
          .all();
    }
  }

  @Test
  void aCell(@TempDir Path folder, Python python) {
    String file = folder.resolve("own.keras").toString();
    try (var model =
        new Sequential(
            new Bidirectional(new RNN(new MinimalCell(4)).returnSequences(true)),
            new RNN(new MinimalCell(3)),
            new Dense(1))) {
      model.compile("adam", "mse");
      model.fit(data(), StdArrays.ndCopyOf(Y), f -> f.epochs(2).verbose(0));
      model.save(file);
      try (Model same = Keras.loadModel(file, CustomObjects.of(MinimalCell.class))) {
        assertArrayEquals(model.predict(data()).toArray2d(), same.predict(data()).toArray2d());
      }
      assertRunsInPython(model, folder, python);
    }
  }

  @Test
  void aLoop(@TempDir Path folder, Python python) {
    try (var model = new Sequential(new Smoothed(), new RNN(new MinimalCell(3)), new Dense(1))) {
      model.compile("adam", "mse");
      model.fit(data(), StdArrays.ndCopyOf(Y), f -> f.epochs(2).verbose(0));
      assertRunsInPython(model, folder, python);
    }
  }

  /** A SavedModel with loops is run by Python. */
  private static void assertRunsInPython(Model model, Path folder, Python python) {
    Path path = folder.resolve("exported");
    model.export(path.toString(), ExportOptions.defaults().verbose(false));
    PythonResult run =
        python
            .keras3()
            .exec(
                """
                import tensorflow as tf
                model = tf.saved_model.load(path)
                result["y"] = model.serve(x).numpy()
                """,
                Map.of("path", path.toString(), "x", data()));
    float[] ours = HostTensor.of(model.predict(data())).floats();
    float[] theirs = run.array("y").floats();
    assertEquals(2, ours.length);
    assertArrayEquals(ours, theirs, 1e-6f);
  }

  private static FloatNdArray data() {
    float[] flat = new float[12];
    int i = 0;
    for (float[][] sample : X) {
      for (float[] row : sample) {
        for (float v : row) {
          flat[i++] = v;
        }
      }
    }
    return NdArrays.wrap(Shape.of(2, 3, 2), DataBuffers.of(flat));
  }
}
