package keras.io.savedmodel;

import com.google.protobuf.TextFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.tensorflow.proto.SavedModel;

/** SavedModels for tests: written in protobuf's text, or copies of those that Keras made. */
final class Programs {
  private Programs() {}

  /** The beginnings of a signature {@code f} from the string x to the string y. */
  static final String SIGNATURE =
      """
      signature_def { key: "f" value {
        inputs { key: "x" value { name: "x:0" dtype: DT_STRING tensor_shape { } } }
        outputs { key: "y" value { name: "y:0" dtype: DT_STRING tensor_shape { } } } } }
      """;

  static final String X =
      """
      node { name: "x" op: "Placeholder" attr { key: "dtype" value { type: DT_STRING } } }
      """;

  /** Writes a program whose graph has x, some nodes of which one is y, and functions. */
  static Path write(Path folder, String nodes, String more) {
    return writeMeta(folder, "graph_def { %s %s } %s %s".formatted(X, nodes, SIGNATURE, more));
  }

  /** Writes a program. */
  static Path writeMeta(Path folder, String meta) {
    try {
      String text =
          "saved_model_schema_version: 1 meta_graphs { meta_info_def { tags: \"serve\" } %s }"
              .formatted(meta);
      SavedModel.Builder model = SavedModel.newBuilder();
      TextFormat.merge(text, model);
      Files.createDirectories(folder);
      Files.write(folder.resolve("saved_model.pb"), model.build().toByteArray());
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An op from one string to another. */
  static String unary(String name, String op, String input) {
    return """
        node { name: "%s" op: "%s" input: "%s" }
        """
        .formatted(name, op, input);
  }

  /** An identity of strings. */
  static String identity(String name, String input) {
    return """
        node { name: "%s" op: "Identity" input: "%s" attr { key: "T" value { type: DT_STRING } } }
        """
        .formatted(name, input);
  }

  /** A constant string. */
  static String constant(String name, String value) {
    return """
        node { name: "%s" op: "Const" attr { key: "dtype" value { type: DT_STRING } }
          attr { key: "value" value { tensor { dtype: DT_STRING tensor_shape { }
            string_val: "%s" } } } }
        """
        .formatted(name, value);
  }

  /** A call of a function of one string. */
  static String call(String name, String function, String input) {
    return """
        node { name: "%s" op: "StatefulPartitionedCall" input: "%s"
          attr { key: "Tin" value { list { type: DT_STRING } } }
          attr { key: "Tout" value { list { type: DT_STRING } } }
          attr { key: "f" value { func { name: "%s" } } } }
        """
        .formatted(name, input, function);
  }

  /** A function of one string, {@code a}, that gives what its node {@code r} gives. */
  static String function(String name, String nodes, String result) {
    return """
        library { function { signature { name: "%s"
            input_arg { name: "a" type: DT_STRING } output_arg { name: "o" type: DT_STRING } }
          %s ret { key: "o" value: "%s" } } }
        """
        .formatted(name, nodes.replace("node {", "node_def {"), result);
  }

  static void copy(Path from, Path to) {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path file : (Iterable<Path>) all::iterator) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
