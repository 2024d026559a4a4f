package keras.optimizers;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import keras.engine.CallContext;
import keras.engine.Variable;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;

/**
 * Takes a fraction off weights at each step, but for those excluded.
 *
 * @param kept variables that keep their weights
 * @param excluded parts of the paths of more of them; regular expressions
 */
record WeightDecay(List<Variable> kept, List<Pattern> excluded) {
  static final WeightDecay OF_ALL = new WeightDecay(List.of(), List.of());

  /** Returns the decay of all weights but some. */
  static WeightDecay without(Collection<Variable> variables, Collection<String> names) {
    return new WeightDecay(List.copyOf(variables), names.stream().map(Pattern::compile).toList());
  }

  /**
   * Takes one step.
   *
   * @param fractions of each variable; null where it has no decay
   */
  void step(
      List<Variable> variables,
      Function<Variable, @Nullable Double> fractions,
      Step step,
      CallContext ctx) {
    for (Variable v : variables) {
      Double fraction = fractions.apply(v);
      if (fraction != null && decays(v)) {
        Expr value = ctx.readRaw(v);
        Expr lost = value.mul(Scalars.single(fraction)).mul(step.rate(v));
        ctx.assign(v, value.sub(lost));
      }
    }
  }

  private boolean decays(Variable v) {
    return kept.stream().noneMatch(k -> k == v)
        && excluded.stream().noneMatch(p -> p.matcher(v.path()).find());
  }
}
