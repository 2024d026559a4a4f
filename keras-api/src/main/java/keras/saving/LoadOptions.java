package keras.saving;

import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import keras.activations.Activation;
import keras.config.CustomObjects;
import keras.layers.Layer;
import keras.ops.Expr;

/**
 * How a file is read.
 *
 * <pre>{@code
 * Keras.loadModel("model.h5", LoadOptions.defaults().compile(false));
 * }</pre>
 *
 * @param compile whether the optimizer, the losses and the metrics are restored
 * @param byName whether weights are matched by layer name rather than by order
 * @param skipMismatch whether a layer whose weights do not fit is left as it is
 * @param report receives what became of the weights, once they are read
 * @param verbose how much of a progress bar is shown while weights are read: 0 nothing, 1 the bar,
 *     2 a line at the end
 * @param verify whether the model must predict the golden values that the file holds
 * @param rtol how far a prediction may be from them, in parts of the expected number
 * @param atol how far a prediction may be from them besides
 */
public record LoadOptions(
    CustomObjects customObjects,
    boolean compile,
    boolean byName,
    boolean skipMismatch,
    Consumer<LoadReport> report,
    int verbose,
    boolean verify,
    double rtol,
    double atol) {
  private static final double TOLERANCE = 1e-5;

  /** Checks the options. */
  public LoadOptions {
    if (verbose < 0 || verbose > 2) {
      throw new IllegalArgumentException(
          "LoadOptions: `verbose` must be 0, 1 or 2. Received: verbose=%d.".formatted(verbose));
    }
    if (!(rtol >= 0) || !(atol >= 0)) {
      throw new IllegalArgumentException(
          "LoadOptions: `rtol` and `atol` must not be negative. Received: rtol=%s, atol=%s."
              .formatted(rtol, atol));
    }
  }

  /** Returns Keras' defaults; what was left out is printed, and no progress bar. */
  public static LoadOptions defaults() {
    return new LoadOptions(
        CustomObjects.none(),
        true,
        false,
        false,
        LoadReport::print,
        0,
        false,
        TOLERANCE,
        TOLERANCE);
  }

  /** Returns these options with classes of the caller's own. */
  public LoadOptions customObjects(CustomObjects custom) {
    return new LoadOptions(
        custom, compile, byName, skipMismatch, report, verbose, verify, rtol, atol);
  }

  /**
   * Returns these options with a function: the activation of that name, as in Keras' {@code
   * custom_objects}, or what the layer of that name computes, a Lambda, another layer of Python
   * code, or one with an activation that is Python code. Saved again, the layer is what it was in
   * the file.
   *
   * @param name the function's, or the layer's, as messages and {@code keras inspect} tell it
   */
  public LoadOptions custom(String name, Activation.Function function) {
    return customObjects(
        customObjects
            .with(Activation.of(name, function))
            .replacing(name, Replacements.of(name, function)));
  }

  /**
   * Returns these options with a function of targets and predictions: a loss, or what a metric is
   * the mean of.
   *
   * @param name the function's, as in Keras' {@code custom_objects}
   */
  public LoadOptions custom(String name, BinaryOperator<Expr> function) {
    return customObjects(customObjects.with(name, function));
  }

  /** Returns these options with a function for the layer of a name that has several inputs. */
  public LoadOptions customOfList(String layer, Function<List<Expr>, Expr> function) {
    return customObjects(customObjects.replacing(layer, Replacements.ofList(layer, function)));
  }

  /**
   * Returns these options with a layer for the one of a name, whose class is not known here. Saved
   * again, it is what it is here; its weights are those that the file has for the other.
   *
   * @param maker makes the layer anew each time; it gets the other's name
   */
  public LoadOptions custom(String layer, Supplier<? extends Layer> maker) {
    return customObjects(customObjects.replacing(layer, Replacements.of(layer, maker)));
  }

  /** Returns these options with or without compile state. */
  public LoadOptions compile(boolean restore) {
    return new LoadOptions(
        customObjects, restore, byName, skipMismatch, report, verbose, verify, rtol, atol);
  }

  /** Returns these options, weights matched by layer name or by order. */
  public LoadOptions byName(boolean named) {
    return new LoadOptions(
        customObjects, compile, named, skipMismatch, report, verbose, verify, rtol, atol);
  }

  /** Returns these options, layers that do not fit skipped or refused. */
  public LoadOptions skipMismatch(boolean skip) {
    return new LoadOptions(
        customObjects, compile, byName, skip, report, verbose, verify, rtol, atol);
  }

  /** Returns these options, the report going to {@code receiver} instead of the console. */
  public LoadOptions report(Consumer<LoadReport> receiver) {
    return new LoadOptions(
        customObjects, compile, byName, skipMismatch, receiver, verbose, verify, rtol, atol);
  }

  /** Returns these options, a progress bar shown as {@code verbose} says. */
  public LoadOptions verbose(int verbose) {
    return new LoadOptions(
        customObjects, compile, byName, skipMismatch, report, verbose, verify, rtol, atol);
  }

  /**
   * Returns these options, a whole model's predictions compared with the golden values of its file,
   * those of {@link SaveOptions#verifyWith}, or not. A file without golden values is an error, and
   * a model whose predictions are others is closed and not returned. They are equal where {@code
   * |prediction - expected| <= atol + rtol * |expected|}, and where both are NaN; whole numbers
   * must be the same. Both tolerances are 1e-5, enough for another processor's order of sums.
   */
  public LoadOptions verify(boolean compare) {
    return new LoadOptions(
        customObjects, compile, byName, skipMismatch, report, verbose, compare, rtol, atol);
  }

  /** Returns these options with another tolerance in parts of the expected numbers. */
  public LoadOptions rtol(double relative) {
    return new LoadOptions(
        customObjects, compile, byName, skipMismatch, report, verbose, verify, relative, atol);
  }

  /** Returns these options with another tolerance that does not depend on the expected numbers. */
  public LoadOptions atol(double absolute) {
    return new LoadOptions(
        customObjects, compile, byName, skipMismatch, report, verbose, verify, rtol, absolute);
  }
}
