package keras.callbacks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import keras.engine.HostTensor;
import keras.engine.Variable;
import keras.layers.EmbeddingLayer;
import keras.layers.Layer;
import keras.models.Functional;
import keras.models.Model;
import keras.models.Sequential;
import keras.optimizers.LossScaleOptimizer;
import keras.optimizers.MultiOptimizer;
import keras.optimizers.Optimizer;
import keras.utils.Console;
import org.jspecify.annotations.Nullable;

/**
 * Writes what TensorBoard shows: losses and metrics of epochs and batches, the learning rate, the
 * model's layers, histograms and images of weights.
 *
 * <pre>{@code
 * model.fit(x, y, f -> f.epochs(10).callbacks(new TensorBoard("logs").histogramFreq(1)));
 * }</pre>
 *
 * <p>{@code tensorboard --logdir logs} then shows it. The files are in {@code train} and {@code
 * validation}, with the tags of Keras'. As in Keras, where batches are written only every so many,
 * so are the values of the epochs and evaluations that end between.
 *
 * <p>As in Keras 3.15, {@link #writeGraph} writes the layers, which the page draws as its
 * "Conceptual graph", and no operations: Keras asks for a graph of its training function that
 * TensorFlow 2.21 no longer has.
 *
 * <p>Differs from Keras: {@link #profileBatch} is refused, for TensorFlow Java has no profiler.
 *
 * <p>Keras: {@code keras/src/callbacks/tensorboard.py}.
 */
public final class TensorBoard extends Callback {
  private static final String EMBEDDINGS =
      "layer_with_weights-0/embeddings/.ATTRIBUTES/VARIABLE_VALUE";

  private final Path logDir;
  private int histogramFreq;
  private boolean writeGraph = true;
  private boolean writeImages;
  private boolean writeStepsPerSecond;
  private int updateFreq; // 0: every epoch
  private int embeddingsFreq;
  private @Nullable String metadataOfAll;
  private Map<String, String> metadata = Map.of();

  private final Map<String, EventFile> files = new LinkedHashMap<>();
  private final Deque<Boolean> recorded = new ArrayDeque<>();
  private long trainBatch;
  private long testBatch;
  private long batchStart;
  private long epochStart;
  private long stepsBefore;

  /** Makes the callback, which writes to {@code logs}. */
  public TensorBoard() {
    this("logs");
  }

  /** Makes the callback. */
  public TensorBoard(String logDir) {
    this(Path.of(logDir));
  }

  /** Makes the callback. */
  public TensorBoard(Path logDir) {
    this.logDir = logDir;
  }

  /** Sets every how many epochs histograms of the weights are written; 0 for never. */
  public TensorBoard histogramFreq(int histogramFreq) {
    this.histogramFreq = notNegative("histogram_freq", histogramFreq);
    return this;
  }

  /** Sets whether the model's layers are drawn; only those of Functional and Sequential models. */
  public TensorBoard writeGraph(boolean writeGraph) {
    this.writeGraph = writeGraph;
    return this;
  }

  /** Sets whether weights are written as images too, beside their histograms. */
  public TensorBoard writeImages(boolean writeImages) {
    this.writeImages = writeImages;
    return this;
  }

  /** Sets whether it is written how many steps a second training takes. */
  public TensorBoard writeStepsPerSecond(boolean writeStepsPerSecond) {
    this.writeStepsPerSecond = writeStepsPerSecond;
    return this;
  }

  /** Sets when values are written: {@code "epoch"}, or {@code "batch"} for after each batch. */
  public TensorBoard updateFreq(String updateFreq) {
    if (!List.of("batch", "epoch").contains(updateFreq)) {
      throw new IllegalArgumentException(
          "TensorBoard: `update_freq` must be 'batch', 'epoch' or a number. Received: update_freq=%s."
              .formatted(updateFreq));
    }
    this.updateFreq = updateFreq.equals("batch") ? 1 : 0;
    return this;
  }

