package keras.engine.gradients;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;

/**
 * Computes gradients of graph tensors by reverse-mode differentiation.
 *
 * <pre>{@code
 * List<Output<?>> gradients = Gradients.of(graph, loss, List.of(kernel, bias));
 * }</pre>
 *
 * <p>Each op is differentiated by our own {@link Vjp} if {@link VectorJacobianProducts} has one, in
 * Python's formulas, and by TensorFlow's C++ registry otherwise. The order of visits and sums is
 * that of {@code tf.GradientTape}, so that gradients equal Python's bit for bit.
 *
 * <p>Keras: keras/src/backend/tensorflow/trainer.py
 */
public final class Gradients {
  private Gradients() {}

  /**
   * Returns d(sum y)/dx for each x.
   *
   * @param y any floating-point tensor, usually the scalar loss
   * @return one entry for each x: a tensor of its shape and dtype, null where y does not depend on
   *     it
   */
  public static List<@Nullable Output<?>> of(Graph graph, Output<?> y, List<Output<?>> xs) {
    List<@Nullable Output<?>> seeds = new ArrayList<>();
    seeds.add(null);
    return of(graph, new VectorJacobianProducts(), List.of(y), seeds, xs);
  }

  /**
   * Returns d(sum of all y·dy)/dx for each x.
   *
   * @param dys one entry for each y, of its shape and dtype; null stands for ones
   * @return one entry for each x: a tensor of its shape and dtype, null where no y depends on it
   */
  public static List<@Nullable Output<?>> of(
      Graph graph,
      List<Output<?>> ys,
      List<? extends @Nullable Output<?>> dys,
      List<Output<?>> xs) {
    return of(graph, new VectorJacobianProducts(), ys, dys, xs);
  }

  /**
   * Returns d(sum of all y·dy)/dx for each x, with the overrides of single nodes in {@code
   * products}.
   *
   * @param dys one entry for each y, of its shape and dtype; null stands for ones
   * @return one entry for each x: a tensor of its shape and dtype, null where no y depends on it
   */
  public static List<@Nullable Output<?>> of(
      Graph graph,
      VectorJacobianProducts products,
      List<Output<?>> ys,
      List<? extends @Nullable Output<?>> dys,
      List<Output<?>> xs) {
    return of(graph, products, ys, dys, xs, null);
  }

  /**
   * Returns d(sum of all y·dy)/dx for each x, as far as paths inside of some ops go: an x counts as
   * a value of its own, even where another x is computed of it outside of them.
   *
   * @param dys one entry for each y, of its shape and dtype; null stands for ones
   * @param within the ops of paths; null for all
   * @return one entry for each x: a tensor of its shape and dtype, null where no y depends on it
   */
  public static List<@Nullable Output<?>> of(
      Graph graph,
      VectorJacobianProducts products,
      List<Output<?>> ys,
      List<? extends @Nullable Output<?>> dys,
      List<Output<?>> xs,
      @Nullable Set<GraphOperation> within) {
    List<List<Output<?>>> sources = new ArrayList<>();
    xs.forEach(x -> sources.add(List.of(x)));
    return pass(new GradientOps(graph, false), graph, products, ys, dys, sources, within).stream()
        .map(Gradients::output)
        .toList();
  }

  private static @Nullable Output<?> output(@Nullable Operand<?> gradient) {
    return gradient == null ? null : gradient.asOutput();
  }

  /**
   * Returns d(sum y)/dx for each source x, which may show itself as several tensors: the reads of
   * one variable before and after it was assigned.
   *
   * @param last whether nobody differentiates the gradients in turn: they are then computed in
   *     fewer ops, with the same bits
   * @param products the gradients of single nodes
   * @param sources the tensors of each, at least one, of one shape and dtype
   * @return one entry for each source, with its rows where it is one of gathered rows; null where y
   *     depends on none of its tensors
   */
  public static List<@Nullable SummedRows> bySources(
      Graph graph,
      boolean last,
      VectorJacobianProducts products,
      Output<?> y,
      List<List<Output<?>>> sources) {
    List<@Nullable Output<?>> seeds = new ArrayList<>();
    seeds.add(null);
    return pass(new GradientOps(graph, last), graph, products, List.of(y), seeds, sources, null)
        .stream()
        .map(g -> g == null ? null : SummedRows.of(g))
        .toList();
  }

  private static List<@Nullable Operand<?>> pass(
      GradientOps ops,
      Graph graph,
      VectorJacobianProducts products,
      List<Output<?>> ys,
      List<? extends @Nullable Output<?>> dys,
      List<List<Output<?>>> xs,
      @Nullable Set<GraphOperation> within) {
    if (ys.size() != dys.size()) {
      throw new IllegalArgumentException(
          ("Gradients: expected one dy for each y. Received: %d ys and %d dys. "
                  + "Give null for a dy of ones.")
              .formatted(ys.size(), dys.size()));
    }
    for (Output<?> y : ys) {
      if (!Dtypes.isDifferentiable(y.dataType())) {
        throw new IllegalArgumentException(
            ("Gradients: expected floating-point ys. Received: '%s' of %s. "
                    + "Cast it before its last differentiable op.")
                .formatted(y.op().name(), y.dataType()));
      }
    }
    List<Operand<?>> seeds = new ArrayList<>();
    for (int i = 0; i < ys.size(); i++) {
      Output<?> dy = dys.get(i);
      seeds.add(dy == null ? ops.ones(ys.get(i)) : dy);
    }
    BackwardPass pass = new BackwardPass(graph, ops, products, xs, within);
    pass.run(ys, seeds);
    List<@Nullable Operand<?>> gradients = new ArrayList<>();
    for (List<Output<?>> x : xs) {
      gradients.add(pass.gradient(x.get(0)));
    }
    return gradients;
  }
}
