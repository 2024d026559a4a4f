package keras.io.savedmodel;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import keras.io.configs.ConfigSource;
import keras.io.tensorbundle.ProtoGuard;
import keras.saving.ModelFormatException;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedObjectGraph;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedUserObject;

/**
 * What tf_keras notes of its objects beside a SavedModel, in {@code keras_metadata.pb}: for each,
 * where it is and, as JSON, its class and config. Before TensorFlow 2.5 there was no such file, and
 * the JSON stood in the program's own list of objects.
 *
 * <p>Keras: {@code tf_keras/protobuf/saved_metadata.proto}, {@code
 * tf_keras/src/saving/legacy/saved_model/load.py}.
 */
final class KerasMetadata {
  private static final int NODES = 1;
  private static final int PATH = 3;
  private static final int JSON = 5;

  /** How TensorFlow calls the objects that are models. */
  private static final Set<String> MODELS =
      Set.of("_tf_keras_model", "_tf_keras_network", "_tf_keras_sequential");

  private KerasMetadata() {}

  /** Returns the JSON of the model itself. */
  static Map<String, @Nullable Object> root(Path file) {
    Map<String, String> nodes = new LinkedHashMap<>();
    try {
      CodedInputStream in = CodedInputStream.newInstance(Files.readAllBytes(file));
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (WireFormat.getTagFieldNumber(tag) == NODES) {
          node(in.readBytes().newCodedInput(), nodes);
        } else {
          ProtoGuard.skip(in, tag);
        }
      }
    } catch (InvalidProtocolBufferException e) {
      throw new ModelFormatException(file.toString(), "", "it is damaged.", e);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read.", e);
    }
    String json = nodes.get("root");
    if (json == null) {
      throw new ModelFormatException(
          file.toString(),
          "",
          "expected an object `root`. Received: %s.".formatted(nodes.keySet()));
    }
    return plain(new ConfigSource(file.toString(), "root").parse(json));
  }

  /**
   * Returns the JSON of the model itself, from a program of TensorFlow 2.0 to 2.4; null where the
   * program is none of a Keras model.
   */
  static @Nullable Map<String, @Nullable Object> ofProgram(SavedFolder folder) {
    SavedObjectGraph objects = Program.objects(folder);
    if (objects.getNodesCount() == 0) {
      return null;
    }
    SavedUserObject root = objects.getNodes(0).getUserObject();
    String json = metadata(root);
    return MODELS.contains(root.getIdentifier()) && !json.isEmpty()
        ? plain(new ConfigSource(folder.program(), "root").parse(json))
        : null;
  }

  /** TensorFlow calls the field deprecated, for it stands in files of the past alone. */
  @SuppressWarnings("deprecation")
  private static String metadata(SavedUserObject object) {
    return object.getMetadata();
  }

  private static void node(CodedInputStream in, Map<String, String> nodes) throws IOException {
    String path = "";
    String json = "";
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case PATH -> path = in.readString();
        case JSON -> json = in.readString();
        default -> ProtoGuard.skip(in, tag);
      }
    }
    nodes.put(path, json);
  }

  /** Turns tuples and shapes, which have classes here, into lists. */
  private static Map<String, @Nullable Object> plain(Map<?, ?> map) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    map.forEach((key, value) -> out.put(String.valueOf(key), plainValue(value)));
    return out;
  }

  private static @Nullable Object plainValue(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      Object name = map.get("class_name");
      boolean isList = "__tuple__".equals(name) || "TensorShape".equals(name);
      return isList && map.get("items") instanceof List<?> items ? plainValue(items) : plain(map);
    } else if (value instanceof List<?> list) {
      return list.stream()
          .map(KerasMetadata::plainValue)
          .collect(java.util.stream.Collectors.toCollection(java.util.ArrayList::new));
    }
    return value;
  }
}
