package keras.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import keras.Keras;
import keras.callbacks.History;
import keras.callbacks.TensorBoard;
import keras.layers.Dense;
import keras.layers.Embedding;
import keras.layers.Flatten;
import keras.layers.InputLayer;
import keras.models.Sequential;
import keras.optimizers.SGD;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Event files are those of TensorFlow, whose own reader checks each record's checksums. */
@ExtendWith(PythonExtension.class)
class TensorBoardTest {
  private static final int[][] X = {{1, 2}, {0, 1}, {2, 0}, {1, 1}, {2, 2}, {0, 0}};
  private static final float[][] Y = {{1}, {2}, {3}, {1}, {0}, {2}};

  /** Each value: its step, kind and either its number or its shape. */
  private static final String READ =
      """
      import glob
      from tensorflow.core.util import event_pb2
      for part in ("train", "validation"):
          found, files = {}, sorted(glob.glob(os.path.join(folder, part, "events.out.tfevents.*")))
          for file in files:
              for i, record in enumerate(tf.data.TFRecordDataset(file)):
                  event = event_pb2.Event.FromString(record.numpy())
                  assert event.wall_time > 0
                  assert (event.file_version == "brain.Event:2") == (i == 0)
                  for v in event.summary.value:
                      value = tf.make_ndarray(v.tensor)
                      kind = v.metadata.plugin_data.plugin_name
                      if kind == "images":
                          shapes = [list(tf.io.decode_png(b).shape) for b in value[2:]]
                          said = [int(value[0]), int(value[1]), shapes]
                      elif kind == "histograms":
                          said = [float(value[0, 0]), float(value[-1, 1]), float(value[:, 2].sum())]
                      elif kind == "graph_keras_model":
                          said = value.item().decode()
                      else:
                          said = float(value)
                      found.setdefault(v.tag, []).append([event.step, kind, said])
          result[part] = found
      """;

  private final Path dir;

  TensorBoardTest(@TempDir Path dir) {
    this.dir = dir;
  }

  @BeforeEach
  void forgetNames() {
    Keras.clearSession();
  }

  private static Sequential model() {
    Sequential model =
        new Sequential(
            new InputLayer(2).dtype("int32"),
            new Embedding(3, 2).name("words"),
            new Flatten(),
            new Dense(1).name("d"));
    model.compile(c -> c.optimizer(new SGD(0.1)).loss("mse"));
    return model;
  }

  private History fit(Sequential model, TensorBoard board) {
    return model.fit(
        X,
        Y,
        f ->
            f.epochs(3)
                .batchSize(2)
                .shuffle(false)
                .verbose(0)
                .validationData(X, Y)
                .callbacks(board));
  }

  /** The step, kind and content of each value of a tag. */
  private static List<List<?>> entries(Map<?, ?> part, String tag) {
    List<List<?>> entries = new ArrayList<>();
    if (part.get(tag) instanceof List<?> found) {
      found.forEach(e -> entries.add((List<?>) e));
    }
    return entries;
  }

  private static List<Double> numbers(Map<?, ?> part, String tag) {
    return entries(part, tag).stream().map(e -> ((Number) e.get(2)).doubleValue()).toList();
  }

  private static List<Integer> steps(Map<?, ?> part, String tag) {
    return entries(part, tag).stream().map(e -> ((Number) e.get(0)).intValue()).toList();
  }

  @Test
  void writesWhatTensorFlowReads(Python python) throws Exception {
    try (Sequential model = model()) {
      TensorBoard board =
          new TensorBoard(dir)
              .histogramFreq(2)
              .writeImages(true)
              .embeddingsFreq(2)
              .embeddingsMetadata(Map.of("words", "words.tsv"));
      History history = fit(model, board);
      PythonResult read = python.keras3().exec(READ, Map.of("folder", dir));
      Map<?, ?> train = read.map("train");
      Map<?, ?> validation = read.map("validation");
      assertEquals(history.get("loss"), numbers(train, "epoch_loss"));
      assertEquals(List.of(0, 1, 2), steps(train, "epoch_loss"));
      assertEquals(
          List.of((double) 0.1f, (double) 0.1f, (double) 0.1f),
          numbers(train, "epoch_learning_rate"));
      assertEquals(history.get("val_loss"), numbers(validation, "epoch_loss"));
      assertEquals(List.of(3, 6, 9), steps(validation, "evaluation_loss_vs_iterations"));
      assertEquals(List.of(0, 2), steps(train, "sequential/words/embeddings/histogram"));
      assertEquals(
          "[2, images, [1, 4, [[4, 1, 1]]]]",
          entries(train, "sequential/d/kernel/image").get(1).toString());
      String bars = entries(train, "sequential/d/kernel/histogram").get(1).toString();
      assertTrue(bars.endsWith(", 4.0]]"), bars);
      String json = entries(train, "keras").get(0).toString();
      assertTrue(json.contains("\"class_name\": \"Sequential\""), json);
    }
    assertEquals(
        """
        embeddings {
          tensor_name: "layer_with_weights-0/embeddings/.ATTRIBUTES/VARIABLE_VALUE"
          metadata_path: "words.tsv"
        }
        """,
        Files.readString(dir.resolve("projector_config.pbtxt")));
    assertTrue(Files.exists(dir.resolve("train/keras_embedding.ckpt-2.weights.h5")));
  }

  @Test
  void writesEverySecondBatch(Python python) {
    try (Sequential model = model()) {
      fit(model, new TensorBoard(dir).updateFreq(2).writeStepsPerSecond(true).writeGraph(false));
    }
    Map<?, ?> train = python.keras3().exec(READ, Map.of("folder", dir)).map("train");
    assertEquals(List.of(2, 4, 6, 8), steps(train, "batch_loss"));
    assertEquals(List.of(2, 4, 6, 8), steps(train, "batch_steps_per_second"));
    assertEquals(List.of(1), steps(train, "epoch_loss")); // the epoch that ends with an even batch
  }

  @Test
  void saysWhatItCannotDo() {
    assertEquals(
        "TensorBoard: `profile_batch` must be 0: TensorFlow Java has no profiler. Received:"
            + " profile_batch=2.",
        assertThrows(
                UnsupportedOperationException.class, () -> new TensorBoard(dir).profileBatch(2))
            .getMessage());
    try (Sequential model = model()) {
      assertThrows(UncheckedIOException.class, () -> fit(model, new TensorBoard("/dev/full/x")));
      TensorBoard board =
          new TensorBoard(dir).embeddingsFreq(1).embeddingsMetadata(Map.of("d", "x.tsv"));
      assertEquals(
          "TensorBoard: `embeddings_metadata` names layers that are no Embedding of the model: d.",
          assertThrows(IllegalArgumentException.class, () -> fit(model, board)).getMessage());
      fit(model, new TensorBoard(dir));
    }
  }
}
