package keras.io.weights;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Names that may repeat, such as those of two inner models that each have a {@code dense}, made
 * different by a number: one group of a file cannot hold a name twice.
 */
public final class UniqueNames {
  private UniqueNames() {}

  /** Returns the names with a suffix, a number before it where one repeats. */
  public static List<String> of(List<String> names, String suffix) {
    Set<String> used = new HashSet<>();
    List<String> out = new ArrayList<>();
    for (String name : names) {
      String unique = name + suffix;
      for (int i = 1; !used.add(unique); i++) {
        unique = name + "_" + i + suffix;
      }
      out.add(unique);
    }
    return List.copyOf(out);
  }
}
