package keras.written;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import keras.Keras;
import keras.engine.HostTensor;
import keras.engine.KerasTensor;
import keras.engine.Operation;
import keras.layers.Dense;
import keras.layers.Layer;
import keras.models.Model;
import keras.ops.DType;
import keras.ops.Ops;
import keras.python.Framework;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.saving.SaveOptions;
import keras.saving.SaveOptions.Dialect;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.StdArrays;

/** Functional models whose operations Java code calls on their tensors. */
@ExtendWith(PythonExtension.class)
class TensorOperationsTest {
  private final Path dir;

  TensorOperationsTest(@TempDir Path dir) {
    this.dir = dir;
  }

  @BeforeEach
  void forgetNames() {
    Keras.clearSession();
  }

  private static Model model() {
    KerasTensor x = Keras.input(4, 3);
    KerasTensor mean = x.mean(-1).expandDims(-1);
    KerasTensor scaled = x.sub(mean).div(x.square().sum(-1).add(1).sqrt().expandDims(-1));
    KerasTensor h = new Dense(3).name("dense").apply(scaled);
    KerasTensor cut = h.get(":, 1:3").mul(2).maximum(x.get(":, ::2"));
    KerasTensor joined = Ops.concatenate(List.of(cut, Ops.clip(cut, -0.5, 0.5).neg()), 1);
    KerasTensor out = joined.matmul(h.transpose(0, 2, 1)).reshape(-1, 16).relu().cast("float64");
    return Model.of(x, out);
  }

  @ParameterizedTest
  @EnumSource(Framework.class)
  void bothKerasesRunThem(Framework framework, Python python) {
    float[][][] values = new float[3][4][3];
    java.util.Random random = new java.util.Random(4);
    for (float[][] sample : values) {
      for (float[] row : sample) {
        for (int i = 0; i < row.length; i++) {
          row[i] = (float) random.nextGaussian();
        }
      }
    }
    FloatNdArray x = StdArrays.ndCopyOf(values);
    try (Model model = model()) {
      HostTensor expected = HostTensor.of(model.predictAll(x).get(0));
      assertEquals(DType.FLOAT64, expected.dtype());
      for (String ending : List.of("keras", "h5")) {
        Path file = dir.resolve("java." + ending);
        boolean tf = framework == Framework.TF_KERAS;
        model.save(
            file.toString(),
            SaveOptions.defaults().dialect(tf ? Dialect.TF_KERAS : Dialect.KERAS_3));
        HostTensor actual =
            python
                .of(framework)
                .exec(
                    """
                    model = keras.models.load_model(path)
                    result["y"] = model.predict(x, verbose=0)
                    """,
                    Map.of("path", file, "x", x))
                .array("y");
        assertEquals(expected.shape(), actual.shape());
        assertArrayEquals(
            expected.cast(DType.FLOAT32).floats(), actual.cast(DType.FLOAT32).floats(), 1e-6f);
        try (Model back = Keras.loadModel(file)) {
          assertArrayEquals(
              expected.cast(DType.FLOAT32).floats(),
              HostTensor.of(back.predictAll(x).get(0)).cast(DType.FLOAT32).floats(),
              0f);
          assertEquals(
              tf ? model.operations().size() : 2, back.layers().size(), "whether they are layers");
          assertEquals(model.operations().size(), back.operations().size());
        }
      }
    }
  }

  @Test
  void operationsAreNoLayersAndHaveNames() {
    try (Model model = model()) {
      assertEquals(
          List.of("input_layer", "dense"), model.layers().stream().map(Layer::name).toList());
      assertEquals(
          List.of("input_layer", "square", "sum", "mean"),
          model.operations().stream().map(Operation::name).limit(4).toList());
    }
  }

  @Test
  void refusesWhatTheOperationDoesNotTake() {
    KerasTensor x = Keras.input(4, 3);
    assertEquals(
        "Ops.mean: there is no argument `axes`. It takes: x, axis, keepdims.",
        message(() -> Ops.call("mean", x, c -> c.with("axes", 1))));
    assertEquals(
        "Ops.reshape: `newshape` must be given. Received: [x].",
        message(() -> Ops.call("reshape", x)));
    assertEquals(
        "Ops: there is no operation 'maen'. docs/OPERATIONS.md lists those that are.",
        message(() -> Ops.call("maen", x)));
    assertEquals(
        "Ops.get: expected numbers, slices, None and ..., as in \":, 1:3, None, ..., -1\"."
            + " Received: ':, a'.",
        message(() -> x.get(":, a")));
    assertEquals(
        "Transpose 'transpose': `axes` must lie in [-3, 3). Received: axes=3.",
        message(() -> x.transpose(0, 1, 3)));
    assertEquals(
        "Ops.max: `initial` is supported as None alone. Received: initial=0.5.",
        assertThrows(
                UnsupportedOperationException.class,
                () -> Ops.call("max", x, c -> c.with("initial", 0.5)))
            .getMessage());
  }

  @Test
  void saysWhatEachArgumentMustBe() {
    KerasTensor x = Keras.input(4, 3);
    assertEquals(
        "Sum 'sum': `keepdims` must be true or false. Received: keepdims='no'.",
        message(() -> Ops.call("sum", x, c -> c.with("keepdims", "no"))));
    assertEquals(
        "Roll 'roll': `shift` must be one number, or one for each of 2 axes. Received: shift=[1, 2,"
            + " 3].",
        message(
            () ->
                Ops.call(
                    "roll",
                    x,
                    c -> c.with("shift", List.of(1, 2, 3)).with("axis", List.of(0, 1)))));
    assertEquals(
        "Norm 'norm': `ord` must be 1, -1, 2, -2, Infinity or -Infinity of two axes. Received:"
            + " ord=3.0.",
        message(() -> Ops.call("norm", x, c -> c.with("ord", 3).with("axis", List.of(1, 2)))));
    KerasTensor kernel = Keras.input(2, 3, 5);
    assertEquals(
        "Conv 'conv': either `strides` or `dilation_rate` must be 1. Received: strides=[2],"
            + " dilation_rate=[2].",
        message(
            () ->
                Ops.call(
                    "conv",
                    x,
                    c -> c.with("kernel", kernel).with("strides", 2).with("dilation_rate", 2))));
  }

  private static String message(org.junit.jupiter.api.function.Executable code) {
    return Objects.requireNonNull(assertThrows(IllegalArgumentException.class, code).getMessage());
  }
}
