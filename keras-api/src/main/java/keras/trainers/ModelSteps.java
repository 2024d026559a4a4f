package keras.trainers;

import java.util.List;
import java.util.Map;
import keras.engine.CallContext;
import keras.ops.Expr;

/** What a model does with one batch: the steps that its class may override. */
public interface ModelSteps {
  /** Takes a training step; returns the logs. */
  Map<String, Expr> train(StepData data, CallContext ctx);

  /** Takes a step of an evaluation; returns the logs. */
  Map<String, Expr> test(StepData data, CallContext ctx);

  /** Returns the outputs for a batch. */
  List<Expr> predict(StepData data, CallContext ctx);

  /** Returns what training minimises. */
  Expr loss(StepData data, List<Expr> yPred, CallContext ctx);

  /** Updates the metrics that follow predictions; returns the logs. */
  Map<String, Expr> metrics(StepData data, List<Expr> yPred, CallContext ctx);
}
