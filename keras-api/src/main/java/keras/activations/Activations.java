package keras.activations;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import keras.config.Suggestions;
import keras.ops.ActivationOps;
import keras.ops.Expr;
import keras.ops.Nn;
import org.jspecify.annotations.Nullable;

/**
 * Every activation of Keras: one line each, and a method for those with parameters.
 *
 * <pre>{@code
 * new Dense(10).activation(Activations.GELU);
 * new Dense(10).activation(Activation.of("my_elu", x -> Activations.elu(x, 0.3)));
 * }</pre>
 *
 * <p>Keras: {@code keras/src/activations/activations.py}, {@code
 * keras/src/backend/tensorflow/nn.py}.
 */
public final class Activations {
  private static final Map<String, Activation> ALL = new LinkedHashMap<>();
  private static final Map<String, String> ALIASES =
      Map.of("swish", "silu", "hard_swish", "hard_silu");

  public static final Activation LINEAR = add("linear", x -> x);
  public static final Activation RELU = add("relu", Expr::relu);
  public static final Activation RELU6 = add("relu6", x -> x.wrap(x.tf().nn.relu6(x)));
  public static final Activation LEAKY_RELU = add("leaky_relu", x -> leakyRelu(x, 0.2));
  public static final Activation ELU = add("elu", x -> elu(x, 1));
  public static final Activation SELU = add("selu", x -> x.wrap(x.tf().nn.selu(x)));
  public static final Activation CELU = add("celu", x -> celu(x, 1));
  public static final Activation GELU = add("gelu", x -> gelu(x, false));
  public static final Activation SILU = add("silu", x -> x.mul(x.sigmoid()));
  public static final Activation MISH = add("mish", x -> x.mul(ActivationOps.softplus(x).tanh()));
  public static final Activation GLU = add("glu", x -> glu(x, -1));
  public static final Activation SIGMOID = add("sigmoid", Expr::sigmoid);
  public static final Activation LOG_SIGMOID =
      add("log_sigmoid", x -> ActivationOps.softplus(x.neg()).neg());
  public static final Activation HARD_SIGMOID = add("hard_sigmoid", ActivationOps::hardSigmoid);
  public static final Activation HARD_SILU =
      add("hard_silu", x -> x.mul(ActivationOps.hardSigmoid(x)));
  public static final Activation SPARSE_SIGMOID =
      add("sparse_sigmoid", ActivationOps::sparseSigmoid);
  public static final Activation TANH = add("tanh", Expr::tanh);
  public static final Activation HARD_TANH = add("hard_tanh", x -> x.clip(-1, 1));
  public static final Activation TANH_SHRINK = add("tanh_shrink", x -> x.sub(x.tanh()));
  public static final Activation SOFT_SHRINK = add("soft_shrink", x -> softShrink(x, 0.5));
  public static final Activation HARD_SHRINK = add("hard_shrink", x -> hardShrink(x, 0.5));
  public static final Activation SOFTPLUS = add("softplus", ActivationOps::softplus);
  public static final Activation SPARSE_PLUS = add("sparse_plus", ActivationOps::sparsePlus);
  public static final Activation SQUAREPLUS = add("squareplus", x -> squareplus(x, 4));
  public static final Activation SOFTSIGN = add("softsign", x -> x.wrap(x.tf().nn.softsign(x)));
  public static final Activation EXPONENTIAL = add("exponential", Expr::exp);
  public static final Activation SOFTMAX = add("softmax", x -> softmax(x, -1));
  public static final Activation LOG_SOFTMAX = add("log_softmax", x -> logSoftmax(x, -1));
  public static final Activation SPARSEMAX = add("sparsemax", x -> sparsemax(x, -1));

  /** The hard sigmoid of Keras 2, {@code 0.2 x + 0.5} cut to [0, 1]; its files are read with it. */
  public static final Activation KERAS2_HARD_SIGMOID =
      Activation.standingFor(
          "keras2>hard_sigmoid", "keras2>hard_sigmoid", x -> x.mul(0.2).add(0.5).clip(0, 1));

  private Activations() {}

  /** Returns the activation with a Keras name. */
  public static Activation get(String id) {
    Activation found = ALL.get(ALIASES.getOrDefault(id, id));
    if (found != null) {
      return found;
    }
    if (id.equals(KERAS2_HARD_SIGMOID.id())) {
      return KERAS2_HARD_SIGMOID;
    }
    if (id.equals("threshold")) {
      throw new IllegalArgumentException(
          "Activation 'threshold' needs `threshold` and `default_value`. Use"
              + " Activation.of(\"threshold\", x -> Activations.threshold(x, 0.5, 0)).");
    }
    throw new IllegalArgumentException(
        "Unknown activation '%s'. %s".formatted(id, Suggestions.sentence(id, names())));
  }

