package keras.io.kerasv3;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import keras.engine.Assets;
import keras.engine.Saveable;
import keras.io.weights.Framework;
import keras.io.weights.OptimizerLayout;
import keras.io.weights.StoredVariable;
import keras.io.weights.V3Layout;
import keras.layers.Layer;
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
   * @param slots those that go by their number
   * @param named those that go by names of their own
   */
  record Planned(
      @Nullable String name, List<StoredVariable> slots, Map<String, StoredVariable> named) {
    Planned(@Nullable String name, List<StoredVariable> slots) {
      this(name, slots, Map.of());
    }

    boolean isEmpty() {
      return slots.isEmpty() && named.isEmpty();
    }
  }

  /** Why a file is not portable. */
  static final String SHARED =
      "tf_keras counts layers that are shared with an inner model differently";

  private final Layer model;
  private final Map<String, Planned> groups = new LinkedHashMap<>();

  private StatePlan(Layer model) {
    this.model = model;
  }

  /**
   * Plans the groups by their paths.
   *
   * @param file its name, for the line on the console that says it is not portable
   */
  static Map<String, Planned> of(Layer model, String file, SaveOptions options) {
    StatePlan plan = new StatePlan(model);
    Dialect dialect = options.dialect();
    Framework first = dialect == Dialect.TF_KERAS ? Framework.TF_KERAS : Framework.KERAS_3;
    plan.layers(first);
    if (dialect == Dialect.PORTABLE && !plan.addForTfKeras()) {
      Console.printLine("%s: written for Keras 3 alone: %s.".formatted(file, SHARED));
      dialect = Dialect.KERAS_3;
    }
    if (dialect != Dialect.KERAS_3 && model instanceof Model trained) {
      plan.metrics(trained);
    }
    if (options.includeOptimizer()) {
      plan.optimizers(dialect);
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
      groups.put(group.vars(), new Planned(name, slots(group), named(group)));
      for (int i = 0; i < group.layer().seedGenerators().size(); i++) {
        StoredVariable state = StoredVariable.of(group.layer().seedGenerators().get(i).state());
        groups.put(group.seedGenerator(i), new Planned(null, List.of(state)));
      }
    }
  }

  private static List<StoredVariable> slots(V3Layout.Group group) {
    return group.variables().stream().map(StoredVariable::of).toList();
  }

  private static Map<String, StoredVariable> named(V3Layout.Group group) {
    Map<String, StoredVariable> named = new LinkedHashMap<>();
    if (group.layer() instanceof Assets layer) {
      layer.saveOwnVariables().forEach((name, v) -> named.put(name, StoredVariable.of(v)));
    }
    return named;
  }

  /** Adds the groups that only tf_keras looks for, unless another layer's are there already. */
  private boolean addForTfKeras() {
    Map<String, Planned> more = new LinkedHashMap<>();
    for (V3Layout.Group group : V3Layout.of(model, Framework.TF_KERAS).groups()) {
      Planned there = groups.get(group.vars());
      if (there == null) {
        more.put(group.vars(), new Planned(null, slots(group), named(group)));
      } else if (!there.slots().equals(slots(group))) {
        return false;
      }
    }
    groups.putAll(more);
    return true;
  }

  /** Adds what tf_keras looks for: the state of metrics, of which most is in {@code metrics}. */
  private void metrics(Model model) {
    Set<Saveable> elsewhere = Collections.newSetFromMap(new IdentityHashMap<>());
    for (V3Layout.Held held : V3Layout.of(model, Framework.TF_KERAS).metrics()) {
      if (!held.path().startsWith("metrics/")) {
        elsewhere.add(held.object());
        List<StoredVariable> slots =
            held.object().ownVariables().stream().map(StoredVariable::of).toList();
        groups.put(held.vars(), new Planned(null, slots));
      }
    }
    MetricGroups.of(model, elsewhere)
        .forEach((path, slots) -> groups.put(path, new Planned(null, slots)));
  }

  /** Adds the optimizers that models are compiled with and those that fields hold. */
  private void optimizers(Dialect dialect) {
    Framework first = dialect == Dialect.TF_KERAS ? Framework.TF_KERAS : Framework.KERAS_3;
    optimizers(V3Layout.of(model, first), dialect);
    if (dialect == Dialect.PORTABLE) { // one that has two names stands at one or the other
      optimizers(V3Layout.of(model, Framework.TF_KERAS), dialect);
    }
  }

  private void optimizers(V3Layout layout, Dialect dialect) {
    for (V3Layout.Held held : layout.optimizers()) {
      if (held.object() instanceof Optimizer optimizer
          && optimizer.isBuilt()
          && !groups.containsKey(held.vars())) {
        optimizer.settleState();
        optimizer(optimizer, held.path(), dialect);
      }
    }
  }

  /**
   * In a portable file Keras 3 finds its optimizer's variables. Unless they are the same, tf_keras
   * sees by their number that they are not its own, and starts anew; where the number would deceive
   * it, there are none.
   */
  private void optimizer(Optimizer optimizer, String path, Dialect dialect) {
    List<StoredVariable> tfKeras = slots(optimizer, Framework.TF_KERAS);
    List<StoredVariable> keras3 = slots(optimizer, Framework.KERAS_3);
    if (dialect == Dialect.TF_KERAS) {
      groups.put(path + "/vars", new Planned(null, tfKeras));
      children(optimizer, path, Framework.TF_KERAS);
    } else if (dialect == Dialect.KERAS_3
        || keras3.size() != tfKeras.size()
        || keras3.equals(tfKeras)) {
      groups.put(path + "/vars", new Planned(optimizer.name(), keras3));
      children(optimizer, path, Framework.KERAS_3);
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

  private static List<StoredVariable> slots(Optimizer optimizer, Framework framework) {
    return OptimizerLayout.of(optimizer, optimizer.trainable(), framework).slots();
  }
}
