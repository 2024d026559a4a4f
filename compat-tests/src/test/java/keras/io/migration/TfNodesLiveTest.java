package keras.io.migration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import keras.Keras;
import keras.engine.HostTensor;
import keras.models.Model;
import keras.ops.DType;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import keras.saving.SaveOptions;
import keras.saving.SaveOptions.Dialect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.ndarray.NdArray;

/**
 * Layers of TensorFlow's nodes: of the expressions in golden/tf_nodes.txt, tf_keras and Java
 * compute and train the same, from a model as TensorFlow 2.0 to 2.3 wrote it, each expression one
 * of its heads; some are trained through, for GradientCases has the gradients of their ops.
 */
@ExtendWith(PythonExtension.class)
class TfNodesLiveTest {
  /**
   * Makes the config of a model; before a head that is trained through stands a layer with weights.
   */
  private static final String WRITE =
      """
      import tensorflow as tf
      from google.protobuf import json_format
      from tf_keras.src.engine.base_layer import TensorFlowOpLayer
      def head(expression, tag, source):
          with tf.Graph().as_default() as graph:
              x = tf.compat.v1.placeholder(tf.float32, [None, 3, 2], name="x")
              end = eval(expression)
              name = lambda op: source if op is x.op else "tf_op_layer_" + tag + op.name
              place = lambda t: [name(t.op), 0, t.value_index]
              of_x, layers = {x.op}, []
              session = tf.compat.v1.Session(graph=graph)
              for op in graph.get_operations():
                  if op is x.op or not of_x & {t.op for t in op.inputs}:
                      continue
                  of_x.add(op)
                  known = {i: session.run(t) for i, t in enumerate(op.inputs) if t.op not in of_x}
                  calls = [place(t) + [{}] for i, t in enumerate(op.inputs) if i not in known]
                  layers.append({
                      "name": name(op), "class_name": "TensorFlowOpLayer", "inbound_nodes": [calls],
                      "config": {"name": tag + op.name, "trainable": True, "dtype": "float32",
                                 "node_def": json_format.MessageToDict(op.node_def),
                                 "constants": {str(i): v.tolist() for i, v in known.items()}}})
          return layers, place(end)
      def config(lines):
          layers = [{"name": "x", "class_name": "InputLayer", "inbound_nodes": [],
                     "config": {"batch_input_shape": [None, 3, 2], "dtype": "float32",
                                "sparse": False, "ragged": False, "name": "x"}}]
          ends = []
          for n, line in enumerate(lines):
              source = f"dense_{n}" if line.startswith("+") else "x"
              if source != "x":
                  layers.append({"name": source, "class_name": "Dense",
                                 "config": {"name": source, "units": 2},
                                 "inbound_nodes": [[["x", 0, 0, {}]]]})
              more, end = head(line.lstrip("+"), f"h{n}_", source)
              layers += more
              ends.append(end)
          return json.dumps({"class_name": "Model", "keras_version": "2.2.4-tf", "config": {
              "name": "m", "layers": layers, "input_layers": [["x", 0, 0]],
              "output_layers": ends}})
      known = {"TensorFlowOpLayer": TensorFlowOpLayer}
      values = np.arange(24, dtype="float32").reshape(4, 3, 2) / 8 - 1.3
      """;

  private static final String TRAIN =
      """
      keras.utils.set_random_seed(7)
      model = keras.models.model_from_json(config(lines), custom_objects=known)
      trained = [line.startswith("+") for line in lines]
      outputs = [np.asarray(y) for y in tf.function(model)(values)]
      part = keras.Model(model.inputs, [y for y, t in zip(model.outputs, trained) if t])
      part.compile(keras.optimizers.SGD(0.1), "mse")
      model.save(f"{folder}/all.h5")
      part.save(f"{folder}/trained.h5")
      zeros = [np.zeros(y.shape, "float32") for y, t in zip(outputs, trained) if t]
      part.fit(values, zeros, batch_size=4, shuffle=False, verbose=0)
      result["x"] = values
      result["y"] = outputs
      result["names"] = [layer.name for layer in part.layers if layer.weights]
      result["weights"] = [layer.get_weights()[0] for layer in part.layers if layer.weights]
      """;

