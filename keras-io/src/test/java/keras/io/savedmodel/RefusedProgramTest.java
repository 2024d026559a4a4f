package keras.io.savedmodel;

import static keras.io.savedmodel.Programs.call;
import static keras.io.savedmodel.Programs.constant;
import static keras.io.savedmodel.Programs.function;
import static keras.io.savedmodel.Programs.identity;
import static keras.io.savedmodel.Programs.unary;
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

/** Programs that reach out are refused before anything of them reaches TensorFlow. */
class RefusedProgramTest {
  private static final String READS = "ReadFile reads or writes files (node '%s'%s).";

  private final Path dir;

  RefusedProgramTest(@TempDir Path dir) {
    this.dir = dir;
  }

  private static NdArray<String> run(Path folder, SavedModelOptions options, String x) {
    try (SavedModel model = SavedModel.load(folder, options)) {
      NdArray<?> y =
          model.call("f", Map.of("x", NdArrays.scalarOfObject(x))).values().iterator().next();
      return NdArrays.scalarOfObject((String) y.getObject());
    }
  }

  private void refuses(String sentence, Path folder) {
    ModelFormatException e =
        assertThrows(ModelFormatException.class, () -> SavedModel.load(folder));
    assertEquals(
        folder
            + ": SavedModels are programs, and this one does what is refused: "
            + sentence
            + " If you trust its maker, load it with"
            + " SavedModelOptions.defaults().allowAllOps(true).",
        e.getMessage());
    assertEquals(List.of(sentence), SavedModel.inspect(folder).refusedOps());
  }

  @Test
  void runsWhatIsHarmless() {
    Path folder = Programs.write(dir, unary("u", "StringUpper", "x") + identity("y", "u"), "");
    assertEquals("HELLO", run(folder, SavedModelOptions.defaults(), "hello").getObject());
  }

  @Test
  void refusesAFileReadInTheGraph() throws IOException {
    Path folder = Programs.write(dir, unary("y", "ReadFile", "x"), "");
    refuses(READS.formatted("y", ""), folder);
    Path secret = Files.writeString(dir.resolve("secret"), "42");
    SavedModelOptions trusting = SavedModelOptions.defaults().allowAllOps(true);
    assertEquals("42", run(folder, trusting, secret.toString()).getObject());
  }

  @Test
  void refusesAFileReadInAFunction() {
    String library =
        function("g", call("c", "h", "a"), "c:output:0")
            + function("h", unary("r", "ReadFile", "a"), "r:contents:0");
    refuses(
        READS.formatted("r", " in function 'h'"),
        Programs.write(dir, call("y", "g", "x") + library, ""));
  }

  @Test
  void refusesAFileReadInABranch() {
    String branches =
        """
        node { name: "p" op: "Const" attr { key: "dtype" value { type: DT_BOOL } }
          attr { key: "value" value { tensor { dtype: DT_BOOL tensor_shape { } bool_val: false } } } }
        node { name: "y" op: "StatelessIf" input: "p" input: "x"
          attr { key: "Tcond" value { type: DT_BOOL } }
          attr { key: "Tin" value { list { type: DT_STRING } } }
          attr { key: "Tout" value { list { type: DT_STRING } } }
          attr { key: "then_branch" value { func { name: "g" } } }
          attr { key: "else_branch" value { func { name: "h" } } } }
        """;
    String library =
        function("g", unary("r", "ReadFile", "a"), "r:contents:0")
            + function("h", identity("r", "a"), "r:output:0");
    refuses(READS.formatted("r", " in function 'g'"), Programs.write(dir, branches + library, ""));
  }

  @Test
  void refusesAFileReadThatRunsFirst() {
    String nodes =
        identity("y", "x")
            + constant("name", "/etc/hostname")
            + unary("r", "ReadFile", "name")
            + "node { name: \"init\" op: \"NoOp\" input: \"^r\" }";
    for (String how :
        List.of(
            "signature_def { key: \"__saved_model_init_op\" value { outputs {"
                + " key: \"__saved_model_init_op\" value { name: \"init\" } } } }",
            "collection_def { key: \"legacy_init_op\" value { node_list { value: \"init\" } } }")) {
      refuses(READS.formatted("r", ""), Programs.write(dir, nodes, how));
    }
  }

  /** A function may be called by a node that has its name for an op. */
  @Test
  void refusesAFileReadInAFunctionThatIsAnOp() {
    String library = function("g", unary("r", "ReadFile", "a"), "r:contents:0");
    refuses(
        READS.formatted("r", " in function 'g'"),
        Programs.write(dir, unary("y", "g", "x") + library, ""));
  }

  @Test
  void refusesAFunctionInTheGuiseOfAnOp() {
    String library = function("StringUpper", unary("r", "ReadFile", "a"), "r:contents:0");
    Path folder = Programs.write(dir, unary("y", "StringUpper", "x") + library, "");
    ModelFormatException e =
        assertThrows(ModelFormatException.class, () -> SavedModel.load(folder));
    assertEquals(
        folder.resolve("saved_model.pb") + ": StringUpper: it is defined twice.", e.getMessage());
  }

  @Test
  void refusesToReadCheckpointsByAnotherName() {
    String nodes =
        constant("names", "v")
            + """
              node { name: "y" op: "RestoreV2" input: "x" input: "names" input: "names"
                attr { key: "dtypes" value { list { type: DT_STRING } } } }
              """;
    refuses("RestoreV2 reads or writes checkpoints (node 'y').", Programs.write(dir, nodes, ""));
  }

  /** What no signature needs is not handed to TensorFlow, so it is no reason to refuse the rest. */
  @Test
  void leavesOutWhatNoSignatureNeeds() {
    String nodes =
        identity("y", "x")
            + constant("name", "/etc/hostname")
            + unary("idle", "ReadFile", "name")
            + function("unused", unary("r", "ReadFile", "a"), "r:contents:0");
    Path folder = Programs.write(dir, nodes, "");
    assertEquals(List.of(), SavedModel.inspect(folder).refusedOps());
    assertEquals("a", run(folder, SavedModelOptions.defaults(), "a").getObject());
  }

  @Test
  void endsWithFunctionsThatCallEachOther() {
    String library = function("g", call("c", "g", "a"), "c:output:0");
    Path folder = Programs.write(dir, call("y", "g", "x") + library, "");
    assertEquals(List.of(), SavedModel.inspect(folder).refusedOps());
    Path restoring =
        Programs.write(dir, call("y", "g", "x") + library, "saver_def { restore_op_name: \"y\" }");
    ModelFormatException e =
        assertThrows(ModelFormatException.class, () -> SavedModel.inspect(restoring));
    assertEquals(
        restoring.resolve("saved_model.pb") + ": c: its functions call each other without end.",
        e.getMessage());
  }
}
