package keras.models;

import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import keras.losses.Loss;
import keras.metrics.Metric;
import keras.ops.Expr;
import keras.optimizers.Optimizer;
import keras.trainers.Compile;
import org.jspecify.annotations.Nullable;

/**
 * What is compiled: by names, by objects, by functions, and by any mix of them.
 *
 * <pre>{@code
 * model.compile("adam", "mse", "mae");
 * model.compile(new Adam(), "mse", new F1Score(), "accuracy");
 * model.compile("adam", (yTrue, yPred) -> yTrue.sub(yPred).abs().mean(-1));
 * model.compile("adam", "mse", (yTrue, yPred) -> yTrue.sub(yPred).abs().max(-1));
 * model.compile("adam", Map.of("price", "mse", "kind", "ce"), Map.of("kind", "accuracy"));
 * }</pre>
 *
 * <p>A metric is a name, a {@link Metric}, a {@link Loss}, or a list of those, or a map of those by
 * the outputs' names; a function among others is {@code Metric.of(name, function)}. A function is
 * named {@code "lambda"}, as in Keras; {@code Loss.of} and {@code Metric.of} give it a name, by
 * which a file finds it again.
 *
 * <p>Keras: {@code keras/src/trainers/trainer.py}.
 */
public interface Compilable {
  /** Configures training: {@code c -> c.optimizer("adam").loss("mse").metrics("mae")}. */
  Model compile(Consumer<Compile> options);

  /** Configures training. */
  default Model compile(String optimizer, String loss, Object... metrics) {
    return compile(c -> c.optimizer(optimizer).loss(loss).metrics(metrics));
  }

  /** Configures training. */
  default Model compile(String optimizer, Loss loss, Object... metrics) {
    return compile(c -> c.optimizer(optimizer).loss(loss).metrics(metrics));
  }

  /** Configures training by a loss that is a function of targets and predictions. */
  default Model compile(String optimizer, BinaryOperator<Expr> loss, Object... metrics) {
    return compile(c -> c.optimizer(optimizer).loss(loss).metrics(metrics));
  }

  /** Configures training. */
  default Model compile(Optimizer optimizer, String loss, Object... metrics) {
    return compile(c -> c.optimizer(optimizer).loss(loss).metrics(metrics));
  }

  /** Configures training. */
  default Model compile(Optimizer optimizer, Loss loss, Object... metrics) {
    return compile(c -> c.optimizer(optimizer).loss(loss).metrics(metrics));
  }

  /** Configures training by a loss that is a function of targets and predictions. */
  default Model compile(Optimizer optimizer, BinaryOperator<Expr> loss, Object... metrics) {
    return compile(c -> c.optimizer(optimizer).loss(loss).metrics(metrics));
  }

  /** Configures training, with a metric that is the mean of a function. */
  default Model compile(String optimizer, String loss, BinaryOperator<Expr> metric) {
    return compile(c -> c.optimizer(optimizer).loss(loss).metrics(metric));
  }

  /** Configures training, with a metric that is the mean of a function. */
  default Model compile(String optimizer, Loss loss, BinaryOperator<Expr> metric) {
    return compile(c -> c.optimizer(optimizer).loss(loss).metrics(metric));
  }

  /** Configures training by a function, with a metric that is the mean of another. */
  default Model compile(String optimizer, BinaryOperator<Expr> loss, BinaryOperator<Expr> metric) {
    return compile(c -> c.optimizer(optimizer).loss(loss).metrics(metric));
  }

  /** Configures training, with a metric that is the mean of a function. */
  default Model compile(Optimizer optimizer, String loss, BinaryOperator<Expr> metric) {
    return compile(c -> c.optimizer(optimizer).loss(loss).metrics(metric));
  }

  /** Configures training, with a metric that is the mean of a function. */
  default Model compile(Optimizer optimizer, Loss loss, BinaryOperator<Expr> metric) {
    return compile(c -> c.optimizer(optimizer).loss(loss).metrics(metric));
  }

  /** Configures training by a function, with a metric that is the mean of another. */
  default Model compile(
      Optimizer optimizer, BinaryOperator<Expr> loss, BinaryOperator<Expr> metric) {
    return compile(c -> c.optimizer(optimizer).loss(loss).metrics(metric));
  }

  /** Configures training by losses one an output, in order; null for an output without. */
  default Model compile(
      Optimizer optimizer, List<? extends @Nullable Object> losses, Object... metrics) {
    return compile(c -> c.optimizer(optimizer).loss(losses).metrics(metrics));
  }

  /** Configures training by losses by the outputs' names. */
  default Model compile(Optimizer optimizer, Map<String, ?> losses, Object... metrics) {
    return compile(c -> c.optimizer(optimizer).loss(losses).metrics(metrics));
  }

  /** Configures training by losses one an output, in order; null for an output without. */
  default Model compile(
      String optimizer, List<? extends @Nullable Object> losses, Object... metrics) {
    return compile(c -> c.optimizer(optimizer).loss(losses).metrics(metrics));
  }

  /** Configures training by losses by the outputs' names. */
  default Model compile(String optimizer, Map<String, ?> losses, Object... metrics) {
    return compile(c -> c.optimizer(optimizer).loss(losses).metrics(metrics));
  }
}
