package keras.io.migration;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Every class whose config Keras has changed since, a row each. */
final class UpgradeRows {
  private static final Map<Kind, Map<String, UpgradeRow>> ALL = new EnumMap<>(Kind.class);
  private static final UpgradeRow NONE = new UpgradeRow();

  static {
    add(Kind.LAYER, LayerUpgrades::addTo);
    add(Kind.INITIALIZER, ObjectUpgrades::addInitializers);
    add(Kind.REGULARIZER, ObjectUpgrades::addRegularizers);
    add(Kind.CONSTRAINT, ObjectUpgrades::addConstraints);
    add(Kind.POLICY, ObjectUpgrades::addPolicies);
    add(Kind.LOSS, TrainingUpgrades::addLosses);
    add(Kind.METRIC, TrainingUpgrades::addMetrics);
    add(Kind.OPTIMIZER, TrainingUpgrades::addOptimizers);
    add(Kind.SCHEDULE, TrainingUpgrades::addSchedules);
  }

  private UpgradeRows() {}

  private static void add(Kind kind, Consumer<Map<String, UpgradeRow>> rows) {
    Map<String, UpgradeRow> ofKind = new LinkedHashMap<>();
    rows.accept(ofKind);
    ALL.put(kind, ofKind);
  }

  /** Returns the row of a class, an empty one where nothing has changed. */
  static UpgradeRow of(Kind kind, String className) {
    @Nullable Map<String, UpgradeRow> rows = ALL.get(kind);
    return rows == null ? NONE : rows.getOrDefault(className, NONE);
  }
}
