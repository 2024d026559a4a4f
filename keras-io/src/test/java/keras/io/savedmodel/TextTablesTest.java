package keras.io.savedmodel;

import static keras.io.savedmodel.Programs.constant;
import static keras.io.savedmodel.Programs.identity;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import keras.saving.ModelFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.NdArrays;

/** Tables are filled from the folder's own text files alone. */
class TextTablesTest {
  private static final String PLACE =
      """
      node { name: "place" op: "Placeholder" attr { key: "dtype" value { type: DT_STRING } } }
      """;

  private final Path dir;

  TextTablesTest(@TempDir Path dir) {
    this.dir = dir;
  }

  /** A program that looks x up in a table filled from the file that a node names. */
  private Path program(String nodes, String name, String asset) {
    String table =
        """
        node { name: "t" op: "HashTableV2"
          attr { key: "key_dtype" value { type: DT_STRING } }
          attr { key: "value_dtype" value { type: DT_STRING } } }
        node { name: "fill" op: "InitializeTableFromTextFileV2" input: "t" input: "%s"
          attr { key: "key_index" value { i: 0 } } attr { key: "value_index" value { i: 1 } } }
        node { name: "y" op: "LookupTableFindV2" input: "t" input: "x" input: "other"
          attr { key: "Tin" value { type: DT_STRING } }
          attr { key: "Tout" value { type: DT_STRING } } }
        """
            .formatted(name);
    String more =
        """
        collection_def { key: "legacy_init_op" value { node_list { value: "fill" } } }
        asset_file_def { tensor_info { name: "place:0" } filename: "%s" }
        """
            .formatted(asset);
    return Programs.write(dir, PLACE + constant("other", "?") + nodes + table, more);
  }

  private void writeWords() throws IOException {
    Files.createDirectories(dir.resolve("assets"));
    Files.writeString(dir.resolve("assets").resolve("words.txt"), "a\tb\nc\td\n");
  }

  private void refuses(String message, Path folder) {
    assertEquals(
        message,
        assertThrows(ModelFormatException.class, () -> SavedModel.load(folder)).getMessage());
  }

  @Test
  void fillsATableFromAnAsset() throws IOException {
    writeWords();
    try (SavedModel model = SavedModel.load(program("", "place", "words.txt"))) {
      assertEquals(
          "[d]",
          model.call("f", Map.of("x", NdArrays.scalarOfObject("c"))).values().stream()
              .map(NdArray::getObject)
              .toList()
              .toString());
    }
  }

  @Test
  void refusesAnyOtherFile() {
    for (String nodes : List.of(constant("name", "/etc/passwd"), identity("name", "x"))) {
      assertEquals(
          List.of(
              "InitializeTableFromTextFileV2 reads a file that is not beside the program (node"
                  + " 'fill')."),
          SavedModel.inspect(program(nodes, "name", "words.txt")).refusedOps());
    }
  }

  @Test
  void refusesAVariableThatMayNameAnotherFile() {
    String nodes =
        """
        node { name: "v" op: "VarHandleOp" attr { key: "dtype" value { type: DT_STRING } }
          attr { key: "shape" value { shape { } } } }
        node { name: "name" op: "ReadVariableOp" input: "v" input: "^set"
          attr { key: "dtype" value { type: DT_STRING } } }
        node { name: "set" op: "AssignVariableOp" input: "v" input: "%s"
          attr { key: "dtype" value { type: DT_STRING } } }
        """;
    assertEquals(
        List.of(),
        SavedModel.inspect(program(nodes.formatted("place"), "name", "words.txt")).refusedOps());
    assertEquals(
        1,
        SavedModel.inspect(program(nodes.formatted("other"), "name", "words.txt"))
            .refusedOps()
            .size());
  }

  @Test
  void refusesNamesThatLeadOutOfTheFolder() throws IOException {
    writeWords();
    for (String name :
        List.of("../saved_model.pb", "/etc/passwd", "a/../../b", "..", "", "./words.txt")) {
      refuses(
          dir.resolve("saved_model.pb")
              + ": assets: expected the name of a file in this folder. Received: '"
              + name
              + "'.",
          program("", "place", name));
    }
  }

  @Test
  void refusesAssetsThatAreMissingOrLinks() throws IOException {
    refuses(
        dir + ": assets/words.txt: there is no such file, and the program reads it.",
        program("", "place", "words.txt"));
    writeWords();
    Files.createSymbolicLink(dir.resolve("assets").resolve("link.txt"), Path.of("/etc/passwd"));
    refuses(
        dir
            + ": assets/link.txt: it is a link, which may lead anywhere. Copy the folder with `cp"
            + " -rL`.",
        program("", "place", "link.txt"));
  }
}
