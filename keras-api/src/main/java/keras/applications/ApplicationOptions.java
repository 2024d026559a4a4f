package keras.applications;

import java.util.Set;
import keras.activations.Activation;
import keras.engine.KerasTensor;
import org.jspecify.annotations.Nullable;

/**
 * What Keras' functions of {@code keras.applications} take, with Keras' defaults.
 *
 * @param <O> the options of one architecture
 */
public abstract class ApplicationOptions<O extends ApplicationOptions<O>> {
  static final String IMAGENET = "imagenet";
  static final int IMAGENET_CLASSES = 1000;

  private boolean includeTop = true;
  private @Nullable String weights = IMAGENET;
  private @Nullable KerasTensor inputTensor;
  private long @Nullable [] inputShape;
  private @Nullable String pooling;
  private int classes = IMAGENET_CLASSES;
  private @Nullable Activation classifierActivation = Activation.get("softmax");
  private @Nullable String name;

  /** Makes the options with Keras' defaults. */
  ApplicationOptions() {}

  abstract O self();

  /** Sets whether the model ends in the layers that classify. True by default. */
  public O includeTop(boolean includeTop) {
    this.includeTop = includeTop;
    return self();
  }

  /**
   * Sets where the weights come from.
   *
   * @param weights {@code "imagenet"}, the default, for Keras' own file, which is downloaded to
   *     {@code ~/.keras/models} unless it is there; the path of a file in any format that {@code
   *     loadWeights} reads; or null for random ones
   */
  public O weights(@Nullable String weights) {
    this.weights = weights;
    return self();
  }

  /** Sets the images: a tensor of a functional model, in place of an input of its own. */
  public O inputTensor(KerasTensor inputTensor) {
    this.inputTensor = inputTensor;
    return self();
  }

  /**
   * Sets the shape of images: rows, columns, channels; a size may be -1, for any, where the model
   * has no classifying layers. Keras' default depends on the architecture.
   */
  public O inputShape(long... inputShape) {
    this.inputShape = inputShape.clone();
    return self();
  }

  /**
   * Sets what follows the last block of a model without the layers that classify.
   *
   * @param pooling {@code "avg"} or {@code "max"} over rows and columns; null, the default, for
   *     none. Keras takes any other string for none; here it is refused.
   */
  public O pooling(@Nullable String pooling) {
    if (pooling != null && !Set.of("avg", "max").contains(pooling)) {
      throw new IllegalArgumentException(
          "%s: `pooling` must be \"avg\", \"max\" or null. Received: pooling=%s."
              .formatted(who(), pooling));
    }
    this.pooling = pooling;
    return self();
  }

  /** Sets how many classes there are; 1000 by default, as many as ImageNet has. */
  public O classes(int classes) {
    if (classes < 1) {
      throw new IllegalArgumentException(
          "%s: `classes` must be a positive integer. Received: classes=%d."
              .formatted(who(), classes));
    }
    this.classes = classes;
    return self();
  }

  /**
   * Sets the function of the last layer by its Keras name; null or {@code "linear"} for logits.
   * {@code "softmax"} by default, and nothing else but logits with weights.
   */
  public O classifierActivation(@Nullable String id) {
    this.classifierActivation = id == null ? null : Activation.get(id);
    return self();
  }

  /** Sets the function of the last layer. */
  public O classifierActivation(Activation activation) {
    this.classifierActivation = activation;
    return self();
  }

  /** Sets the name of the model. */
  public O name(String name) {
    this.name = name;
    return self();
  }

  /** Returns who speaks in messages. */
  String who() {
    return getClass().getEnclosingClass().getSimpleName();
  }

  final boolean includeTop() {
    return includeTop;
  }

  final @Nullable String weights() {
    return weights;
  }

  final boolean imagenet() {
    return IMAGENET.equals(weights);
  }

  final @Nullable KerasTensor inputTensor() {
    return inputTensor;
  }

  final long @Nullable [] inputShape() {
    return inputShape;
  }

  final @Nullable String pooling() {
    return pooling;
  }

  final int classes() {
    return classes;
  }

  final @Nullable Activation classifierActivation() {
    return classifierActivation;
  }

  final String nameOr(String usual) {
    return name == null ? usual : name;
  }
}