  private static final String LOAD =
      """
      model = keras.models.load_model(file, custom_objects=known)
      result["y"] = [np.asarray(y) for y in tf.function(model)(values)]
      """;

  private final Path dir;

  TfNodesLiveTest(@TempDir Path dir) {
    this.dir = dir;
  }

  @Test
  void computesAndTrainsWhatTfKerasDoes(Python python) throws IOException {
    List<String> lines =
        Files.readAllLines(Path.of("golden", "tf_nodes.txt")).stream()
            .filter(line -> !line.startsWith("#"))
            .toList();
    PythonResult made =
        python.tfKeras().exec(WRITE + TRAIN, Map.of("lines", lines, "folder", dir.toString()));
    List<String> wrong = new ArrayList<>();
    String file = dir.resolve("java.h5").toString();
    try (Model model = Keras.loadModel(dir.resolve("all.h5"))) {
      List<HostTensor> outputs = tensors(model.predictAll(List.of(made.array("x").toNdArray())));
      compare(lines, made.arrays("y"), outputs, wrong);
      model.save(file, SaveOptions.defaults().dialect(Dialect.TF_KERAS));
    }
    assertEquals(List.of(), wrong);
    List<HostTensor> again = python.tfKeras().exec(WRITE + LOAD, Map.of("file", file)).arrays("y");
    compare(lines, made.arrays("y"), again, wrong);
    assertEquals(List.of(), wrong);
    compare(made.list("names"), made.arrays("weights"), trained(lines, made), wrong);
    assertEquals(List.of(), wrong);
  }

  /** Trains the file that tf_keras wrote, and returns the kernel before each head. */
  private List<HostTensor> trained(List<String> lines, PythonResult made) {
    List<NdArray<?>> zeros = new ArrayList<>();
    for (int n = 0; n < lines.size(); n++) {
      HostTensor y = made.arrays("y").get(n);
      if (lines.get(n).startsWith("+")) {
        ByteBuffer bytes = ByteBuffer.allocate((int) (4 * y.shape().size()));
        zeros.add(new HostTensor(DType.FLOAT32, y.shape(), bytes).toNdArray());
      }
    }
    try (Model model = Keras.loadModel(dir.resolve("trained.h5"))) {
      model.fit(
          List.of(made.array("x").toNdArray()),
          zeros,
          f -> f.batchSize(4).shuffle(false).verbose(0));
      List<NdArray<?>> kernels = new ArrayList<>();
      for (Object name : made.list("names")) {
        kernels.add(model.layer(String.valueOf(name)).getWeights().get(0));
      }
      return tensors(kernels);
    }
  }

  private static List<HostTensor> tensors(List<? extends NdArray<?>> arrays) {
    return arrays.stream().map(a -> HostTensor.of(a)).toList();
  }

  private static void compare(
      List<?> names, List<HostTensor> expected, List<HostTensor> actual, List<String> wrong) {
    assertEquals(names.size(), expected.size());
    assertEquals(names.size(), actual.size());
    for (int n = 0; n < names.size(); n++) {
      HostTensor e = expected.get(n);
      HostTensor a = actual.get(n);
      if (e.dtype() != a.dtype() || !e.shape().equals(a.shape())) {
        wrong.add(
            "%s: %s %s but %s %s"
                .formatted(names.get(n), e.dtype(), e.shape(), a.dtype(), a.shape()));
      } else if (!isNear(e.cast(DType.FLOAT32).floats(), a.cast(DType.FLOAT32).floats())) {
        wrong.add(
            "%s: %s but %s"
                .formatted(
                    names.get(n),
                    Arrays.toString(e.cast(DType.FLOAT32).floats()),
                    Arrays.toString(a.cast(DType.FLOAT32).floats())));
      }
    }
  }

  private static boolean isNear(float[] expected, float[] actual) {
    for (int k = 0; k < expected.length; k++) {
      if (!(Math.abs(expected[k] - actual[k]) <= 3e-6 * (1 + Math.abs(expected[k])))) {
        return false;
      }
    }
    return true;
  }

