package keras.models;

import java.util.List;
import java.util.Map;
import keras.engine.CallContext;
import keras.ops.Expr;
import keras.trainers.ModelSteps;
import keras.trainers.StepData;

/** Hands the steps that a subclass may override to the trainer. */
final class OverriddenSteps implements ModelSteps {
  private final Model model;

  OverriddenSteps(Model model) {
    this.model = model;
  }

  @Override
  public Map<String, Expr> train(StepData data, CallContext ctx) {
    return model.trainStep(data, ctx);
  }

  @Override
  public Map<String, Expr> test(StepData data, CallContext ctx) {
    return model.testStep(data, ctx);
  }

  @Override
  public List<Expr> predict(StepData data, CallContext ctx) {
    return model.predictStep(data, ctx);
  }

  @Override
  public Expr loss(StepData data, List<Expr> yPred, CallContext ctx) {
    return model.computeLoss(data, yPred, ctx);
  }

  @Override
  public Map<String, Expr> metrics(StepData data, List<Expr> yPred, CallContext ctx) {
    return model.computeMetrics(data, yPred, ctx);
  }
}
