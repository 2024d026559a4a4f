package keras.live;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import keras.Keras;
import keras.engine.CallContext;
import keras.engine.HostTensor;
import keras.engine.KerasTensor;
import keras.engine.control.Cond;
import keras.engine.control.ForiLoop;
import keras.engine.control.Scan;
import keras.engine.control.Switch;
import keras.engine.control.TensorFunction;
import keras.engine.control.WhileLoop;
import keras.layers.Dense;
import keras.layers.Dropout;
import keras.layers.FluentLayer;
import keras.layers.InputLayer;
import keras.layers.Layer;
import keras.models.Model;
import keras.models.Sequential;
import keras.ops.Expr;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.saving.ExportOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.ndarray.Shape;

/**
 * Operations that take functions: in models, in layers, in what is exported, and what is refused.
 */
@ExtendWith(PythonExtension.class)
class FunctionOperationsTest {
  private static final float[][] X = {{1, 2}, {3, 4}};

  private final Path dir;

  FunctionOperationsTest(@TempDir Path dir) {
    this.dir = dir;
  }

  @BeforeEach
  void forgetNames() {
    Keras.clearSession();
  }

  /** Doubles until the sum is 100 or five times, then adds 1 and 2. */
  private static Model model() {
    KerasTensor x = new InputLayer(2).output();
    WhileLoop doubles =
        new WhileLoop(TensorFunction.of(a -> a.sum().less(100)), TensorFunction.of(a -> a.mul(2)))
            .maximumIterations(5);
    ForiLoop counts =
        new ForiLoop(1, 3, TensorFunction.of((i, a) -> a.add(i.cast(keras.ops.DType.FLOAT32))));
    return Model.of(List.of(x), List.of(counts.apply(doubles.apply(x))));
  }

  private static final float[][] Y = {{19, 35}, {51, 67}};

  @Test
  void areNodesOfFunctionalModels() {
    try (Model model = model();
        Model clone = Keras.cloneModel(model)) {
      assertArrayEquals(flat(Y), model.predict(X).toArray());
      assertArrayEquals(flat(Y), clone.predict(X).toArray());
      StringBuilder text = new StringBuilder();
      model.summary(line -> text.append(line).append('\n'));
      String table = text.toString();
      assertTrue(table.contains("while_loop (WhileLoop)"), table);
    }
  }

  private static float[] flat(float[][] rows) {
    return new float[] {rows[0][0], rows[0][1], rows[1][0], rows[1][1]};
  }

  @Test
  void areExportedForPython(Python python) {
    Path folder = dir.resolve("saved");
    try (Model model = model()) {
      model.export(folder.toString(), ExportOptions.defaults().verbose(false));
    }
    HostTensor y =
        python
            .keras3()
            .exec(
                "result['y'] = tf.saved_model.load(path).serve(tf.constant(x, tf.float32)).numpy()",
                Map.of("path", folder, "x", List.of(List.of(1, 2), List.of(3, 4))))
            .array("y");
    assertArrayEquals(flat(Y), y.floats());
  }

  @Test
  void areNotSavedAndSaySo() {
    try (Model model = model()) {
      String message =
          assertThrows(
                  UnsupportedOperationException.class,
                  () -> model.save(dir.resolve("m.keras").toString()))
              .getMessage();
      assertEquals(
          "Model: WhileLoop 'while_loop' takes functions of Java, which no file holds. Put it into"
              + " the `call` of a layer of your own to save the model.",
          message);
    }
  }

  /** Calls an inner layer in one branch, and steps of a loop that read its weights. */
  private static final class Gated extends FluentLayer<Gated> {
    private final Dense inner = new Dense(2);

    @Override
    protected Expr call(Expr x, CallContext ctx) {
      Expr large = x.sum().greater(0);
      Expr chosen =
          new Cond((in, c) -> List.of(inner.apply(x, c)), (in, c) -> List.of(x))
              .call(List.of(large), ctx)
              .get(0);
      return new ForiLoop(0, 2, (v, c) -> List.of(inner.apply(v.get(1), c).tanh()))
          .call(List.of(chosen), ctx)
          .get(0);
    }
  }

  /** Computes the same without functions. */
  private static final class Plain extends FluentLayer<Plain> {
    private final Dense inner = new Dense(2);

    @Override
    protected Expr call(Expr x, CallContext ctx) {
      Expr once = inner.apply(inner.apply(x, ctx), ctx).tanh();
      return inner.apply(once, ctx).tanh();
    }
  }

  @Test
  void readWeightsThatTrain() {
    assertArrayEquals(trained(Plain::new), trained(Gated::new), 1e-6f);
  }

  private static float[] trained(Supplier<Layer> layer) {
    Keras.clearSession();
    Keras.setRandomSeed(3);
    try (Sequential model = new Sequential(new InputLayer(2), layer.get())) {
      model.compile("sgd", "mse");
      model.fit(X, X, f -> f.epochs(3).verbose(0));
      return model.predict(X).toArray();
    }
  }

  @Test
  void refuseFunctionsThatChangeState() {
    KerasTensor x = new InputLayer(2).output();
    Dropout dropout = new Dropout(0.5).seed(1);
    Cond operation =
        new Cond(
            (in, c) -> List.of(dropout.apply(in.get(0), a -> a.training(true), c)), (in, c) -> in);
    KerasTensor flag = new InputLayer(Shape.of()).dtype("bool").output();
    String message =
        assertThrows(IllegalStateException.class, () -> operation.applyAll(List.of(flag, x)))
            .getMessage();
    assertTrue(
        String.valueOf(message).startsWith("A function that an operation takes cannot assign"),
        message);
  }

  @Test
  void sayWhatAStepMustGive() {
    KerasTensor x = new InputLayer(2).output();
    WhileLoop loop =
        new WhileLoop(TensorFunction.of(a -> a.sum().less(9)), TensorFunction.of(a -> a.sum()));
    assertEquals(
        "WhileLoop 'while_loop': expected a `body` that gives tensors of the dtypes and shapes"
            + " [(None, 2) float32]. Received: [() float32].",
        assertThrows(IllegalArgumentException.class, () -> loop.apply(x)).getMessage());
    Switch choice =
        new Switch(
            List.of(
                TensorFunction.of(a -> a), TensorFunction.of(a -> a.cast(keras.ops.DType.INT32))));
    KerasTensor number = new InputLayer(Shape.of()).dtype("int32").output();
    assertThrows(IllegalArgumentException.class, () -> choice.apply(number, x));
    Scan scan = new Scan(1, (c, rows, ctx) -> new Scan.Step(c, List.of(rows.get(0).sum())));
    assertThrows(IllegalArgumentException.class, () -> scan.applyAll(List.of(x, x)));
  }
}
