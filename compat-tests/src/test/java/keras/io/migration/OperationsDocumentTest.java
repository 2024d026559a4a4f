package keras.io.migration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import keras.engine.control.FunctionOperation;
import keras.golden.JsonObject;
import keras.ops.OpRow;
import keras.ops.OpRows;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Holds docs/OPERATIONS.md to the rows of operations, to the cases of them, and to Keras' own list.
 */
class OperationsDocumentTest {
  private static final Path GOLDEN = Path.of("golden", "operations");
  private static final Path REASONS = Path.of("golden", "no_operation.txt");
  private static final String HEAD =
      """
      # Operations

      The operations of `keras.ops`. Each is one row of a table (`keras.ops.OpRows`), which serves a layer's author (`Expr`), the tensors of functional models (`KerasTensor`),
      and the configs of both Kerases. `Ops.call("NAME", x, c -> c.with("ARGUMENT", value))` calls any of them on either kind of tensor; the most used ones have methods on
      the tensors themselves. Real Keras is asked about each: values, gradients, inferred shapes and dtypes, configs (`compat-tests/golden/operations.py`).

      This page is generated; a test holds it. How an operation is added: CONTRIBUTING.md, "Adding an operation".

      | column | |
      | --- | --- |
      | Keras 3 | nodes of this operation in functional models are read, and written for Keras 3 |
      | read from tf_keras | the functions of TensorFlow whose `TFOpLambda` (or `SlicingOpLambda`) is read as this operation |
      | written for tf_keras | the function that is written, where TensorFlow has one that means the same with the node's arguments; saving for tf_keras is refused otherwise |
      | gradient | whether real Keras' gradient was compared; – where there is none |

      """;

  private static final String FUNCTIONS =
      """

      ## Operations that take functions

      Classes of `keras.engine.control`: `new Map(f).call(List.of(x), ctx)` in the `call` of a layer, `new Map(f).apply(x)` on the tensors of functional models. Gradients have any
      order; values, gradients, gradients of those and inferred shapes are compared with real Keras (`compat-tests/golden/control.py`). A model with such a node cannot be saved, and
      a file that holds one is refused by name: Keras writes bytecode of Python there, or the name of a function, and refuses to write `while_loop` and `fori_loop`.

      | operation | Keras' arguments | class |
      | --- | --- | --- |
      """;

  @Test
  void listsTheRows() throws IOException {
    String expected = document();
    Path made = Path.of("target", "OPERATIONS.md");
    Files.createDirectories(made.getParent());
    Files.writeString(made, expected);
    Path page = Path.of("..", "docs", "OPERATIONS.md");
    assertEquals(
        expected,
        Files.exists(page) ? Files.readString(page) : "",
        "docs/OPERATIONS.md is out of date; the right one is in compat-tests/target");
  }

  private static String document() throws IOException {
    Map<String, Boolean> derived = derived();
    JsonObject table = JsonObject.read(GOLDEN.resolve("table.json"));
    Map<String, List<String>> groups = new LinkedHashMap<>();
    for (String module : List.of("numpy", "nn", "core", "math", "linalg", "image")) {
      groups.put(module, new ArrayList<>());
    }
    List<OpRow> rows = new ArrayList<>(OpRows.all());
    rows.sort(java.util.Comparator.comparing(OpRow::toString));
    Set<String> here = new TreeSet<>();
    for (OpRow row : rows) {
      here.add(row.function());
      groups
          .computeIfAbsent(row.module(), m -> new ArrayList<>())
          .add(line(row, Boolean.TRUE.equals(derived.get(row.toString()))));
    }
    StringBuilder out = new StringBuilder(HEAD);
    out.append(
        "%d of Keras' %d operations are here.%n"
            .formatted(
                rows.size() + taking(table).size(), table.object("signatures").map().size()));
    groups.forEach(
        (module, lines) -> {
          if (!lines.isEmpty()) {
            out.append(
                "\n## %s\n\n| operation | arguments | Expr | KerasTensor | Keras 3 | read from tf_keras | written for tf_keras | gradient |\n"
                    .formatted(module));
            out.append("| --- | --- | --- | --- | --- | --- | --- | --- |\n");
            lines.forEach(out::append);
          }
        });
    List<String> taking = taking(table);
    out.append(FUNCTIONS);
    taking.forEach(out::append);
    Map<String, String> reasons = reasons();
    assertEquals(
        Set.of(),
        reasons.keySet().stream().filter(here::contains).collect(Collectors.toSet()),
        "Operations in golden/no_operation.txt that are here");
    Map<String, List<String>> missing = missing(table, here);
    List<String> known = missing.values().stream().flatMap(List::stream).toList();
    out.append("\n## Not here\n\n| operation | why |\n| --- | --- |\n");
    reasons.forEach(
        (name, why) -> {
          assertTrue(known.contains("`" + name + "`"), () -> "Keras has no " + name);
          out.append("| `%s` | %s |\n".formatted(name, why));
        });
    missing
        .values()
        .forEach(names -> names.removeIf(name -> reasons.containsKey(name.replace("`", ""))));
    missing.values().removeIf(List::isEmpty);
    if (!missing.isEmpty()) {
      out.append("\n## Not here yet\n\n");
      out.append("A node of one of these in a file is refused by name.\n\n| | |\n| --- | --- |\n");
    }
    missing.forEach(
        (who, names) -> out.append("| %s | %s |\n".formatted(who, String.join(", ", names))));
    out.append(TfFunctionsSection.text());
    return out.toString().replace("\r\n", "\n");
  }

