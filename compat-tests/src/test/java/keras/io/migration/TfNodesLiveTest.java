package keras.io.migration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import keras.Keras;
import keras.engine.HostTensor;
import keras.models.Model;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers of TensorFlow's nodes: tf_keras and Java compute the same of one config. */
@ExtendWith(PythonExtension.class)
class TfNodesLiveTest {
  /** Writes the nodes of an expression as TensorFlow 2.0 to 2.3 wrote models with them. */
  private static final String WRITE =
      """
      import tensorflow as tf
      from google.protobuf import json_format
      from tf_keras.src.engine.base_layer import TensorFlowOpLayer
      with tf.Graph().as_default() as graph:
          x = tf.compat.v1.placeholder(tf.float32, [None, 3, 2], name="x")
          end = eval(expression)
          layers = [{"name": "x", "class_name": "InputLayer", "inbound_nodes": [],
                     "config": {"batch_input_shape": [None, 3, 2], "dtype": "float32",
                                "sparse": False, "ragged": False, "name": "x"}}]
          name = lambda op: "x" if op.name == "x" else "tf_op_layer_" + op.name
          for op in graph.get_operations():
              if op.type in ("Placeholder", "Const"):
                  continue
              known = {i: tf.get_static_value(t) for i, t in enumerate(op.inputs)
                       if t.op.type == "Const"}
              calls = [[name(t.op), 0, 0, {}] for i, t in enumerate(op.inputs) if i not in known]
              layers.append({
                  "name": name(op), "class_name": "TensorFlowOpLayer", "inbound_nodes": [calls],
                  "config": {"name": op.name, "trainable": True, "dtype": "float32",
                             "node_def": json_format.MessageToDict(op.node_def),
                             "constants": {str(i): v.tolist() for i, v in known.items()}}})
      text = json.dumps({"class_name": "Model", "keras_version": "2.2.4-tf", "config": {
          "name": "m", "layers": layers, "input_layers": [["x", 0, 0]],
          "output_layers": [[name(end.op), 0, 0]]}})
      result["text"] = text
      values = np.arange(24, dtype="float32").reshape(4, 3, 2) / 8 - 1
      result["x"] = values
      model = keras.models.model_from_json(
          text, custom_objects={"TensorFlowOpLayer": TensorFlowOpLayer})
      result["y"] = model.predict(values, verbose=0)
      """;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tf.reshape(x, [-1, 6])",
        "tf.transpose(x, [0, 2, 1])",
        "tf.expand_dims(x, 1)",
        "tf.squeeze(tf.expand_dims(x, 2), [2])",
        "1.0 - x * 2.0 + [0.5, 0.25]",
        "tf.abs(x) / 3.0 - tf.square(x)",
        "tf.maximum(tf.minimum(x, 0.5), -0.5)",
        "tf.pow(tf.abs(x), 1.5)",
        "tf.matmul(x, tf.transpose(x, [0, 2, 1]))",
        "tf.reduce_mean(x, [1])",
        "tf.reduce_sum(x, [1, 2], keepdims=True)",
        "tf.reduce_max(x, 2) - tf.reduce_min(x, 2)",
        "tf.concat([x, tf.negative(x), x], -1)",
        "tf.stack([x, tf.sign(x)], 1)",
        "tf.nn.relu(x) + tf.nn.relu6(x) + tf.nn.elu(x) + tf.nn.selu(x) + tf.nn.leaky_relu(x, 0.3)",
        "tf.nn.softmax(x) + tf.nn.log_softmax(x) + tf.sigmoid(x)",
        "tf.tanh(x) + tf.nn.softplus(x) + tf.nn.softsign(x) + tf.exp(x) + tf.sqrt(tf.abs(x))",
        "tf.math.log(tf.cast(tf.abs(x), 'float32') + 1.0)",
        "x[:, 1]",
        "x[:, 0:2, ::-1]",
        "x[..., 1:, tf.newaxis]",
        "tf.nn.bias_add(x, [1.0, 2.0])",
        "tf.math.erf(x) + tf.math.erfc(x) + tf.sin(x) * tf.cos(x) + tf.tan(x) + tf.math.rsqrt(x * x"
            + " + 1.0)",
        "tf.floor(x) + tf.math.ceil(x) + tf.round(x) + tf.math.rint(x) + tf.math.reciprocal(x +"
            + " 9.0)",
        "tf.math.log1p(x * x) + tf.math.expm1(x) + tf.sinh(x) + tf.cosh(x) + tf.atan(x)",
        "tf.math.floormod(x, 0.3) + tf.math.floordiv(x, 0.3) + tf.asin(x * 0.2) + tf.acos(x * 0.2)",
        "tf.tile(x, [1, 2, 1])",
        "tf.pad(x, [[0, 0], [1, 0], [0, 2]])",
        "tf.nn.depth_to_space(tf.reshape(x, [-1, 1, 1, 4]), 2)",
      })
  void computesWhatTfKerasDoes(String expression, Python python) {
    PythonResult written = python.tfKeras().exec(WRITE, Map.of("expression", expression));
    try (Model model = Keras.modelFromJson(written.text("text"))) {
      HostTensor y = HostTensor.of(model.predict(written.array("x").toNdArray()));
      assertEquals(written.array("y").shape(), y.shape());
      assertArrayEquals(written.array("y").floats(), y.floats(), 1e-6f);
    }
  }

  @Test
  void namesTheOpThatThereIsNoFunctionFor(Python python) {
    String text =
        python.tfKeras().exec(WRITE, Map.of("expression", "tf.math.special.dawsn(x)")).text("text");
    Exception e = assertThrows(RuntimeException.class, () -> Keras.modelFromJson(text));
    assertEquals(
        List.of(
            "TensorFlowOpLayer 'tf_op_layer_dawsn_Dawsn' is TensorFlow's op Dawsn, which is not"
                + " supported yet; give it in Java:"
                + " LoadOptions.defaults().custom(\"tf_op_layer_dawsn_Dawsn\", x -> ...)."),
        List.of(String.valueOf(e.getMessage()).replaceFirst("^JSON: ", "")));
  }
}
