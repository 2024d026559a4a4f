package keras.written;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import keras.Keras;
import keras.engine.HostTensor;
import keras.models.Model;
import keras.ops.DType;
import keras.python.Framework;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import keras.saving.LoadOptions;
import keras.saving.ModelFormatException;
import keras.saving.SaveOptions;
import keras.saving.SaveOptions.Dialect;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.StdArrays;

/** Operations in the graphs of functional models, of both Kerases: read, written and trained. */
@ExtendWith(PythonExtension.class)
class OperationsTest {
  /** What is computed of a, of shape (batch, 4, 3), and b, (batch, 3, 2). */
  private static final String OF_BOTH =
      """
      a = keras.Input((4, 3), name="a")
      b = keras.Input((3, 2), name="b")
      s = a[:, 0]
      results = [
          a + s[:, None], a - 2, 3.0 - a, a * a, a / 4, 1 / (a * a + 1), -a, a ** 2, abs(a),
          a[:, 1:3, None], a[:, ::-1], a[:, -1, 1:], a @ b,
      """;

  private static final String OF_TF_KERAS =
      """
          tf.sqrt(tf.abs(a)), tf.square(a), tf.exp(a), tf.math.log(tf.abs(a) + 1.5), tf.sign(a),
          tf.maximum(a, 0.1), tf.minimum(a, s[:, None]), tf.matmul(a, b), tf.pow(tf.abs(a), 1.5),
          tf.add(a, [1.0, 2.0, 3.0]), tf.subtract(1.0, a), tf.divide(a, 3.0), tf.multiply(2.0, a),
          tf.reduce_mean(a, axis=1), tf.reduce_mean(a, axis=[1, 2], keepdims=True),
          tf.reduce_sum(a, axis=-1), tf.reduce_max(a, axis=1), tf.reduce_min(a, axis=(1, 2)),
          tf.reshape(a, (-1, 2, 6)), tf.transpose(a, [0, 2, 1]), tf.expand_dims(a, 1),
          tf.squeeze(tf.expand_dims(a, -1), axis=-1), tf.concat([a, a * 2], axis=1),
          tf.concat([s], axis=-1), tf.stack([s, s + 1], axis=1), tf.cast(a, "float64"),
          tf.clip_by_value(a, -0.5, 0.5), keras.backend.mean(a, axis=-1, keepdims=True),
          tf.nn.relu(a), tf.nn.relu6(a), tf.nn.sigmoid(a), tf.nn.tanh(a), tf.nn.softplus(a),
          tf.nn.softsign(a), tf.nn.silu(a), tf.nn.selu(a), tf.nn.elu(a), tf.nn.gelu(a),
          tf.nn.gelu(a, approximate=True), tf.nn.leaky_relu(a), tf.nn.leaky_relu(a, alpha=0.3),
          tf.nn.softmax(a), tf.nn.softmax(a, axis=1), tf.nn.log_softmax(a),
          tf.math.log_sigmoid(a),
          tf.sin(a), tf.cos(a), tf.math.tan(a), tf.sinh(a), tf.atan(a), tf.math.asinh(a),
          tf.floor(a), tf.math.ceil(a), tf.round(a), tf.math.log1p(tf.abs(a)), tf.math.expm1(a),
          tf.math.erf(a), tf.math.rsqrt(tf.abs(a) + 1), tf.math.reciprocal(tf.abs(a) + 1),
          tf.math.floordiv(a, 0.3), tf.math.floormod(a, 0.3), tf.atan2(a, a + 2),
          tf.math.divide_no_nan(a, tf.nn.relu(a)), tf.stop_gradient(a), tf.math.is_finite(a),
          tf.reduce_prod(a, axis=1), tf.math.reduce_std(a, axis=1),
          tf.math.reduce_variance(a, axis=[1, 2]), tf.reduce_logsumexp(a, axis=1, keepdims=True),
          tf.cumsum(a, axis=1), tf.math.cumprod(a, axis=2), tf.where(a > 0, a, a * 0.1),
          tf.gather(a, [0, 2], axis=2), tf.pad(a, [[0, 0], [1, 2], [0, 1]]),
          tf.tile(a, [1, 2, 1]), tf.repeat(a, 2, axis=1), tf.reverse(a, [1]),
          tf.roll(a, shift=1, axis=2), tf.one_hot(tf.cast(tf.abs(a) * 2, "int32"), 3),
          tf.split(a, 3, axis=2)[1], tf.unstack(a, axis=1)[2],
      ]
      def more():
          m = tf.matmul(a, a, transpose_a=True)
          p = m + tf.eye(3) * 2.0
          i = tf.cast(tf.abs(a) * 9.0, "int32")
          v = tf.tile(tf.abs(a)[:, :, :, None], [1, 1, 2, 4]) * [0.1, 0.2, 0.3, 0.15]
          rgb = v[:, :, :, :3]
          return [
              tf.math.erfc(a), tf.math.erfinv(tf.tanh(a) * 0.5), tf.nn.bias_add(a, [1.0, 2.0, 3.0]),
              tf.math.rint(a * 3.0), tf.realdiv(a, 3.0), tf.truncatemod(a, 0.3), tf.math.bessel_i0(a),
              tf.bitwise.invert(i),
              m, tf.matmul(a, a, transpose_b=True),
              tf.matmul(m, a, transpose_a=True, transpose_b=True), tf.linalg.matrix_transpose(a),
              tf.linalg.adjoint(a), tf.linalg.trace(p), tf.linalg.diag_part(p),
              tf.linalg.diag_part(a, k=1), tf.linalg.cross(a, a[:, ::-1]),
              tf.tensordot(a, [[1.0, 2.0], [0.5, 1.0], [2.0, 0.0]], 1), tf.linalg.det(p),
              tf.linalg.inv(p), tf.linalg.pinv(p), tf.linalg.cholesky(p), tf.linalg.solve(p, b),
              tf.linalg.triangular_solve(tf.linalg.cholesky(p), b),
              tf.linalg.eigh(p)[0], tf.abs(tf.linalg.qr(p)[1]),
              tf.linalg.logdet(p), tf.sort(a), tf.sort(a, axis=1), tf.argsort(a, axis=1),
              tf.math.top_k(a, 2)[0], tf.nn.top_k(a, 2)[1],
              tf.tensor_scatter_nd_update(a, [[0, 1], [1, 0]], [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]),
              tf.tensor_scatter_nd_add(a, [[0, 1], [0, 1]], [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]),
              tf.tensor_scatter_nd_max(a, [[0, 1]], [[0.0, 0.0, 0.0]]),
              tf.saturate_cast(a * 999.0, "uint8"),
              tf.image.resize(v, [5, 7]), tf.image.resize(v, (3, 2), method="nearest"),
              tf.image.resize(v, [5, 4], method="bicubic"),
              tf.image.resize(v, [2, 3], antialias=True),
              tf.image.rgb_to_grayscale(rgb), tf.image.rgb_to_hsv(rgb), tf.image.hsv_to_rgb(rgb),
              tf.image.ssim(rgb, rgb * 0.9, 1.0, filter_size=3),
              tf.image.flip_left_right(v), tf.image.flip_up_down(v), tf.nn.depth_to_space(v, 2),
              tf.nn.space_to_depth(v, 2),
          ]
      results += more()
      """;

