package keras.io.savedmodel;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.ProtocolStringList;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import keras.io.tensorbundle.ProtoGuard;
import keras.saving.ModelFormatException;
import org.tensorflow.proto.CollectionDef;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedObjectGraph;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;

/**
 * The program in a {@code saved_model.pb}: a graph, the functions that it calls, and which of its
 * tensors are whose inputs and outputs. Nothing of it has been run.
 *
 * <p>TensorFlow: {@code tensorflow/core/protobuf/meta_graph.proto}.
 */
final class Program {
  private static final String INIT = "__saved_model_init_op";

  private final SavedFolder folder;
  private final MetaGraphDef meta;
  private final Map<String, NodeDef> nodes = new LinkedHashMap<>();
  private final Map<String, FunctionDef> functions = new LinkedHashMap<>();
  private final Map<String, Map<String, NodeDef>> bodies = new LinkedHashMap<>();

  private Program(SavedFolder folder, MetaGraphDef meta) {
    this.folder = folder;
    this.meta = meta;
    for (NodeDef node : meta.getGraphDef().getNodeList()) {
      if (nodes.put(node.getName(), node) != null) {
        throw error(node.getName(), "it stands in the graph twice.");
      }
    }
    for (FunctionDef f : meta.getGraphDef().getLibrary().getFunctionList()) {
      String name = f.getSignature().getName();
      if (functions.put(name, f) != null || OpRules.isKnown(name)) {
        throw error(name, "it is defined twice.");
      }
    }
  }

  /**
   * Reads the program with certain tags.
   *
   * @throws ModelFormatException if the file is damaged, or has no such program
   */
  static Program read(SavedFolder folder, Set<String> tags) {
    SavedModel parsed = parse(folder);
    Set<Set<String>> known = new LinkedHashSet<>();
    for (MetaGraphDef meta : parsed.getMetaGraphsList()) {
      Set<String> own = new TreeSet<>(meta.getMetaInfoDef().getTagsList());
      if (own.equals(tags)) {
        return new Program(folder, meta);
      }
      known.add(own);
    }
    throw new ModelFormatException(
        folder.program(),
        "",
        "expected a program with the tags %s. It holds those with %s."
            .formatted(new TreeSet<>(tags), known));
  }

  /** Returns the objects of the first program, of which the first is the model or module itself. */
  static SavedObjectGraph objects(SavedFolder folder) {
    SavedModel parsed = parse(folder);
    return parsed.getMetaGraphsCount() == 0
        ? SavedObjectGraph.getDefaultInstance()
        : parsed.getMetaGraphs(0).getObjectGraphDef();
  }

  private static SavedModel parse(SavedFolder folder) {
    byte[] bytes = folder.programBytes();
    try {
      ProtoGuard.check(bytes, SavedModel.getDescriptor());
      return SavedModel.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new ModelFormatException(
          folder.program(), "", "it is damaged: %s.".formatted(e.getMessage()), e);
    } catch (IOException e) {
      throw new UncheckedIOException(folder.program() + " cannot be read.", e);
    }
  }

  ModelFormatException error(String place, String what) {
    return new ModelFormatException(folder.program(), place, what);
  }

  SavedFolder folder() {
    return folder;
  }

  /** Returns the version of the TensorFlow that wrote it. */
  String version() {
    return meta.getMetaInfoDef().getTensorflowVersion();
  }

  MetaGraphDef meta() {
    return meta;
  }

  /** Returns the nodes of the graph itself, by name. */
  Map<String, NodeDef> nodes() {
    return nodes;
  }

  /** Returns the functions, by name. */
  Map<String, FunctionDef> functions() {
    return functions;
  }

  /** Returns the nodes of a function, by name. */
  Map<String, NodeDef> body(FunctionDef function) {
    return bodies.computeIfAbsent(
        function.getSignature().getName(),
        name -> {
          Map<String, NodeDef> body = new LinkedHashMap<>();
          function.getNodeDefList().forEach(n -> body.put(n.getName(), n));
          return body;
        });
  }

  /** Returns a node of the graph itself that something names. */
  NodeDef node(String name, String whoNamesIt) {
    NodeDef node = nodes.get(name);
    if (node == null) {
      throw error(whoNamesIt, "it names the node '%s', which the graph lacks.".formatted(name));
    }
    return node;
  }

  /** Returns the function's signatures, by name and sorted; the program's own are left out. */
  Map<String, SignatureDef> signatureDefs() {
    Map<String, SignatureDef> all = new TreeMap<>(Naturally.ORDER);
    meta.getSignatureDefMap()
        .forEach(
            (name, def) -> {
              if (!name.startsWith("__saved_model_")) {
                all.put(name, def);
              }
            });
    return Collections.unmodifiableMap(all);
  }

  /** Returns what the signatures take and give. */
  Map<String, Signature> signatures() {
    Map<String, Signature> all = new LinkedHashMap<>();
    signatureDefs()
        .forEach(
            (name, def) ->
                all.put(
                    name,
                    new Signature(
                        name, tensors(def.getInputsMap()), tensors(def.getOutputsMap()))));
    return all;
  }

  private static Map<String, SignatureTensor> tensors(Map<String, TensorInfo> infos) {
    Map<String, SignatureTensor> sorted = new TreeMap<>(Naturally.ORDER);
    infos.forEach((name, info) -> sorted.put(name, SignatureTensor.of(info)));
    return sorted;
  }

  /** Returns the nodes that are to run once, before anything else. */
  List<String> initNodes() {
    List<String> all = new ArrayList<>();
    SignatureDef init = meta.getSignatureDefMap().get(INIT);
    if (init != null) {
      init.getOutputsMap().values().forEach(info -> all.add(TensorRef.of(info.getName()).node()));
      return all;
    }
    for (String key : new String[] {"saved_model_main_op", "legacy_init_op"}) {
      CollectionDef collection = meta.getCollectionDefMap().get(key);
      if (collection != null && all.isEmpty()) {
        ProtocolStringList values = collection.getNodeList().getValueList();
        values.forEach(v -> all.add(TensorRef.of(v).node()));
      }
    }
    return all;
  }

  /** Returns the name of the file beside the program that each of some nodes stands for. */
  Map<String, String> assets() {
    Map<String, String> all = new LinkedHashMap<>();
    meta.getAssetFileDefList()
        .forEach(a -> all.put(TensorRef.of(a.getTensorInfo().getName()).node(), a.getFilename()));
    return all;
  }
}