  /** Returns the names of all activations that need no parameters, aliases too. */
  public static Set<String> names() {
    Set<String> names = new LinkedHashSet<>(ALL.keySet());
    names.addAll(new TreeSet<>(ALIASES.keySet()));
    return Collections.unmodifiableSet(names);
  }

  private static Activation add(String id, Activation.Function function) {
    Activation activation = Activation.standingFor(id, id, function);
    ALL.put(id, activation);
    return activation;
  }

  /**
   * Returns 0 below the threshold and x above, at most {@code maxValue}; with a slope, {@code
   * negativeSlope * (x - threshold)} instead of 0.
   *
   * @param maxValue null for no limit
   */
  public static Expr relu(
      Expr x, double negativeSlope, @Nullable Double maxValue, double threshold) {
    if (negativeSlope != 0 && maxValue == null && threshold == 0) {
      return leakyRelu(x, negativeSlope);
    }
    Expr y;
    if (threshold != 0) {
      y = x.greater((float) threshold).where(x, x.constant(0));
    } else {
      y = x.wrap(isSix(maxValue) ? x.tf().nn.relu6(x) : x.tf().nn.relu(x));
    }
    if (maxValue != null && !(threshold == 0 && isSix(maxValue))) {
      y = y.clip(0, (float) (double) maxValue);
    }
    if (negativeSlope == 0) {
      return y;
    }
    Expr below = threshold == 0 ? x.neg() : x.neg().add(threshold);
    return y.sub(RELU.call(below).mul(negativeSlope));
  }

  private static boolean isSix(@Nullable Double maxValue) {
    return maxValue != null && maxValue == 6;
  }

  /** Returns x where positive, {@code negativeSlope * x} elsewhere. */
  public static Expr leakyRelu(Expr x, double negativeSlope) {
    return ActivationOps.leakyRelu(x, negativeSlope);
  }

  /** Returns x where positive, {@code alpha * (exp(x) - 1)} elsewhere (Clevert et al., 2016). */
  public static Expr elu(Expr x, double alpha) {
    return ActivationOps.elu(x, alpha);
  }

  /** Returns x where positive, {@code alpha * (exp(x / alpha) - 1)} elsewhere (Barron, 2017). */
  public static Expr celu(Expr x, double alpha) {
    return ActivationOps.celu(x, alpha);
  }

  /**
   * Returns x times the normal distribution function of x (Hendrycks &amp; Gimpel, 2016).
   *
   * @param approximate whether by the hyperbolic tangent, rather than by the error function
   */
  public static Expr gelu(Expr x, boolean approximate) {
    return ActivationOps.gelu(x, approximate);
  }

  /** Returns one half of the axis, gated by the sigmoid of the other (Dauphin et al., 2017). */
  public static Expr glu(Expr x, int axis) {
    return ActivationOps.glu(x, axis);
  }

  /** Returns x drawn to 0 by the threshold, 0 within it. */
  public static Expr softShrink(Expr x, double threshold) {
    return ActivationOps.softShrink(x, threshold);
  }

  /** Returns x, 0 within the threshold. */
  public static Expr hardShrink(Expr x, double threshold) {
    return ActivationOps.hardShrink(x, threshold);
  }

  /** Returns x above the threshold, {@code defaultValue} elsewhere. */
  public static Expr threshold(Expr x, double threshold, double defaultValue) {
    return ActivationOps.threshold(x, threshold, defaultValue);
  }

  /** Returns {@code (x + sqrt(x² + b)) / 2}. */
  public static Expr squareplus(Expr x, double b) {
    return ActivationOps.squareplus(x, b);
  }

  /**
   * Returns exponentials that sum to 1 along an axis, or over several together.
   *
   * <p>Along the last axis the result is a node of type {@code Softmax}, whose input losses use.
   */
  public static Expr softmax(Expr x, int... axes) {
    return Nn.softmax(x, axes);
  }

  /** Returns the logarithm of the softmax along an axis. */
  public static Expr logSoftmax(Expr x, int axis) {
    return Nn.logSoftmax(x, axis);
  }

  /** Returns the nearest probabilities to x along an axis, most of them 0 (Martins, 2016). */
  public static Expr sparsemax(Expr x, int axis) {
    return ActivationOps.sparsemax(x, axis);
  }
}
