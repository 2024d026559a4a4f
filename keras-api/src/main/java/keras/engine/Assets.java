package keras.engine;

import java.util.List;
import java.util.Map;

/**
 * What keeps part of its state apart from its weights: in files of its own, as a vocabulary, or in
 * values whose shapes come with them. A {@code .keras} archive has the files under {@code assets/},
 * in a folder for each layer.
 *
 * <p>Keras: {@code keras/src/saving/saving_lib.py}, {@code save_assets} and {@code load_assets}.
 */
public interface Assets {
  /** Returns the files' contents by their names, without folders; none where there is no need. */
  default Map<String, byte[]> saveAssets() {
    return Map.of();
  }

  /** Returns the names of the files that {@link #loadAssets} needs; none where the config tells. */
  default List<String> assetNames() {
    return List.of();
  }

  /** Takes the contents of the files that it needs, by their names. */
  default void loadAssets(Map<String, byte[]> files) {}

  /** Returns what a config says instead, by its keys, where a file has no place for assets. */
  default Map<String, Object> inlined() {
    return Map.of();
  }

  /** Takes what {@link #inlined} gives, from a file that holds it apart from the config. */
  default void loadInlined(Map<String, ?> known) {}

  /**
   * Returns the names under which files keep values that are no weights, and whose shapes may come
   * with them: {@code idf_weights}.
   */
  default List<String> ownNames() {
    return List.of();
  }

  /** Whether a file without the values of that name is damaged. */
  default boolean needsOwn(String name) {
    return true;
  }

  /** Returns the variables with those values, by name; none that has no value yet. */
  default Map<String, Variable> saveOwnVariables() {
    return Map.of();
  }

  /** Takes the values, by name. */
  default void loadOwnVariables(Map<String, HostTensor> values) {}
}
