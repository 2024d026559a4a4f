package keras.bits;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import keras.engine.HostTensor;
import keras.losses.Loss;
import keras.ops.Expr;

/** golden/function_cases/losses.py in Java. */
final class LossCases {
  private LossCases() {}

  static Map<String, HostTensor> compute(FunctionCase c) {
    Loss loss = c.objectAsMade(Loss.class);
    List<HostTensor> inputs = new ArrayList<>(List.of(c.array("y_true"), c.array("y_pred")));
    int weight = add(c, "sample_weight", inputs);
    int mask = add(c, "mask", inputs);
    List<HostTensor> out =
        Graphs.run(
            inputs,
            !c.map("arguments").containsKey("axis"),
            (ctx, in) -> {
              Expr p = in.get(1);
              Expr masked = ctx.wrap(ctx.tf().identity(p));
              Expr value =
                  loss.apply(
                      in.get(0),
                      mask < 0 ? masked : masked.withMask(in.get(mask)),
                      weight < 0 ? null : in.get(weight));
              return Graphs.withGradientOfSquares(ctx, value, p);
            });
    return Graphs.named(out);
  }

  /** Adds an input where the case has it; returns its place, or -1. */
  static int add(FunctionCase c, String key, List<HostTensor> inputs) {
    if (!c.has(key)) {
      return -1;
    }
    inputs.add(c.array(key));
    return inputs.size() - 1;
  }
}