  private static final String OF_KERAS_3 =
      """
          ops.sqrt(ops.abs(a)), ops.square(a), ops.exp(a), ops.log(ops.abs(a) + 1.5), ops.sign(a),
          ops.maximum(a, 0.1), ops.minimum(a, s[:, None]), ops.matmul(a, b),
          ops.power(ops.abs(a), 1.5), ops.subtract(1.0, a), ops.divide(a, 3), ops.multiply(2, a),
          ops.add(a, np.array([1.0, 2.0, 3.0], "float32")), a + np.ones((4, 3), "float32"),
          ops.mean(a, axis=1), ops.mean(a, axis=[1, 2], keepdims=True), ops.sum(a, axis=-1),
          ops.max(a, axis=1), ops.min(a, axis=(1, 2)), ops.reshape(a, (-1, 2, 6)),
          ops.transpose(a, [0, 2, 1]), ops.expand_dims(a, 1), ops.expand_dims(a, [1, 3]),
          ops.squeeze(ops.expand_dims(a, -1), axis=-1), ops.concatenate([a, a * 2], axis=1),
          ops.stack([s, s + 1], axis=1), ops.cast(a, "float64"), ops.clip(a, -0.5, 0.5),
          ops.cast(a * 10, "int32") / 4, ops.cast(a * 10, "int32") * 2,
          ops.cast(a * 10, "int32") + 0.5, ops.cast(a * 10, "int64") + ops.cast(a, "int32"),
          ops.relu(a), ops.relu6(a), ops.sigmoid(a), ops.tanh(a), ops.softplus(a), ops.softsign(a),
          ops.silu(a), ops.selu(a), ops.elu(a), ops.celu(a, 0.5), ops.gelu(a),
          ops.gelu(a, approximate=False), ops.leaky_relu(a), ops.leaky_relu(a, 0.3),
          ops.softmax(a), ops.softmax(a, axis=1), ops.log_softmax(a), ops.log_sigmoid(a),
          ops.hard_sigmoid(a), ops.hard_silu(a),
      ]
      """;

