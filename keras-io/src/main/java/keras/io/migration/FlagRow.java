package keras.io.migration;

import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@link Numerics} whose objects say by a flag in their config that they are Keras 2's.
 */
abstract class FlagRow implements Numerics.Row {
  private final String key;

  /** Makes a row whose flag has a name. */
  FlagRow(String key) {
    this.key = key;
  }

  /** Returns what a reader does otherwise, of the object. */
  abstract String otherwise(boolean inKeras3);

  /** Returns where that makes a difference. */
  Difference.Where matters() {
    return Difference.Where.EVERYWHERE;
  }

  @Override
  public final Computes take(Map<String, @Nullable Object> config) {
    return Boolean.TRUE.equals(config.remove(key)) ? Computes.KERAS_2 : Computes.KERAS_3;
  }

  @Override
  public final void tell(
      String className,
      Map<String, @Nullable Object> config,
      Computes computes,
      boolean inKeras3,
      Consumer<Difference> differences) {
    String who = className + " '" + config.get("name") + "'";
    differences.accept(new Difference(who, inKeras3, otherwise(inKeras3), matters()));
  }
}
