package keras.ops;

import java.util.List;

/**
 * Functions of TensorFlow whose tensors are lost in files: tf_keras writes those arguments alone
 * that the function names, and it does not load such files either.
 *
 * <p>Keras: {@code tf_keras/src/engine/node.py}.
 */
final class TfLostFunctions {
  private TfLostFunctions() {}

  static void add(TfFunctions rows) {
    lost(rows, "meshgrid", "x", "its first tensor alone, which is not what the model computed");
    for (String name : List.of("eq", "ne")) {
      lost(rows, "__operators__." + name, "self", "the first tensor alone, and not what it met");
    }
  }

  private static void lost(TfFunctions rows, String name, String first, String what) {
    rows.several(
        name,
        first,
        a -> {
          throw new UnsupportedOperationException(
              "%s: files of tf_keras hold %s. Give it in Java: LoadOptions.defaults().custom(...)."
                  .formatted(a.who(), what));
        });
  }
}