  /** Returns the class of an operation that takes functions, or null. */
  private static @Nullable Class<?> taking(String name) {
    try {
      Class<?> found = Class.forName("keras.engine.control." + name.replaceFirst(".*\\.", ""));
      return name.startsWith("core.") && FunctionOperation.class.isAssignableFrom(found)
          ? found
          : null;
    } catch (ClassNotFoundException e) {
      return null; // another operation
    }
  }

  private static List<String> taking(JsonObject table) {
    List<String> lines = new ArrayList<>();
    table
        .object("signatures")
        .map()
        .forEach(
            (name, signature) -> {
              Class<?> found = taking(name);
              if (found != null) {
                lines.add(
                    "| `%s` | `%s` | `%s` |\n"
                        .formatted(
                            OpRow.function("core", found.getSimpleName()),
                            String.valueOf(signature).replace(" | ", ", "),
                            found.getSimpleName()));
              }
            });
    return lines;
  }

  private static Map<String, String> reasons() throws IOException {
    Map<String, String> out = new TreeMap<>();
    for (String line : Files.readAllLines(REASONS)) {
      if (!line.startsWith("#")) {
        out.put(line.split(": ", 2)[0], line.split(": ", 2)[1]);
      }
    }
    return out;
  }

  private static Map<String, List<String>> missing(JsonObject table, Set<String> here) {
    Set<String> used = table.object("used").map().keySet();
    Map<String, List<String>> out = new TreeMap<>();
    for (String name : table.object("signatures").map().keySet()) {
      int dot = name.indexOf('.');
      String shown = OpRow.function(name.substring(0, dot), name.substring(dot + 1));
      if (!here.contains(shown) && taking(name) == null) {
        boolean wanted = used.contains(shown);
        out.computeIfAbsent(
                wanted ? "used by Keras' own layers, losses or metrics" : "others",
                key -> new ArrayList<>())
            .add("`" + shown + "`");
      }
    }
    return out;
  }

  private static String line(OpRow row, boolean derived) {
    List<String> functions = TfOperations.functions(row.className());
    String written = functions.isEmpty() ? "–" : "`tf." + functions.get(0) + "`";
    return "| `%s` | %s | yes | yes | yes | %s | %s | %s |\n"
        .formatted(
            row.function(),
            arguments(row),
            functions.isEmpty()
                ? "–"
                : functions.stream().map(f -> "`" + f + "`").collect(Collectors.joining(", ")),
            written,
            derived ? "yes" : "–");
  }

  private static String arguments(OpRow row) {
    List<String> all = new ArrayList<>();
    Stream.concat(row.callArguments().stream(), row.configArguments().stream())
        .forEach(
            a -> {
              String text = row.isRequired(a) ? a : a + "=" + row.literal(a);
              all.add(row.fixedArguments().contains(a) ? text + " alone" : text);
            });
    return "`" + String.join(", ", all) + "`";
  }

  /** Returns the operations of which cases have gradients. */
  private static Map<String, Boolean> derived() throws IOException {
    Map<String, Boolean> out = new TreeMap<>();
    try (Stream<Path> files = Files.list(GOLDEN)) {
      for (Path file : files.filter(f -> !f.endsWith("table.json")).sorted().toList()) {
        for (JsonObject c : JsonObject.read(file).objects("cases")) {
          boolean any = c.list("gradients").stream().anyMatch(java.util.Objects::nonNull);
          out.merge(c.text("operation"), any, Boolean::logicalOr);
        }
      }
    }
    return out;
  }
}
