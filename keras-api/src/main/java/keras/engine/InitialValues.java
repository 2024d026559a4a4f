package keras.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import keras.ops.Expr;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.exceptions.TFUnimplementedException;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.op.Ops;

/** Computes what initializers make, in a graph of their own. */
final class InitialValues {
  private InitialValues() {}

  /** Hands the variables' first values to {@code use}; the tensors are closed afterwards. */
  static void compute(List<Variable> variables, Consumer<List<Tensor>> use) {
    if (variables.isEmpty()) {
      use.accept(List.of());
      return;
    }
    try (Graph graph = new Graph();
        Session session = new Session(graph, SessionSettings.asWritten())) {
      Ops tf = Ops.create(graph);
      List<Expr> values = new ArrayList<>();
      List<CallContext.Call> calls = new ArrayList<>();
      for (Variable v : variables) {
        Expr value = value(tf, v, calls);
        if (!value.shape().isCompatibleWith(v.shape())) {
          throw new IllegalArgumentException(
              "%s: expected an initial value of shape %s. Received: shape %s from %s."
                  .formatted(
                      v, Shapes.show(v.shape()), Shapes.show(value.shape()), v.initializer()));
        }
        values.add(Expr.of(tf, tf.identity(value)));
      }
      BuiltGraphs.show(graph);
      Session.Runner run = session.runner();
      values.forEach(run::fetch);
      try (Result results = run(run, graph, calls)) {
        List<Tensor> all = new ArrayList<>();
        for (int i = 0; i < variables.size(); i++) {
          all.add(results.get(i));
        }
        use.accept(all);
      }
    }
  }

  private static Expr value(Ops tf, Variable v, List<CallContext.Call> calls) {
    String who = "%s, the initializer of '%s',".formatted(v.initializer(), v.path());
    try {
      Expr value = v.initializer().call(tf, v.shape(), v.dtype()).cast(v.dtype());
      calls.add(new CallContext.Call(who, List.of(), List.of(value)));
      return value;
    } catch (TensorFlowException | TFInvalidArgumentException | TFUnimplementedException e) {
      throw NativeErrors.whileBuilding(who, List.of(), e);
    }
  }

  private static Result run(Session.Runner run, Graph graph, List<CallContext.Call> calls) {
    try {
      return run.run();
    } catch (TensorFlowException | TFInvalidArgumentException | TFUnimplementedException e) {
      throw NativeErrors.whileRunning("computing initial values", graph, calls, e);
    }
  }
}
