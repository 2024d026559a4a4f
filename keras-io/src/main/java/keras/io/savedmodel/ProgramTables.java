package keras.io.savedmodel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import keras.engine.HostTensor;
import keras.engine.Table;
import keras.engine.programs.Capture;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedObject;
import org.tensorflow.proto.TrackableObjectGraphOuterClass.TrackableObjectGraph.TrackableObject.ObjectReference;

/**
 * The tables of a program: what the function that fills one would put into it, be it constants or
 * lines of a file beside the program.
 */
record ProgramTables(Program program, TableConstants constants) {
  /** A column's number that stands for a line's number, or for the line. */
  private static final int NUMBER = -1;

  private static final int LINE = -2;

  /** Reads a resource. */
  Capture read(SavedObject resource) {
    for (NodeDef node : nodes(resource, "_create_resource")) {
      if (node.getOp().startsWith("Mutable")) {
        return new Capture.Unknown("a table that changes (" + node.getOp() + ")");
      }
    }
    FunctionDef filling = function(resource, "_initialize");
    if (filling != null) {
      for (NodeDef node : filling.getNodeDefList()) {
        switch (node.getOp()) {
          case "LookupTableImportV2", "InitializeTableV2" -> {
            return table(constants.values(filling, node, 1), constants.values(filling, node, 2));
          }
          case "InitializeTableFromTextFileV2" -> {
            return text(filling, node);
          }
          default -> {
            continue;
          }
        }
      }
    }
    return new Capture.Unknown("a resource that is no table of constants");
  }

  private List<NodeDef> nodes(SavedObject resource, String child) {
    FunctionDef function = function(resource, child);
    return function == null ? List.of() : function.getNodeDefList();
  }

  private @org.jspecify.annotations.Nullable FunctionDef function(
      SavedObject resource, String name) {
    for (ObjectReference child : resource.getChildrenList()) {
      SavedObject found = constants.at(child.getNodeId());
      if (child.getLocalName().equals(name)
          && found.getFunction().getConcreteFunctionsCount() > 0) {
        return program.functions().get(found.getFunction().getConcreteFunctions(0));
      }
    }
    return null;
  }

  private static Capture table(List<?> keys, List<?> values) {
    HostTensor k = tensor(keys);
    HostTensor v = tensor(values);
    Table table = new Table(() -> "TFSMLayer", k.dtype(), v.dtype());
    table.fill(k, v);
    return new Capture.Lookup(table, keys.size());
  }

  private static HostTensor tensor(List<?> values) {
    if (!values.isEmpty() && values.get(0) instanceof Long) {
      long[] longs = values.stream().mapToLong(Long.class::cast).toArray();
      return HostTensor.of(NdArrays.vectorOf(longs));
    }
    return HostTensor.ofStrings(
        Shape.of(values.size()), values.stream().map(String::valueOf).toArray(String[]::new));
  }

  private Capture text(FunctionDef filling, NodeDef node) {
    SavedObject asset = constants.captured(filling, node, 1);
    if (asset == null || !asset.hasAsset()) {
      throw program.error(node.getName(), "it reads a file that is not beside the program.");
    }
    int index = asset.getAsset().getAssetFileDefIndex();
    if (index < 0 || index >= program.meta().getAssetFileDefCount()) {
      throw program.error(node.getName(), "it reads a file that the program does not list.");
    }
    String name = program.meta().getAssetFileDef(index).getFilename();
    Path file = program.folder().asset(name.substring(name.lastIndexOf('/') + 1));
    try {
      List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
      Map<String, AttrValue> attributes = node.getAttrMap();
      long offset = attributes.getOrDefault("offset", AttrValue.getDefaultInstance()).getI();
      lines = lines.subList((int) Math.min(offset, lines.size()), lines.size());
      return table(column(node, lines, "key_index"), column(node, lines, "value_index"));
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read.", e);
    }
  }

  private List<?> column(NodeDef node, List<String> lines, String attribute) {
    int column = (int) node.getAttrOrThrow(attribute).getI();
    List<Object> values = new ArrayList<>();
    String delimiter =
        node.containsAttr("delimiter")
            ? node.getAttrOrThrow("delimiter").getS().toStringUtf8()
            : "\t";
    for (String line : lines) {
      if (column == NUMBER) {
        values.add((long) values.size());
      } else if (column == LINE) {
        values.add(line);
      } else {
        String[] parts = line.split(Pattern.quote(delimiter), -1);
        if (column >= parts.length) {
          throw program.error(node.getName(), "a line of its file lacks a column.");
        }
        values.add(parts[column]);
      }
    }
    return values;
  }
}
