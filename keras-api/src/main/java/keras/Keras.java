package keras;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Supplier;
import keras.config.ConstructionOrder;
import keras.config.CustomObjects;
import keras.config.Names;
import keras.engine.DTypePolicy;
import keras.engine.KerasTensor;
import keras.layers.InputLayer;
import keras.models.CloneModel;
import keras.models.Cloning;
import keras.models.Model;
import keras.saving.LoadOptions;
import keras.saving.ModelFormats;
import keras.saving.Source;
import keras.trainers.Seeding;
import keras.visualization.ChartLibrary;
import keras.visualization.Dot;
import keras.visualization.ModelGraph;
import keras.visualization.PlotOptions;
import org.jspecify.annotations.Nullable;

/** The doors that Python has in {@code keras} itself: inputs, loading, seeds. */
public final class Keras {
  private Keras() {}

  /** Makes an input of a functional model; the batch axis is not given. */
  public static KerasTensor input(long... shape) {
    return new InputLayer(shape).output();
  }

  /** Makes a named input of a functional model; the batch axis is not given. */
  public static KerasTensor input(String name, long... shape) {
    return new InputLayer(shape).name(name).output();
  }

  /**
   * Makes an input of a dtype, as in {@code "int32"}.
   *
   * @param name null for a name of Keras' own, {@code input_layer_1}
   */
  public static KerasTensor input(@Nullable String name, String dtype, long... shape) {
    InputLayer layer = new InputLayer(shape).dtype(dtype);
    return (name == null ? layer : layer.name(name)).output();
  }

  /** Reads a whole model, compiled as it was saved. */
  public static Model loadModel(String path) {
    return loadModel(path, LoadOptions.defaults());
  }

  /** Reads a whole model that names classes of the caller's own. */
  public static Model loadModel(String path, CustomObjects custom) {
    return loadModel(path, LoadOptions.defaults().customObjects(custom));
  }

  /** Reads a whole model. */
  public static Model loadModel(String path, LoadOptions options) {
    return loadModel(Path.of(path), options);
  }

  /** Reads a whole model, compiled as it was saved. */
  public static Model loadModel(Path path) {
    return loadModel(path, LoadOptions.defaults());
  }

  /** Reads a whole model. */
  public static Model loadModel(Path path, LoadOptions options) {
    return loadModel(Source.of(path), options);
  }

  /** Reads a whole model of a file in memory, compiled as it was saved. */
  public static Model loadModel(byte[] file) {
    return loadModel(file, LoadOptions.defaults());
  }

  /** Reads a whole model of a file in memory. */
  public static Model loadModel(byte[] file, LoadOptions options) {
    return loadModel(Source.of(file), options);
  }

  /**
   * Reads a whole model of a stream, compiled as it was saved; closing it stays with the caller.
   */
  public static Model loadModel(InputStream stream) {
    return loadModel(stream, LoadOptions.defaults());
  }

  /** Reads a whole model of a stream; closing it stays with the caller. */
  public static Model loadModel(InputStream stream, LoadOptions options) {
    return loadModel(Source.of(stream), options);
  }

  /** Reads a whole model, compiled as it was saved: {@code loadModel(Source.resource("/m.h5"))}. */
  public static Model loadModel(Source source) {
    return loadModel(source, LoadOptions.defaults());
  }

  /** Reads a whole model. */
  public static Model loadModel(Source source, LoadOptions options) {
    return ModelFormats.load(source, options);
  }

  /** Makes a model of its architecture as JSON, of Keras 2 or 3; its weights are new. */
  public static Model modelFromJson(String json) {
    return modelFromJson(json, CustomObjects.none());
  }

  /** Makes a model of its architecture as JSON, which may name classes of the caller's own. */
  public static Model modelFromJson(String json, CustomObjects custom) {
    return ModelFormats.fromJson(json, custom);
  }

  /** Makes a model of its architecture as JSON in a file, a stream or a resource. */
  public static Model modelFromJson(Source json) {
    return modelFromJson(json, CustomObjects.none());
  }

