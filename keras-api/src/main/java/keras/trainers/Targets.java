package keras.trainers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;

/**
 * Which target and which sample weights belong to which output; null where an output has none.
 *
 * <p>Keras: {@code keras/src/trainers/compile_utils.py}.
 */
record Targets(List<@Nullable Expr> y, List<@Nullable Expr> weights) {
  /**
   * Gives each output its target: there may be one for each output, or one for each that has a
   * loss.
   *
   * @param who the model, for messages
   * @param losses one an output, null where there is none
   */
  static Targets of(
      String who,
      @Nullable List<String> names,
      List<@Nullable Object> losses,
      List<Expr> y,
      List<Expr> weights) {
    List<@Nullable Expr> targets = spread("y", who, names, losses, y);
    if (weights.size() == 1 && losses.size() > 1) {
      return new Targets(
          targets, new ArrayList<>(Collections.nCopies(losses.size(), weights.get(0))));
    }
    return new Targets(targets, spread("sampleWeight", who, names, losses, weights));
  }

  /** Gives vectors a second axis where predictions have two, as Keras 2 does. */
  Targets asColumns(List<Expr> yPred) {
    return new Targets(columns(y, yPred), columns(weights, yPred));
  }

  private static List<@Nullable Expr> columns(List<@Nullable Expr> given, List<Expr> yPred) {
    List<@Nullable Expr> out = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      Expr x = given.get(i);
      out.add(x != null && x.rank() == 1 && yPred.get(i).rank() == 2 ? x.expandDims(-1) : x);
    }
    return out;
  }

  private static List<@Nullable Expr> spread(
      String key,
      String who,
      @Nullable List<String> names,
      List<@Nullable Object> losses,
      List<Expr> given) {
    int n = losses.size();
    if (given.size() == n) {
      return new ArrayList<>(given);
    }
    if (given.isEmpty()) {
      return new ArrayList<>(Collections.nCopies(n, null));
    }
    if (given.size() != losses.stream().filter(Objects::nonNull).count()) {
      throw new IllegalArgumentException(
          "%s: %s needs one array for %s%s. Received: %d arrays."
              .formatted(
                  who,
                  key,
                  n == 1 ? "the output" : "each of the " + n + " outputs",
                  names == null ? "" : n == 1 ? " '" + names.get(0) + "'" : " " + names,
                  given.size()));
    }
    List<@Nullable Expr> out = new ArrayList<>();
    int next = 0;
    for (Object loss : losses) {
      out.add(loss == null ? null : given.get(next++));
    }
    return out;
  }
}
