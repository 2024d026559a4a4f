package keras.saving;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a file holds, found out before anything is built of it.
 *
 * <pre>{@code
 * Inspection file = ModelFormats.inspect("model.h5", CustomObjects.none());
 * file.unsupported().forEach(System.out::println); // Lambda (layer 'l') is not supported yet.
 * }</pre>
 *
 * @param format what kind of file it is
 * @param version the version of the Keras that wrote it, empty where it does not say
 * @param model the model's config in Keras 3's form; null where the file holds weights alone
 * @param compile what the model was compiled with, in Keras 3's form; null where it was not
 * @param weights every array in the file, those of the optimizer too
 * @param unsupported what stands in the way of loading or training the model, a sentence each
 * @param findings what reaches beyond numbers and Keras' own classes; nothing of it is run, opened
 *     or followed on its own account
 */
public record Inspection(
    String format,
    String version,
    @Nullable Map<String, @Nullable Object> model,
    @Nullable Map<String, @Nullable Object> compile,
    List<StoredWeight> weights,
    List<String> unsupported,
    List<Finding> findings) {
  /**
   * Something in a file that a careful reader wants to know of.
   *
   * @param kind {@code lambda}, {@code function}, {@code custom} (a class or function of its
   *     maker's), {@code path} (of another file), {@code link}, {@code storage} (outside the file),
   *     {@code op} (of a program, refused unless it is allowed) or {@code member} (that nothing
   *     reads)
   * @param place where it is
   * @param what it is, for people
   */
  public record Finding(String kind, String place, String what) {
    @Override
    public String toString() {
      return "%s: %s: %s".formatted(kind, place, what);
    }
  }

  /**
   * An array in a file.
   *
   * @param path its place in the file
   * @param shape the sizes of its axes
   * @param dtype NumPy's name of its element type
   */
  public record StoredWeight(String path, List<Long> shape, String dtype) {}
}