  /** Sets every how many batches values are written. */
  public TensorBoard updateFreq(int batches) {
    if (batches < 1) {
      throw new IllegalArgumentException(
          "TensorBoard: `update_freq` must be at least 1. Received: update_freq=%d."
              .formatted(batches));
    }
    updateFreq = batches;
    return this;
  }

  /**
   * Refuses any batch but 0, no batch.
   *
   * @throws UnsupportedOperationException if it is not 0
   */
  public TensorBoard profileBatch(int profileBatch) {
    if (profileBatch != 0) {
      throw new UnsupportedOperationException(
          ("TensorBoard: `profile_batch` must be 0: TensorFlow Java has no profiler. Received: "
                  + "profile_batch=%d.")
              .formatted(profileBatch));
    }
    return this;
  }

  /** Sets every how many epochs the weights are saved for TensorBoard's projector; 0 for never. */
  public TensorBoard embeddingsFreq(int embeddingsFreq) {
    this.embeddingsFreq = notNegative("embeddings_freq", embeddingsFreq);
    return this;
  }

  /** Sets the file that names the rows of all Embedding layers. */
  public TensorBoard embeddingsMetadata(String path) {
    metadataOfAll = path;
    return this;
  }

  /** Sets the files that name the rows of Embedding layers, by the layers' names. */
  public TensorBoard embeddingsMetadata(Map<String, String> paths) {
    metadata = new LinkedHashMap<>(paths);
    return this;
  }

  private static int notNegative(String argument, int value) {
    if (value < 0) {
      throw new IllegalArgumentException(
          "TensorBoard: `%s` must not be negative. Received: %s=%d."
              .formatted(argument, argument, value));
    }
    return value;
  }

  // ---------------------------------------------------------------- the model

  /**
   * Takes the model, and writes its layers.
   *
   * @throws UncheckedIOException if the folder cannot be written
   */
  @Override
  public void setModel(Model model) {
    super.setModel(model);
    files.clear();
    recorded.clear();
    if (writeGraph && (model instanceof Functional || model instanceof Sequential)) {
      try {
        train().add(0, Summaries.model("keras", model.toJson()));
      } catch (UnsupportedOperationException | IllegalStateException e) {
        Console.printLine("Model failed to serialize as JSON. Ignoring... " + e.getMessage());
      }
    }
    if (embeddingsFreq > 0) {
      configureEmbeddings(model);
    }
  }

