package keras.engine;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A list or a map of {@link Saveable}s that is an attribute of another one.
 *
 * @param children the items, by their place counted from 0, or by their key
 */
public record Container(Map<String, Saveable> children) implements Saveable {
  /** Makes a container of items in their order. */
  public Container {
    children = Collections.unmodifiableMap(new LinkedHashMap<>(children));
  }

  /** Makes a container of a list's items. */
  public static Container of(List<? extends Saveable> items) {
    Map<String, Saveable> children = new LinkedHashMap<>();
    items.forEach(item -> children.put(String.valueOf(children.size()), item));
    return new Container(children);
  }

  @Override
  public List<Variable> ownVariables() {
    return List.of();
  }
}
