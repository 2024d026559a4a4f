package keras.io.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The names of a signature's inputs and outputs, made of those of layers.
 *
 * <p>TensorFlow: {@code tensorflow/core/function/polymorphism/function_type.py}; Keras: {@code
 * tf_keras/src/engine/functional.py}.
 */
public final class SignatureNames {
  /** Python's own words, which TensorFlow forgets; it could not load the file. */
  private static final Set<String> KEYWORDS =
      Set.of(
          ("False None True and as assert async await break class continue def del elif else except"
                  + " finally for from global if import in is lambda nonlocal not or pass raise"
                  + " return try while with yield")
              .split(" ", -1));

  private SignatureNames() {}

  /** Returns names that can be names of Python's parameters: {@code my-input} is my_input. */
  public static List<String> inputs(List<String> layers) {
    return outputs(layers.stream().map(SignatureNames::parameter).toList());
  }

  private static String parameter(String name) {
    StringBuilder out = new StringBuilder();
    name.codePoints()
        .map(c -> Character.isLetterOrDigit(c) ? c : '_')
        .forEach(out::appendCodePoint);
    String made = out.toString();
    boolean starts = Character.isLetter(out.codePointAt(0)) && !KEYWORDS.contains(made);
    return starts ? made : "arg_" + made;
  }

  /** Returns names made different: of a layer called twice, {@code d} and d_1. */
  public static List<String> outputs(List<String> layers) {
    Set<String> used = new TreeSet<>();
    List<String> out = new ArrayList<>();
    for (String layer : layers) {
      String name = layer;
      for (int i = 1; !used.add(name); i++) {
        name = layer + "_" + i;
      }
      out.add(name);
    }
    return List.copyOf(out);
  }
}