  private static String config(Python python, String... lines) {
    return python
        .tfKeras()
        .exec(WRITE + "result['text'] = config(lines)", Map.of("lines", List.of(lines)))
        .text("text");
  }

  private static String refusal(String config) {
    Exception e = assertThrows(RuntimeException.class, () -> Keras.modelFromJson(config));
    return String.valueOf(e.getMessage()).replaceFirst("^JSON: ", "");
  }

  @Test
  void namesTheOpThatReachesOut(Python python) {
    assertEquals(
        "TensorFlowOpLayer 'tf_op_layer_h0_ReadFile' is TensorFlow's op ReadFile, which is not"
            + " supported yet; give it in Java:"
            + " LoadOptions.defaults().custom(\"tf_op_layer_h0_ReadFile\", x -> ...).",
        refusal(config(python, "tf.io.read_file(tf.strings.as_string(x[0, 0, 0]))")));
  }

  @Test
  void refusesWhatIsNoNode(Python python) {
    String text = config(python, "tf.nn.l2_loss(x)");
    String who = "TensorFlowOpLayer 'tf_op_layer_h0_L2Loss': ";
    assertEquals(
        who
            + "expected protobuf's JSON of the attribute `T` (type) of the op L2Loss. Received:"
            + " {type=DT_REAL}.",
        refusal(text.replace("DT_FLOAT", "DT_REAL")));
    assertEquals(
        who + "the op L2Loss is of DT_QINT32, which is no dtype here.",
        refusal(text.replace("DT_FLOAT", "DT_QINT32")));
    assertEquals(
        who + "the op L2Loss has no attribute `U`.", refusal(text.replace("\"T\"", "\"U\"")));
    assertEquals(
        who
            + "the op L2Loss expects 1 inputs. Received: 1 tensors, and constants in the places"
            + " [1].",
        refusal(text.replace("\"constants\": {}", "\"constants\": {\"1\": 2.0}")));
  }

  @Test
  void writesNodesForTfKerasAlone(Python python) {
    String text = config(python, "+tf.nn.l2_loss(x) * x", "+tf.reverse(x, [1])");
    try (Model model = Keras.modelFromJson(text)) {
      SaveOptions keras3 = SaveOptions.defaults().dialect(Dialect.KERAS_3);
      Exception e =
          assertThrows(
              UnsupportedOperationException.class,
              () -> model.save(dir.resolve("nodes.keras").toString(), keras3));
      assertEquals(
          "Keras 3 cannot read this model: TensorFlowOpLayer 'tf_op_layer_h0_L2Loss': a node of"
              + " TensorFlow's graph is tf_keras' alone; TensorFlowOpLayer"
              + " 'tf_op_layer_h1_ReverseV2': a node of TensorFlow's graph is tf_keras' alone. Save"
              + " it for tf_keras, by SaveOptions.Dialect.TF_KERAS.",
          String.valueOf(e.getMessage()).replaceFirst("^.*nodes.keras: ", ""));
    }
  }

  @Test
  void writesNodesInAllFormatsOfTfKeras(Python python) throws IOException {
    String text = config(python, "+tf.nn.l2_loss(x) * x", "+tf.reverse(x, [1])");
    try (Model model = Keras.modelFromJson(text)) {
      for (String name : List.of("nodes.h5", "nodes.keras", "nodes")) {
        String file = dir.resolve(name).toString();
        model.save(file, SaveOptions.defaults().dialect(Dialect.TF_KERAS));
        PythonResult loaded =
            python.tfKeras().exec(WRITE + LOAD + "result['x'] = values", Map.of("file", file));
        List<NdArray<?>> x = List.of(loaded.array("x").toNdArray());
        List<String> wrong = new ArrayList<>();
        compare(List.of(1, 2), loaded.arrays("y"), tensors(model.predictAll(x)), wrong);
        try (Model again = Keras.loadModel(Path.of(file))) {
          compare(List.of(1, 2), loaded.arrays("y"), tensors(again.predictAll(x)), wrong);
        }
        assertEquals(List.of(), wrong, name);
      }
    }
  }
}
