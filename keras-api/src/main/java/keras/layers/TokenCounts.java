package keras.layers;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * Counts tokens, strings or int64s, and the documents that each is in.
 *
 * <p>Keras: {@code keras/src/layers/preprocessing/index_lookup.py}, {@code update_state} and {@code
 * finalize_state}.
 */
final class TokenCounts {
  private final Map<Object, Long> tokens = new LinkedHashMap<>();
  private final Map<Object, Long> documents = new LinkedHashMap<>();
  private long documentCount;

  /** Counts the tokens of one document. */
  void add(List<?> document) {
    document.forEach(token -> tokens.merge(token, 1L, Long::sum));
    Set<Object> once = new HashSet<>(document);
    once.forEach(token -> documents.merge(token, 1L, Long::sum));
    documentCount++;
  }

  /**
   * Counts the tokens of an array, each row of which is a document.
   *
   * @param singly whether each token of a vector is one; otherwise the vector is one
   */
  void add(List<?> all, Shape shape, boolean singly) {
    int width =
        singly
            ? 1
            : shape.numDimensions() == 1
                ? all.size()
                : Math.toIntExact(shape.size() / Math.max(1, shape.get(0)));
    for (int i = 0; width > 0 && i < all.size(); i += width) {
      add(all.subList(i, i + width));
    }
  }

  boolean isEmpty() {
    return tokens.isEmpty();
  }

  /**
   * Returns the tokens, the most frequent first, and of those as frequent the greatest first:
   * strings by their bytes.
   *
   * @param special those that do not count
   */
  List<Object> sorted(Set<Object> special, @Nullable Integer most) {
    List<Object> all = new ArrayList<>(tokens.keySet());
    all.removeAll(special);
    Comparator<Object> byCount = Comparator.comparing(t -> tokens.getOrDefault(t, 0L));
    all.sort(byCount.thenComparing(TokenCounts::compare).reversed());
    return most == null ? all : all.subList(0, Math.min(all.size(), Math.max(0, most)));
  }

  private static int compare(Object a, Object b) {
    return a instanceof Long x && b instanceof Long y
        ? Long.compare(x, y)
        : Arrays.compareUnsigned(
            String.valueOf(a).getBytes(StandardCharsets.UTF_8),
            String.valueOf(b).getBytes(StandardCharsets.UTF_8));
  }

  /** Returns how much the presence of each token tells: fewer documents, more. */
  double[] inverseDocumentFrequencies(List<?> of) {
    return of.stream()
        .mapToDouble(
            t -> Math.log(1 + (double) documentCount / (1 + documents.getOrDefault(t, 0L))))
        .map(v -> (float) v)
        .toArray();
  }
}