  private static final String SAVE =
      """
      model = keras.Model([a, b], results)
      model.save(path)
      result["y"] = model.predict([x, z], verbose=0)
      """;

  private static final String LOAD =
      """
      model = keras.models.load_model(path)
      result["y"] = model.predict([x, z], verbose=0)
      """;

  private static final FloatNdArray X = random(5, 4, 3);
  private static final FloatNdArray Z = random(5, 3, 2);

  private final Path dir;

  OperationsTest(@TempDir Path dir) {
    this.dir = dir;
  }

  private static FloatNdArray random(int n, int rows, int columns) {
    java.util.Random random = new java.util.Random(n + rows);
    float[][][] out = new float[n][rows][columns];
    for (float[][] sample : out) {
      for (float[] row : sample) {
        for (int i = 0; i < row.length; i++) {
          row[i] = (float) random.nextGaussian();
        }
      }
    }
    return StdArrays.ndCopyOf(out);
  }

  @BeforeEach
  void forgetNames() {
    Keras.clearSession();
  }

  private static void check(List<HostTensor> expected, List<? extends NdArray<?>> actual) {
    assertEquals(expected.size(), actual.size());
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < expected.size(); i++) {
      HostTensor e = expected.get(i);
      HostTensor a = HostTensor.of(actual.get(i));
      if (e.dtype() != a.dtype() || !e.shape().equals(a.shape())) {
        wrong.add(i + ": " + e.dtype() + e.shape() + " but " + a.dtype() + a.shape());
        continue;
      }
      float[] x = e.cast(DType.FLOAT32).floats();
      float[] y = a.cast(DType.FLOAT32).floats();
      for (int k = 0; k < x.length; k++) {
        if (Math.abs(x[k] - y[k]) > 2e-6 * (1 + Math.abs(x[k]))) {
          wrong.add(i + "[" + k + "]: " + x[k] + " but " + y[k]);
          break;
        }
      }
    }
    assertEquals(List.of(), wrong);
  }

  private static List<HostTensor> outputs(PythonResult result) {
    return result.arrays("y");
  }

  private static List<NdArray<?>> arrays(PythonResult result) {
    return outputs(result).stream().<NdArray<?>>map(HostTensor::toNdArray).toList();
  }

  private static Map<String, Object> with(Path path) {
    return Map.of("path", path, "x", X, "z", Z);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ops.keras", "ops.h5"})
  void readsAndWritesThoseOfKeras3(String name, Python python) {
    Path file = dir.resolve(name);
    String code = "from keras import ops\n" + OF_BOTH + OF_KERAS_3 + SAVE;
    List<HostTensor> expected = outputs(python.keras3().exec(code, with(file)));
    try (Model model = Keras.loadModel(file)) {
      check(expected, model.predictAll(List.of(X, Z)));
      for (String ending : List.of("keras", "h5")) {
        Path written = dir.resolve("java." + ending);
        model.save(written.toString()); // for Keras 3 alone, as a line says
        check(expected, arrays(python.keras3().exec(LOAD, with(written))));
        try (Model back = Keras.loadModel(written)) {
          assertEquals(List.of(), JsonDiff.of(model.config(), back.config()));
        }
      }
      try (Model clone = Keras.cloneModel(model)) {
        check(expected, clone.predictAll(List.of(X, Z)));
      }
      assertTrue(
          Objects.requireNonNull(
                  assertThrows(
                          UnsupportedOperationException.class,
                          () ->
                              model.save(
                                  dir.resolve("tf.h5").toString(),
                                  SaveOptions.defaults().dialect(Dialect.TF_KERAS)))
                      .getMessage())
              .contains("Celu 'celu': TensorFlow has no such function"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ops.keras", "ops.h5"})
  void readsThoseOfTfKeras(String name, Python python) {
    Path file = dir.resolve(name);
    List<HostTensor> expected =
        outputs(python.of(Framework.TF_KERAS).exec(OF_BOTH + OF_TF_KERAS + SAVE, with(file)));
    try (Model model = Keras.loadModel(file)) {
      check(expected, model.predictAll(List.of(X, Z)));
      Path written = dir.resolve("java.keras");
      model.save(written.toString());
      check(expected, arrays(python.keras3().exec(LOAD, with(written))));
      for (String ending : List.of("h5", "keras")) {
        Path again = dir.resolve("tf." + ending);
        model.save(again.toString(), SaveOptions.defaults().dialect(Dialect.TF_KERAS));
        check(expected, arrays(python.of(Framework.TF_KERAS).exec(LOAD, with(again))));
      }
    }
  }

  /** Neither Keras loads the dots back from the file that the other of these tests is about. */
  @ParameterizedTest
  @CsvSource({"TF_KERAS,h5", "KERAS3,keras"})
  void readsDots(Framework framework, String ending, Python python) {
    Path file = dir.resolve("dots." + ending);
    List<HostTensor> expected =
        outputs(
            python
                .of(framework)
                .exec(
                    """
                    a = keras.Input((4, 3), name="a")
                    b = keras.Input((3, 2), name="b")
                    results = [a[..., ::2], a[..., 0], a[:, None, ..., 1] + a[0, :, 0], b + b[0]]
                    """
                        + SAVE,
                    with(file)));
    try (Model model = Keras.loadModel(file)) {
      check(expected, model.predictAll(List.of(X, Z)));
    }
  }

  @ParameterizedTest
  @CsvSource({"TF_KERAS,h5", "KERAS3,keras"})
  void trainsThroughThem(Framework framework, String ending, Python python) {
    Path file = dir.resolve("train." + ending);
    PythonResult trained =
        python
            .of(framework)
            .exec(
                """
                keras.utils.set_random_seed(3)
                a = keras.Input((4, 3), name="a")
                h = keras.layers.Dense(3)(a)
                h = h * 0.5 + h[:, ::-1] * a
                h = h / (abs(h) + 1)
                h = h[:, 1:, None]
                y = keras.layers.Dense(1, use_bias=False)(keras.layers.Flatten()(h)) ** 2
                model = keras.Model(a, y - 1)
                model.compile(keras.optimizers.SGD(0.05), "mse")
                model.save(path)
                h = model.fit(x, t, batch_size=2, epochs=4, shuffle=False, verbose=0)
                result["loss"] = h.history["loss"]
                """,
                Map.of("path", file, "x", X, "t", StdArrays.ndCopyOf(new float[5][1])));
    try (Model model = Keras.loadModel(file)) {
      List<Double> loss =
          model
              .fit(X, new float[5][1], f -> f.batchSize(2).epochs(4).shuffle(false).verbose(0))
              .get("loss");
      double[] expected =
          trained.list("loss").stream().mapToDouble(n -> ((Number) n).doubleValue()).toArray();
      assertArrayEquals(expected, loss.stream().mapToDouble(n -> n).toArray(), 1e-5);
    }
  }

  @Test
  void takesOthersByName(Python python) {
    Path file = dir.resolve("other.h5");
    List<HostTensor> expected =
        outputs(
            python
                .of(Framework.TF_KERAS)
                .exec(
                    """
                    a = keras.Input((4, 3), name="a")
                    b = keras.Input((3, 2), name="b")
                    c = tf.linalg.sqrtm(a[:, :3] * 0.0 + tf.eye(3))
                    one = a[:, :3] * 0.0 + [[0.0], [1.0], [0.0]]
                    results = [c + 1, tf.linalg.tridiagonal_solve(one, b)]
                    """
                        + SAVE,
                    with(file)));
    assertEquals(
        file
            + """
            : attribute `model_config`: the model cannot be built:
              TFOpLambda 'tf.linalg.sqrtm' calls tf.linalg.sqrtm, which is not supported yet; give it in Java: LoadOptions.defaults().custom("tf.linalg.sqrtm", x -> ...).
              TFOpLambda 'tf.linalg.tridiagonal_solve' calls tf.linalg.tridiagonal_solve, which is not supported yet; give it in Java: LoadOptions.defaults().customOfList("tf.linalg.tridiagonal_solve", x -> ...).
              All at once: LoadOptions.defaults().custom("tf.linalg.sqrtm", x -> ...).customOfList("tf.linalg.tridiagonal_solve", x -> ...).\
            """,
        assertThrows(ModelFormatException.class, () -> Keras.loadModel(file)).getMessage());
    LoadOptions options =
        LoadOptions.defaults()
            .custom("tf.linalg.sqrtm", x -> x)
            .customOfList("tf.linalg.tridiagonal_solve", x -> x.get(1));
    try (Model model = Keras.loadModel(file, options)) {
      check(expected, model.predictAll(List.of(X, Z)));
      for (String ending : List.of("h5", "keras")) {
        Path written = dir.resolve("java." + ending);
        model.save(written.toString()); // for tf_keras alone, as a line says
        check(expected, arrays(python.of(Framework.TF_KERAS).exec(LOAD, with(written))));
        try (Model back = Keras.loadModel(written, options)) {
          check(expected, back.predictAll(List.of(X, Z)));
        }
      }
    }
  }
}