  private void configureEmbeddings(Model model) {
    StringBuilder config = new StringBuilder();
    TreeSet<String> unknown = new TreeSet<>(metadata.keySet());
    for (Layer layer : model.layers()) {
      if (layer instanceof EmbeddingLayer<?>) {
        unknown.remove(layer.name());
        String path = metadataOfAll == null ? metadata.get(layer.name()) : metadataOfAll;
        config.append("embeddings {\n  tensor_name: \"").append(EMBEDDINGS).append("\"\n");
        if (path != null) {
          String escaped = path.replace("\\", "\\\\").replace("\"", "\\\"");
          config.append("  metadata_path: \"").append(escaped).append("\"\n");
        }
        config.append("}\n");
      }
    }
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "TensorBoard: `embeddings_metadata` names layers that are no Embedding of the model: %s."
              .formatted(String.join(", ", unknown)));
    }
    Path file = logDir.resolve("projector_config.pbtxt");
    try {
      Files.createDirectories(logDir);
      Files.writeString(file, config);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "TensorBoard: %s cannot be written: %s.".formatted(file, e.getMessage()), e);
    }
  }

  private EventFile train() {
    return files.computeIfAbsent("train", name -> new EventFile(logDir.resolve(name)));
  }

  private EventFile validation() {
    return files.computeIfAbsent("validation", name -> new EventFile(logDir.resolve(name)));
  }

  // ---------------------------------------------------------------- when something is written

  private void begin(long batch) {
    if (updateFreq > 0) {
      recorded.push(batch % updateFreq == 0);
    }
  }

  private void end() {
    recorded.poll();
  }

  private void scalar(EventFile file, String tag, double value, long step) {
    if (!Boolean.FALSE.equals(recorded.peek())) {
      file.add(step, Summaries.scalar(tag, value));
    }
  }

  @Override
  public void onTrainBegin(Logs logs) {
    trainBatch = 0;
    train();
    begin(trainBatch);
  }

  @Override
  public void onTrainEnd(Logs logs) {
    end();
  }

  @Override
  public void onTestBegin(Logs logs) {
    validation();
    begin(testBatch);
  }

  @Override
  public void onTestEnd(Logs logs) {
    long step = model().optimizer().iterations();
    for (String name : logs.names()) {
      String tag = "evaluation_%s_vs_iterations".formatted(name);
      scalar(validation(), tag, logs.get(name), step);
    }
    end();
  }

  @Override
  public void onTestBatchBegin(int batch, Logs logs) {
    testBatch++;
    end();
    begin(testBatch);
  }

  @Override
  public void onTrainBatchBegin(int batch, Logs logs) {
    trainBatch++;
    end();
    begin(trainBatch);
    batchStart = System.nanoTime();
  }

  @Override
  public void onTrainBatchEnd(int batch, Logs logs) {
    if (updateFreq == 0) {
      return;
    }
    if (writeStepsPerSecond) {
      double perSecond = 1e9 / Math.max(1, System.nanoTime() - batchStart);
      scalar(train(), "batch_steps_per_second", perSecond, trainBatch);
    }
    logs.names().forEach(n -> scalar(train(), "batch_" + n, logs.get(n), trainBatch));
  }

  @Override
  public void onEpochBegin(int epoch, Logs logs) {
    if (writeStepsPerSecond) {
      stepsBefore = model().optimizer().iterations();
      epochStart = System.nanoTime();
    }
  }

  @Override
  public void onEpochEnd(int epoch, Logs logs) {
    Map<String, Double> rates = rates();
    for (String name : logs.names()) {
      if (rates.containsKey(name)) {
        continue;
      }
      boolean ofValidation = name.startsWith("val_");
      String tag = "epoch_" + (ofValidation ? name.substring(4) : name);
      scalar(ofValidation ? validation() : train(), tag, logs.get(name), epoch);
    }
    rates.forEach((name, rate) -> scalar(train(), "epoch_" + name, rate, epoch));
    if (writeStepsPerSecond) {
      double seconds = Math.max(1, System.nanoTime() - epochStart) / 1e9;
      double steps = model().optimizer().iterations() - stepsBefore;
      scalar(train(), "epoch_steps_per_second", steps / seconds, epoch);
    }
    if (histogramFreq > 0 && epoch % histogramFreq == 0) {
      weights(epoch);
    }
    if (embeddingsFreq > 0 && epoch % embeddingsFreq == 0) {
      String file = "keras_embedding.ckpt-%d.weights.h5".formatted(epoch);
      model().saveWeights(logDir.resolve("train").resolve(file).toString());
    }
  }

  private Map<String, Double> rates() {
    Optimizer whole = model().optimizer();
    Optimizer optimizer = whole instanceof LossScaleOptimizer s ? s.innerOptimizer() : whole;
    Map<String, Double> rates = new LinkedHashMap<>();
    if (optimizer instanceof MultiOptimizer several) {
      several.optimizers().forEach(o -> rates.put("learning_rate_" + o.name(), o.learningRate()));
    } else {
      rates.put("learning_rate", optimizer.learningRate());
    }
    return rates;
  }

  private void weights(int epoch) {
    if (Boolean.FALSE.equals(recorded.peek())) {
      return;
    }
    for (Layer layer : model().layers()) {
      for (Variable weight : new ArrayList<>(layer.weights())) {
        HostTensor value = weight.value();
        train().add(epoch, Summaries.histogram(weight.path() + "/histogram", value));
        if (writeImages && Summaries.isImage(value)) {
          train().add(epoch, Summaries.image(weight.path() + "/image", value));
        }
      }
    }
  }
}
