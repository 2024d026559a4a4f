package keras.applications;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import keras.Keras;
import keras.activations.Activation;
import keras.engine.KerasTensor;
import keras.engine.Node;
import keras.engine.Shapes;
import keras.layers.Dense;
import keras.layers.FluentLayer;
import keras.layers.GlobalAveragePooling2D;
import keras.layers.GlobalMaxPooling2D;
import keras.models.Model;
import keras.utils.KerasCache;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * What the functions of all architectures do: the input before, the classifier and the weights
 * after.
 *
 * <p>Keras: {@code keras/src/applications/imagenet_utils.py}.
 */
final class Architecture {
  private static final int SMALLEST = 32;

  private final ApplicationOptions<?> options;
  private final String who;

  /** Checks the options that do not depend on the architecture. */
  Architecture(ApplicationOptions<?> options) {
    this.options = options;
    this.who = options.who();
    String weights = options.weights();
    if (weights != null && !options.imagenet() && !Files.exists(Path.of(weights))) {
      throw new IllegalArgumentException(
          "%s: `weights` must be null, \"imagenet\" or the path of a file. Received: weights=%s, which is no file."
              .formatted(who, weights));
    }
    if (options.imagenet()
        && options.includeTop()
        && options.classes() != ApplicationOptions.IMAGENET_CLASSES) {
      throw new IllegalArgumentException(
          "%s: with the classifier of `weights=\"imagenet\"`, `classes` must be 1000. Received: classes=%d."
              .formatted(who, options.classes()));
    }
    if (weights != null && options.includeTop()) {
      requireProbabilities(options.classifierActivation());
    }
  }

  private void requireProbabilities(@Nullable Activation activation) {
    if (activation != null && !Set.of("softmax", "linear").contains(activation.id())) {
      throw new IllegalArgumentException(
          "%s: with weights, `classifier_activation` must be \"softmax\" or null. Received: classifier_activation=%s."
              .formatted(who, activation.id()));
    }
  }

  /**
   * Returns the shape of images, or throws.
   *
   * @param usual the rows and columns where nobody says
   */
  long[] inputShape(int usual) {
    long[] given = options.inputShape();
    boolean top = options.includeTop();
    long[] whole = {usual, usual, 3};
    if (options.imagenet() && top) {
      if (given != null && !Arrays.equals(given, whole)) {
        throw refused("must be " + show(whole) + " with the classifier of `weights=\"imagenet\"`");
      }
      return whole;
    }
    if (given == null) {
      return top ? whole : new long[] {-1, -1, 3};
    }
    if (given.length != 3) {
      throw refused("must hold three sizes: rows, columns, channels");
    }
    if (options.imagenet() && given[2] != 3) {
      throw refused("must have 3 channels with `weights=\"imagenet\"`");
    }
    for (int axis = 0; axis < 2; axis++) {
      if (given[axis] >= 0 && given[axis] < SMALLEST) {
        throw refused("must be at least " + SMALLEST + "x" + SMALLEST);
      }
    }
    if (top && Arrays.stream(given).anyMatch(n -> n < 0)) {
      throw refused("must have no unknown sizes with `include_top=true`");
    }
    return given;
  }

  private IllegalArgumentException refused(String what) {
    return new IllegalArgumentException(
        "%s: `input_shape` %s. Received: input_shape=%s."
            .formatted(who, what, show(options.inputShape())));
  }

  private static String show(long @Nullable [] shape) {
    return shape == null ? "null" : Shapes.show(Shape.of(shape));
  }

  /** Returns what the first layer is called with. */
  KerasTensor input(long[] shape) {
    KerasTensor given = options.inputTensor();
    return given == null ? Keras.input(shape) : given;
  }

  /**
   * Calls the last layers: the classifier, or the pooling that was asked for.
   *
   * @param average the name of the layer that averages; null for one that Keras makes
   * @param max the name of the layer that takes the largest; null for one that Keras makes
   */
  KerasTensor end(KerasTensor x, @Nullable String average, @Nullable String max, Dense classifier) {
    if (options.includeTop()) {
      return classify(named(new GlobalAveragePooling2D(), average).apply(x), classifier);
    }
    return pooled(x, average, max);
  }

  /** Calls the pooling that was asked for, if any. */
  KerasTensor pooled(KerasTensor x, @Nullable String average, @Nullable String max) {
    if (options.pooling() == null) {
      return x;
    }
    return options.pooling().equals("avg")
        ? named(new GlobalAveragePooling2D(), average).apply(x)
        : named(new GlobalMaxPooling2D(), max).apply(x);
  }

  private static <L extends FluentLayer<L>> L named(L layer, @Nullable String name) {
    return name == null ? layer : layer.name(name);
  }

  /** Calls the layer that classifies. */
  KerasTensor classify(KerasTensor x, Dense classifier) {
    Activation activation = options.classifierActivation();
    return (activation == null ? classifier : classifier.activation(activation))
        .name("predictions")
        .apply(x);
  }

  /**
   * Makes the model from what its input came from, and loads its weights.
   *
   * @param file the name of Keras' file of weights
   * @param folder where that file is, on the network
   * @param hash of that file; null where Keras has none
   */
  Model model(
      KerasTensor input,
      KerasTensor output,
      String name,
      String folder,
      String file,
      @Nullable String hash) {
    List<KerasTensor> inputs = options.inputTensor() == null ? List.of(input) : sources(input);
    Model model =
        inputs.size() == 1 ? Model.of(inputs.get(0), output) : Model.of(inputs, List.of(output));
    model.name(options.nameOr(name));
    if (options.imagenet()) {
      model.loadWeights(download(folder, file, hash));
    } else if (options.weights() != null) {
      model.loadWeights(options.weights());
    }
    return model;
  }

  private Path download(String folder, String file, @Nullable String hash) {
    try {
      return KerasCache.ofEnvironment()
          .file(
              who + ".of",
              who + ".of(o -> o.weights(path))",
              "models",
              file,
              URI.create(folder + file),
              hash);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  /** Returns the inputs that a tensor was computed from, in the order in which it needs them. */
  private static List<KerasTensor> sources(KerasTensor x) {
    Set<Node> seen = new HashSet<>();
    Set<KerasTensor> found = new LinkedHashSet<>();
    Deque<KerasTensor> open = new ArrayDeque<>(List.of(x));
    while (!open.isEmpty()) {
      KerasTensor next = open.pop();
      List<KerasTensor> inputs = next.node().inputs();
      if (inputs.isEmpty()) {
        found.add(next);
      } else if (seen.add(next.node())) {
        for (int i = inputs.size() - 1; i >= 0; i--) {
          open.push(inputs.get(i));
        }
      }
    }
    return List.copyOf(found);
  }

  /**
   * Returns the zeros around images, above, below, left and right, with which windows that move by
   * two end at the edges: Keras' {@code correct_pad}.
   */
  int[] padding(KerasTensor x, int kernel) {
    long rows = x.shape().get(1);
    long columns = x.shape().get(2);
    if (rows >= 0 && columns < 0) {
      throw new IllegalArgumentException(
          "%s: images of a known number of rows must have a known number of columns. Received: shape %s."
              .formatted(who, Shapes.show(x.shape())));
    }
    int half = kernel / 2;
    int above = rows >= 0 && rows % 2 != 0 ? half : half - 1;
    int left = rows >= 0 && columns % 2 != 0 ? half : half - 1;
    return new int[] {above, half, left, half};
  }
}
