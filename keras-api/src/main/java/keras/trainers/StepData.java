package keras.trainers;

import java.util.List;
import keras.ops.Core;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;

/**
 * One batch as a step of a model sees it, in the function being built: what Keras hands to {@code
 * train_step} as {@code data}.
 *
 * <pre>{@code
 * @Override protected Map<String, Expr> trainStep(StepData data, CallContext ctx) {
 *   Expr error = data.y().sub(encoder.apply(data.x(), ctx));
 *   …
 * }
 * }</pre>
 *
 * <p>Keras: {@code keras/src/trainers/data_adapters/data_adapter_utils.py}.
 *
 * @param xs the inputs, in the model's order
 * @param ys the targets, in the order of the outputs; empty where fit got none
 * @param sampleWeights the weights, in the order of the outputs; empty where fit got none
 */
public record StepData(List<Expr> xs, List<Expr> ys, List<Expr> sampleWeights) {
  /** Copies the lists. */
  public StepData {
    xs = List.copyOf(xs);
    ys = List.copyOf(ys);
    sampleWeights = List.copyOf(sampleWeights);
  }

  /** Returns the one input. */
  public Expr x() {
    return only("x", xs);
  }

  /** Returns the one target. */
  public Expr y() {
    return only("y", ys);
  }

  /** Returns the weights of the samples; null where there are none. */
  public @Nullable Expr sampleWeight() {
    return sampleWeights.isEmpty() ? null : only("sample_weight", sampleWeights);
  }

  /** Whether fit was given targets. */
  public boolean hasY() {
    return !ys.isEmpty();
  }

  /** Returns the number of samples in the batch, an int32 scalar of the graph. */
  public Expr batchSize() {
    return Core.size(xs.get(0), 0);
  }

  private static Expr only(String key, List<Expr> arrays) {
    if (arrays.size() != 1) {
      throw new IllegalArgumentException(
          "StepData.%s: expected one array. Received: %d. %s"
              .formatted(
                  key,
                  arrays.size(),
                  arrays.isEmpty() ? "Give it to fit." : "Take them by their index."));
    }
    return arrays.get(0);
  }
}
