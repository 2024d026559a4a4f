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
 */
public record Inspection(
    String format,
    String version,
    @Nullable Map<String, @Nullable Object> model,
    @Nullable Map<String, @Nullable Object> compile,
    List<StoredWeight> weights,
    List<String> unsupported) {
  /**
   * An array in a file.
   *
   * @param path its place in the file
   * @param shape the sizes of its axes
   * @param dtype NumPy's name of its element type
   */
  public record StoredWeight(String path, List<Long> shape, String dtype) {}
}
