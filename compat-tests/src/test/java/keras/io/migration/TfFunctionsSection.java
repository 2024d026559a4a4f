package keras.io.migration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import keras.ops.OpRows;
import keras.ops.TfFunctions;
import keras.ops.TfNode;

/** The part of docs/OPERATIONS.md about TensorFlow's functions in graphs of tf_keras. */
final class TfFunctionsSection {
  private static final String HEAD =
      """

      ## Functions of TensorFlow

      Layers `TFOpLambda` and `SlicingOpLambda` of tf_keras (and `tf.keras`, TensorFlow 2.4 to 2.15) are read as the operations above where those mean the same with the layer's
      arguments. The others of this table are computed by `keras.ops.TfFunctions` and written for tf_keras as they were read; a file for Keras 3 is refused.
      `golden/tf_names.txt` has the names, made by TensorFlow 2.21.

      Layers `TensorFlowOpLayer` of TensorFlow 1.13 to 2.3, nodes of its graph, are read as those functions where one means the same with the node's attributes. Others are computed
      by `keras.ops.TfNode` as the op they are of, trained through, and written for tf_keras as they were read, if the op is one of the %d in `keras/ops/nodes.txt`, which compute of
      their inputs alone; every other op is refused by name.

      | module | read as operations | computed, or with more arguments | refused by name |
      | --- | --- | --- | --- |
      """;

  private TfFunctionsSection() {}

  static String text() throws IOException {
    Set<String> operations = new TreeSet<>();
    OpRows.all().forEach(row -> operations.addAll(TfOperations.functions(row.className())));
    Set<String> names = new TreeSet<>(Files.readAllLines(Path.of("golden", "tf_names.txt")));
    names.addAll(operations);
    names.addAll(TfFunctions.names());
    Map<String, List<List<String>>> modules = new TreeMap<>();
    for (String name : names) {
      int dot = name.lastIndexOf('.');
      List<List<String>> row =
          modules.computeIfAbsent(
              dot < 0 ? "" : name.substring(0, dot),
              key -> List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>()));
      boolean computed = TfFunctions.names().contains(name);
      boolean known = operations.contains(name);
      for (int i = 0; i < 3; i++) {
        if (i == 0 ? known : i == 1 ? computed : !known && !computed) {
          row.get(i).add("`" + name.substring(dot + 1) + "`");
        }
      }
    }
    return HEAD.formatted(TfNode.ops().size())
        + modules.entrySet().stream()
            .map(
                e ->
                    "| `tf%s` | %s |\n"
                        .formatted(
                            e.getKey().isEmpty() ? "" : "." + e.getKey(),
                            e.getValue().stream()
                                .map(all -> all.isEmpty() ? "–" : String.join(", ", all))
                                .collect(Collectors.joining(" | "))))
            .collect(Collectors.joining());
  }
}
