package keras.io.weights;

import java.util.Map;
import keras.engine.Saveable;

/**
 * What the Kerases call the attributes that hold layers and variables: objects tell Keras 3's names
 * ({@link Saveable#children}), and tf_keras differs for the classes here.
 */
final class AttributeNames {
  private static final Map<String, Map<String, String>> TF_KERAS =
      Map.of(
          "MultiHeadAttention",
          Map.of(
              "query_dense", "_query_dense",
              "key_dense", "_key_dense",
              "value_dense", "_value_dense",
              "output_dense", "_output_dense"));

  private AttributeNames() {}

  /**
   * Returns what a Keras calls an attribute.
   *
   * @param owner whose attribute it is
   * @param name Keras 3's name
   */
  static String of(Framework framework, Saveable owner, String name) {
    return framework == Framework.KERAS_3
        ? name
        : TF_KERAS
            .getOrDefault(owner.getClass().getSimpleName(), Map.of())
            .getOrDefault(name, name);
  }
}
