package keras.trainers;

import static keras.Keras.input;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import keras.Keras;
import keras.engine.CallContext;
import keras.engine.KerasTensor;
import keras.engine.Variable;
import keras.initializers.Initializer;
import keras.initializers.Ones;
import keras.layers.Dense;
import keras.layers.Embedding;
import keras.layers.Flatten;
import keras.layers.Layer;
import keras.models.Model;
import keras.models.Sequential;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Numpy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;

/** TensorFlow's own errors are wrapped once, and name the layer or loss they come from. */
class NativeErrorsTest {
  @BeforeEach
  void seed() {
    Keras.setRandomSeed(7);
  }

  private static String message(Runnable body) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, body::run);
    Throwable cause = e.getCause();
    assertEquals(TFInvalidArgumentException.class, cause == null ? null : cause.getClass());
    return String.valueOf(e.getMessage());
  }

  private static Sequential words() {
    return new Sequential(
        new Embedding(10, 2).name("words").inputShape(3),
        new Flatten(),
        new Dense(4, "softmax").name("head"));
  }

  /** TensorFlow's fused product of nothing ends the process, in Python too. */
  @Test
  void computesInputsOfNoWidth() {
    for (Layer first : List.of(new Flatten().inputShape(4, 0), new Flatten().inputShape(0))) {
      try (Sequential model =
          new Sequential(first, new Dense(2, "relu").biasInitializer("ones"), new Dense(1))) {
        model.compile(c -> c.optimizer("sgd").loss("mse"));
        Shape samples = Shape.of(3).append(Objects.requireNonNull(first.batchInputShape()).tail());
        NdArray<?> x = NdArrays.ofFloats(samples);
        assertTrue(model.trainOnBatch(x, new float[][] {{1}, {1}, {1}}).get("loss") >= 0);
        assertEquals(Shape.of(3, 1), model.predict(x).shape());
      }
    }
    try (Sequential model = new Sequential(new Dense(2).biasInitializer("ones").inputShape(5, 0))) {
      NdArray<?> y = model.predict(NdArrays.ofFloats(Shape.of(1, 5, 0)));
      assertEquals(Shape.of(1, 5, 2), y.shape());
      y.scalars().forEach(one -> assertEquals(1f, one.getObject()));
    }
  }

  @Test
  void namesTheEmbeddingThatAnIndexIsTooLargeFor() {
    try (Sequential model = words()) {
      int[][] x = {{0, 1, 2}, {3, 12, 4}};
      assertEquals(
          ("Embedding 'words' in the predict function of %s failed (op"
                  + " predict/Gather): indices[1,1] = 12 is not in [0, 10). Check the values"
                  + " it is given.")
              .formatted(model),
          message(() -> model.predict(x)));
    }
  }

  @Test
  void namesTheEmbeddingInFitAndLosesNothing() {
    try (Sequential model = words()) {
      model.compile("sgd", "sparse_categorical_crossentropy");
      int[][] x = {{0, 1, 2}, {3, -11, 4}};
      int[][] y = {{0}, {1}};
      model.build(-1, 3);
      var before = model.getWeights();
      assertEquals(
          ("Embedding 'words' in the train function of %s failed (op train/Gather):"
                  + " indices[1,1] = -1 is not in [0, 10). Check the values it is given.")
              .formatted(model),
          message(() -> model.fit(x, y, f -> f.shuffle(false).verbose(0))));
      assertEquals(before, model.getWeights());
      model.fit(new int[][] {{0, 1, 2}}, new int[][] {{0}}, f -> f.verbose(0));
    }
  }

  @Test
  void namesTheLossThatALabelIsTooLargeFor() {
    try (Sequential model = words()) {
      model.compile("sgd", "sparse_categorical_crossentropy");
      int[][] x = {{0, 1, 2}};
      int[][] y = {{4}};
      assertEquals(
          ("SparseCategoricalCrossentropy 'sparse_categorical_crossentropy' in the"
                  + " train function of %s failed (op"
                  + " train/SparseSoftmaxCrossEntropyWithLogits): Received a label value of"
                  + " 4 which is outside the valid range of [0, 4). Label values: 4. Check"
                  + " the values it is given.")
              .formatted(model),
          message(() -> model.fit(x, y, f -> f.shuffle(false).verbose(0))));
    }
  }

  /** Multiplies by a vector of a size of its own. */
  private static final class Scale extends Layer {
    private final long size;
    private Variable scale;

    Scale(long size) {
      this.size = size;
    }

    @Override
    protected void build(Shape input) {
      scale = addWeight("scale", Shape.of(size), new Ones());
    }

    @Override
    protected Expr call(Expr x, CallContext ctx) {
      return x.mul(ctx.read(scale));
    }
  }

  /** Calls another layer. */
  private static final class Around extends Layer {
    private final Layer inner;

    Around(Layer inner) {
      this.inner = track("inner", inner);
    }

    @Override
    protected List<Expr> call(List<Expr> x, CallContext ctx) {
      return inner.applyAll(x, ctx);
    }
  }

  @Test
  void namesAUsersLayerWhoseShapesDoNotFit() {
    KerasTensor in = input(3);
    Layer layer = new Scale(4).name("mine");
    assertEquals(
        "Scale 'mine': TensorFlow refused an op on inputs of shapes [(None, 3)]:"
            + " Dimensions must be equal, but are 3 and 4 for 'Mul ="
            + " Mul[T=DT_FLOAT](Placeholder, Placeholder_1)' with input shapes: [?,3],"
            + " [4]. Check the shapes and dtypes it combines.",
        message(() -> layer.apply(in)));
  }

  @Test
  void namesTheInnermostLayerOnce() {
    KerasTensor in = input(3);
    Layer layer = new Around(new Scale(4).name("inner")).name("outer");
    assertEquals(
        "Scale 'inner': TensorFlow refused an op on inputs of shapes [(None,"
            + " 3)]: Dimensions must be equal, but are 3 and 4 for 'Mul ="
            + " Mul[T=DT_FLOAT](Placeholder, Placeholder_1)' with input shapes: [?,3],"
            + " [4]. Check the shapes and dtypes it combines.",
        message(() -> layer.apply(in)));
  }

  /** Asserts that its input is finite, through a layer inside or by itself. */
  private static final class Finite extends Layer {
    @Override
    protected Expr call(Expr x, CallContext ctx) {
      return x.wrap(x.tf().debugging.checkNumerics(x, "not finite"));
    }
  }

  @Test
  void namesTheInnermostLayerWhoseOpFailsWhenItRuns() {
    KerasTensor in = input(1);
    Layer layer = new Around(new Finite().name("inner")).name("outer");
    try (Model model = Model.of(in, new Dense(1).apply(layer.apply(in)))) {
      assertEquals(
          ("Finite 'inner' in the predict function of %s failed (op"
                  + " predict/CheckNumerics): not finite : Tensor had NaN values. Check the"
                  + " values it is given.")
              .formatted(model),
          message(() -> model.predict(new float[][] {{Float.NaN}})));
    }
  }

  @Test
  void namesTheLossWhoseShapesDoNotFit() {
    try (Sequential model = words()) {
      model.compile("sgd", "mse");
      int[][] x = {{0, 1, 2}};
      float[][] y = {{1, 2, 3}};
      assertEquals(
          "MeanSquaredError 'mse': TensorFlow refused an op on inputs of shapes"
              + " [(None, 3), (None, 4)]: Dimensions must be equal, but are 3 and 4 for"
              + " 'train/Sub = Sub[T=DT_FLOAT](train/Placeholder_1, train/Softmax)' with"
              + " input shapes: [?,3], [?,4]. Check the shapes and dtypes it combines.",
          message(() -> model.fit(x, y, f -> f.shuffle(false).verbose(0))));
    }
  }

  /** Fails when it is computed. */
  private static final class Bad extends Initializer {
    @Override
    public Expr call(Ops tf, Shape shape, DType dtype) {
      Expr zero = Expr.of(tf, tf.constant(0f));
      return Numpy.broadcastTo(
          zero.wrap(tf.debugging.checkNumerics(zero.div(0), "bad value")),
          zero.wrap(tf.constant(new int[] {2, 1})));
    }

    @Override
    public String toString() {
      return "Bad";
    }
  }

  @Test
  void namesTheInitializerAndTheVariable() {
    KerasTensor in = input(2);
    try (Model model =
        Model.of(in, new Dense(1).name("d").kernelInitializer(new Bad()).apply(in))) {
      assertEquals(
          "Bad, the initializer of 'd/kernel', in computing initial values failed"
              + " (op CheckNumerics): bad value : Tensor had NaN values. Check the"
              + " values it is given.",
          message(() -> model.predict(new float[1][2])));
    }
  }
}
