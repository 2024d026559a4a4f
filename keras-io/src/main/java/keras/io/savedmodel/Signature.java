package keras.io.savedmodel;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A function that a SavedModel offers.
 *
 * @param name what it is called by
 * @param inputs what it takes, by name; sorted, numbers in names by their value
 * @param outputs what it gives, by name; sorted likewise
 */
public record Signature(
    String name, Map<String, SignatureTensor> inputs, Map<String, SignatureTensor> outputs) {
  /** Keeps copies of the maps. */
  public Signature {
    inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
  }

  /** Returns the signature in a line: {@code serve(x: float32 (None, 3)) -> y: float32 (None,)}. */
  @Override
  public String toString() {
    return "%s(%s) -> %s".formatted(name, show(inputs), show(outputs));
  }

  static String show(Map<String, SignatureTensor> tensors) {
    return tensors.isEmpty()
        ? "nothing"
        : tensors.entrySet().stream()
            .map(e -> e.getKey() + ": " + e.getValue())
            .collect(Collectors.joining(", "));
  }
}
