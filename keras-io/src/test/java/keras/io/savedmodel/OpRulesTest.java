package keras.io.savedmodel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import keras.ops.TfNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.TensorFlow;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;

class OpRulesTest {
  private static final Set<String> TELLING =
      Set.of("file", "filename", "path", "url", "token", "descriptor", "host", "address", "server");

  private static final Set<DataType> HANDLES = Set.of(DataType.DT_RESOURCE, DataType.DT_VARIANT);

  private final Map<String, String> reasons = OpRules.reasons();

  private static List<OpDef> registered() {
    return TensorFlow.registeredOpList().getOpList();
  }

  private static List<String> refusals(NodeDef.Builder node) {
    return OpRules.refusals(GraphDef.newBuilder().addNode(node.setName("n")).build());
  }

  @Test
  void listsTheWholeRegistryOfTheRuntime() {
    Set<String> names = registered().stream().map(OpDef::getName).collect(Collectors.toSet());
    Set<String> unlisted = new TreeSet<>(names);
    unlisted.removeAll(reasons.keySet());
    assertEquals(Set.of(), unlisted, "Ops that are on neither list: decide on each");
    Set<String> gone = new TreeSet<>(reasons.keySet());
    gone.removeAll(names);
    assertEquals(Set.of(), gone, "Ops that TensorFlow does not have");
  }

  /** Ops whose arguments speak of files or machines must have been looked at. */
  @Test
  void allowsNothingWhoseArgumentsNameFilesOrMachines() {
    Set<String> suspicious = new TreeSet<>();
    for (OpDef op : registered()) {
      boolean tells =
          op.getAttrList().stream().anyMatch(a -> isTelling(a.getName()))
              || op.getInputArgList().stream().anyMatch(a -> isTelling(a.getName()));
      if (tells && "".equals(reasons.get(op.getName()))) {
        suspicious.add(op.getName());
      }
    }
    suspicious.removeAll( // top_paths and host_reserved are numbers
        Set.of("CTCBeamSearchDecoder", "CudnnRNNBackpropV2", "CudnnRNNBackpropV3"));
    // Each has a rule of its own.
    assertEquals(
        Set.of("FixedUnigramCandidateSampler", "InitializeTableFromTextFileV2"), suspicious);
  }

  private static boolean isTelling(String name) {
    return TELLING.stream().anyMatch(name::contains);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ReadFile",
        "WriteFile",
        "MatchingFiles",
        "ImmutableConst",
        "PyFunc",
        "PyFuncStateless",
        "EagerPyFunc",
        "Abort",
        "RestoreV2",
        "SaveV2",
        "MergeV2Checkpoints",
        "InitializeTableFromTextFile",
        "TextLineDataset",
        "DatasetFromGraph",
        "SqlDataset",
        "DebugIdentityV2",
        "Copy",
        "RpcClient",
        "CollectiveReduceV2",
        "_Send",
        "_HostRecv",
        "RemoteCall",
        "XlaCallModule",
        "FileSystemSetConfiguration",
        "DecodeProtoV2",
        "LoadAndRemapMatrix",
        "Skipgram",
        "CreateSummaryFileWriter",
        "DumpTensor"
      })
  void refusesWhatReachesOut(String op) {
    assertEquals(
        List.of("%s %s (node 'n').".formatted(op, reasons.get(op))),
        refusals(NodeDef.newBuilder().setOp(op)));
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertEquals(
        List.of("ReadTheMail is not known (node 'n')."),
        refusals(NodeDef.newBuilder().setOp("ReadTheMail")));
  }

  @Test
  void refusesToPrintToFiles() {
    AttrValue.Builder file = AttrValue.newBuilder();
    NodeDef.Builder print = NodeDef.newBuilder().setOp("PrintV2");
    assertEquals(List.of(), refusals(print));
    print.putAttr(
        "output_stream",
        file.setS(com.google.protobuf.ByteString.copyFromUtf8("file:///tmp/x")).build());
    assertEquals(List.of("PrintV2 writes to a file (node 'n')."), refusals(print));
    print.putAttr(
        "output_stream",
        file.setS(com.google.protobuf.ByteString.copyFromUtf8("log(info)")).build());
    assertEquals(List.of(), refusals(print));
  }

  @Test
  void refusesHandlesOutOfBytes() {
    AttrValue resource =
        AttrValue.newBuilder().setType(org.tensorflow.proto.DataType.DT_RESOURCE).build();
    assertEquals(
        List.of("Const makes a handle out of stored bytes (node 'n')."),
        refusals(NodeDef.newBuilder().setOp("Const").putAttr("dtype", resource)));
    assertEquals(
        List.of("ParseTensor makes a handle out of stored bytes (node 'n')."),
        refusals(NodeDef.newBuilder().setOp("ParseTensor").putAttr("out_type", resource)));
  }

  /** The nodes that layers of tf_keras' graphs may be. */
  @Test
  void letsNodesOfLayersOnlyCompute() {
    Map<String, OpDef> all = new HashMap<>();
    registered().forEach(op -> all.put(op.getName(), op));
    Set<String> wrong = new TreeSet<>();
    Set<String> keeping = new TreeSet<>();
    for (String name : TfNode.ops()) {
      OpDef op = all.get(name);
      if (op == null || !"".equals(reasons.get(name)) || !computes(op)) {
        wrong.add(name);
      } else if (op.getIsStateful()) {
        keeping.add(name);
      }
    }
    assertEquals(Set.of(), wrong);
    assertEquals(
        Set.of(
            "CheckNumerics",
            "Multinomial",
            "RandomPoissonV2",
            "RandomShuffle",
            "RandomStandardNormal",
            "RandomUniform",
            "RandomUniformInt"),
        keeping);
  }

  /** Whether an op takes and gives neither functions nor handles. */
  private static boolean computes(OpDef op) {
    return op.getAttrList().stream().noneMatch(a -> a.getType().contains("func"))
        && Stream.of(op.getInputArgList(), op.getOutputArgList())
            .flatMap(List::stream)
            .noneMatch(a -> HANDLES.contains(a.getType()) || a.getIsRef());
  }

  @Test
  void allowsMostOfWhatComputes() {
    long allowed = reasons.values().stream().filter(""::equals).count();
    assertTrue(allowed > 900 && allowed < 1000, () -> allowed + " ops");
  }
}
