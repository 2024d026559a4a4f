package keras.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import keras.ops.Expr;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.op.Ops;

/** Computes what initializers make, in a graph of their own. */
final class InitialValues {
  private InitialValues() {}

  /** Hands each variable's first value to {@code use}; the tensors are closed afterwards. */
  static void compute(List<Variable> variables, BiConsumer<Variable, Tensor> use) {
    if (variables.isEmpty()) {
      return;
    }
    try (Graph graph = new Graph();
        Session session = new Session(graph, SessionSettings.asWritten())) {
      Ops tf = Ops.create(graph);
      List<Expr> values = new ArrayList<>();
      for (Variable v : variables) {
        Expr value = v.initializer().call(tf, v.shape(), v.dtype()).cast(v.dtype());
        if (!value.shape().isCompatibleWith(v.shape())) {
          throw new IllegalArgumentException(
              "%s: expected an initial value of shape %s. Received: shape %s from %s."
                  .formatted(
                      v, Shapes.show(v.shape()), Shapes.show(value.shape()), v.initializer()));
        }
        values.add(Expr.of(tf, tf.identity(value)));
      }
      Session.Runner run = session.runner();
      values.forEach(run::fetch);
      try (Result results = run.run()) {
        for (int i = 0; i < variables.size(); i++) {
          use.accept(variables.get(i), results.get(i));
        }
      }
    }
  }
}
