package keras.io.kerasv3;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keras.io.weights.Framework;
import keras.io.weights.OptimizerLayout;
import keras.io.weights.StoredVariable;
import keras.io.weights.V3Layout;
import keras.models.Model;
import keras.optimizers.Optimizer;
import keras.saving.SaveOptions;
import keras.saving.SaveOptions.Dialect;
import keras.utils.Console;
import org.jspecify.annotations.Nullable;

/**
 * Which variables of a model go where in a file.
 *
 * <p>In the portable dialect a layer's variables stand at the paths of both Kerases, where these
 * differ. Where one path would belong to two layers, the file is for Keras 3 alone.
 */
final class StatePlan {
  /**
   * A group of variables.
   *
   * @param name what Keras 3 notes beside them; null where it knows no such group
   */
  record Planned(@Nullable String name, List<StoredVariable> slots) {}

  /** Why a file is not portable. */
  static final String SHARED =
      "tf_keras counts layers that are shared with an inner model differently";

  private final Model model;
  private final Map<String, Planned> groups = new LinkedHashMap<>();

  private StatePlan(Model model) {
    this.model = model;
  }

  /**
   * Plans the groups by their paths.
   *
   * @param file its name, for the line on the console that says it is not portable
   */
  static Map<String, Planned> of(Model model, String file, SaveOptions options) {
    StatePlan plan = new StatePlan(model);
    Dialect dialect = options.dialect();
    Framework first = dialect == Dialect.TF_KERAS ? Framework.TF_KERAS : Framework.KERAS_3;
    plan.layers(first);
    if (dialect == Dialect.PORTABLE && !plan.addForTfKeras()) {
      Console.printLine("%s: written for Keras 3 alone: %s.".formatted(file, SHARED));
      dialect = Dialect.KERAS_3;
    }
    if (dialect != Dialect.KERAS_3) {
      MetricGroups.of(model)
          .forEach((path, slots) -> plan.groups.put(path, new Planned(null, slots)));
    }
    if (options.includeOptimizer() && model.isCompiled() && model.optimizer().isBuilt()) {
      model.optimizer().settleState();
      plan.optimizer(model.optimizer(), dialect);
    }
    return plan.groups;
  }

  /** Whether one file can hold the variables where each Keras looks for them. */
  static boolean isPortable(Model model) {
    StatePlan plan = new StatePlan(model);
    plan.layers(Framework.KERAS_3);
    return plan.addForTfKeras();
  }

  private void layers(Framework framework) {
    for (V3Layout.Group group : V3Layout.of(model, framework).groups()) {
      String name = framework == Framework.KERAS_3 ? group.layer().name() : null;
      groups.put(group.vars(), new Planned(name, slots(group)));
      for (int i = 0; i < group.layer().seedGenerators().size(); i++) {
        StoredVariable state = StoredVariable.of(group.layer().seedGenerators().get(i).state());
        groups.put(group.seedGenerator(i), new Planned(null, List.of(state)));
      }
    }
  }

  private static List<StoredVariable> slots(V3Layout.Group group) {
    return group.variables().stream().map(StoredVariable::of).toList();
  }

  /** Adds the groups that only tf_keras looks for, unless another layer's are there already. */
  private boolean addForTfKeras() {
    Map<String, Planned> more = new LinkedHashMap<>();
    for (V3Layout.Group group : V3Layout.of(model, Framework.TF_KERAS).groups()) {
      Planned there = groups.get(group.vars());
      if (there == null) {
        more.put(group.vars(), new Planned(null, slots(group)));
      } else if (!there.slots().equals(slots(group))) {
        return false;
      }
    }
    groups.putAll(more);
    return true;
  }

  /**
   * In a portable file Keras 3 finds its optimizer's variables. Unless they are the same, tf_keras
   * sees by their number that they are not its own, and starts anew; where the number would deceive
   * it, there are none.
   */
  private void optimizer(Optimizer optimizer, Dialect dialect) {
    List<StoredVariable> tfKeras = slots(optimizer, Framework.TF_KERAS);
    List<StoredVariable> keras3 = slots(optimizer, Framework.KERAS_3);
    if (dialect == Dialect.TF_KERAS) {
      groups.put(V3Layout.OPTIMIZER, new Planned(null, tfKeras));
      children(optimizer, "optimizer", Framework.TF_KERAS);
    } else if (dialect == Dialect.KERAS_3
        || keras3.size() != tfKeras.size()
        || keras3.equals(tfKeras)) {
      groups.put(V3Layout.OPTIMIZER, new Planned(optimizer.name(), keras3));
      children(optimizer, "optimizer", Framework.KERAS_3);
    }
  }

  /** The state of optimizers that another one steps with stands beside its own once more. */
  private void children(Optimizer optimizer, String path, Framework framework) {
    optimizer
        .children()
        .forEach(
            (attribute, child) -> {
              String name = framework == Framework.KERAS_3 ? child.name() : null;
              String below = path + "/" + attribute;
              groups.put(below + "/vars", new Planned(name, slots(child, framework)));
              children(child, below, framework);
            });
  }

  private List<StoredVariable> slots(Optimizer optimizer, Framework framework) {
    return OptimizerLayout.of(optimizer, model.trainableWeights(), framework).slots();
  }
}