  /** Makes a model of its architecture as JSON, which may name classes of the caller's own. */
  public static Model modelFromJson(Source json, CustomObjects custom) {
    return ModelFormats.fromJson(json.text(), custom);
  }

  /**
   * Makes a model with the layers of another one anew: same configs and names, fresh weights. A
   * compiled model's clone is compiled alike.
   */
  public static Model cloneModel(Model model) {
    return cloneModel(model, c -> {});
  }

  /** Clones a model: {@code c -> c.inputTensors(x).cloneFunction(layer -> ...)}. */
  public static Model cloneModel(Model model, Consumer<CloneModel> options) {
    return Cloning.of(model, options);
  }

  /**
   * Draws a model into a file, whose name ends in {@code .png} or {@code .svg}, as {@code
   * keras.utils.plot_model} does: a box for each layer, an arrow for each tensor.
   *
   * @throws IllegalStateException if keras-charts is not on the class path, or the model is not
   *     built
   */
  public static void plotModel(Model model, String toFile) {
    plotModel(model, toFile, p -> {});
  }

  /** Draws a model into {@code model.png}, as {@link #plotModel(Model, String)} does. */
  public static void plotModel(Model model) {
    plotModel(model, "model.png");
  }

  /** Draws a model: {@code plotModel(model, "model.svg", p -> p.showShapes(true))}. */
  public static void plotModel(Model model, String toFile, Consumer<PlotOptions> options) {
    plotModel(model, Path.of(toFile), options);
  }

  /** Draws a model: {@code plotModel(model, path, p -> p.showShapes(true))}. */
  public static void plotModel(Model model, Path toFile, Consumer<PlotOptions> options) {
    PlotOptions given = PlotOptions.ofPlot();
    options.accept(given);
    ChartLibrary.find("plotModel").draw(ModelGraph.of(model, given), given, toFile);
  }

  /** Returns a model's picture for Graphviz, as {@code keras.utils.model_to_dot} does. */
  public static String modelToDot(Model model) {
    return modelToDot(model, p -> {});
  }

  /** Returns a model's picture for Graphviz: {@code p -> p.showShapes(true)}. */
  public static String modelToDot(Model model, Consumer<PlotOptions> options) {
    PlotOptions given = PlotOptions.ofDot();
    options.accept(given);
    return Dot.write(ModelGraph.of(model, given), given);
  }

  /**
   * Seeds everything random, as {@code keras.utils.set_random_seed} does: the same seed gives the
   * initial weights, the dropout masks and the order of samples that Python gives.
   *
   * @param seed in [0, 2^32)
   */
  public static void setRandomSeed(long seed) {
    requireSeed("setRandomSeed", seed);
    ConstructionOrder.seed(seed);
    Seeding.set(seed);
  }

  /**
   * Works, in this thread, as after {@link #setRandomSeed}, and leaves the random numbers of all
   * others as they are: models that threads build and train side by side get the same numbers as
   * one after the other.
   *
   * @param seed in [0, 2^32)
   */
  public static <T extends @Nullable Object> T withRandomSeed(long seed, Supplier<T> work) {
    requireSeed("withRandomSeed", seed);
    return ConstructionOrder.apart(seed, () -> Seeding.apart(seed, work));
  }

  private static void requireSeed(String caller, long seed) {
    if (seed < 0 || seed > 0xffffffffL) {
      throw new IllegalArgumentException(
          "%s: expected an integer in [0, 4294967295]. Received: seed=%d.".formatted(caller, seed));
    }
  }

  /** Forgets the automatic names given so far, as {@code keras.utils.clear_session} does. */
  public static void clearSession() {
    ConstructionOrder.takeAllTurns();
    Names.reset();
  }

  /** Sets the dtype policy of new layers, as in {@code "mixed_bfloat16"}. */
  public static void setDtypePolicy(String policy) {
    DTypePolicy.global(policy);
  }
}
