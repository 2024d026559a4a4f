package keras.io.savedmodel;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import keras.config.Configs;
import keras.engine.Arguments;
import keras.engine.Shapes;
import keras.io.configs.InlinedAssets;
import keras.io.configs.WrittenConfigs;
import keras.io.json.Json;
import keras.io.migration.CompileConfigs;
import keras.io.migration.FromKeras3;
import keras.io.migration.Target;
import keras.io.weights.TrackedObject;
import keras.layers.InputLayer;
import keras.layers.Layer;
import keras.layers.MultiHeadAttention;
import keras.metrics.Metric;
import keras.models.Functional;
import keras.models.Model;
import keras.models.Sequential;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.VersionDef;

/**
 * What tf_keras has to know of the objects in a SavedModel to make layers of them again: an
 * identifier, and in {@code keras_metadata.pb} the class, the config and the shapes it was built
 * for.
 *
 * <p>Keras: {@code tf_keras/src/saving/legacy/saved_model/layer_serialization.py}, {@code
 * model_serialization.py}, {@code tf_keras/protobuf/saved_metadata.proto}.
 */
final class KerasObjects {
  /** By which name tf_keras finds how a metric is made again. */
  static final String METRIC = "_tf_keras_metric";

  private static final Set<String> RECURRENT =
      Set.of(
          "RNN",
          "SimpleRNN",
          "LSTM",
          "GRU",
          "ConvLSTM1D",
          "ConvLSTM2D",
          "ConvLSTM3D",
          "StackedRNN");

  /** The classes of tf_keras' layers that are an operation. */
  private static final Set<String> OPERATIONS =
      Set.of(
          "TFOpLambda",
          "SlicingOpLambda",
          "InstanceMethod",
          "InstanceProperty",
          "ClassMethod",
          "TensorFlowOpLayer");

  private static final int NODES = 1;
  private static final int ID = 2;
  private static final int PATH = 3;
  private static final int IDENTIFIER = 4;
  private static final int JSON = 5;
  private static final int VERSION = 6;

  private final WrittenConfigs configs;

  KerasObjects(WrittenConfigs configs) {
    this.configs = configs;
  }

  /** Returns by which name tf_keras finds how an object of the layer's kind is made again. */
  static String identifier(Layer layer) {
    if (layer instanceof InputLayer) {
      return "_tf_keras_input_layer";
    } else if (layer instanceof Sequential) {
      return "_tf_keras_sequential";
    } else if (layer instanceof Functional) {
      return "_tf_keras_network";
    } else if (layer instanceof Model) {
      return "_tf_keras_model";
    }
    return RECURRENT.contains(layer.getClass().getSimpleName())
        ? "_tf_keras_rnn_layer"
        : "_tf_keras_layer";
  }

  /** Returns the content of {@code keras_metadata.pb}. */
  byte[] metadata(List<TrackedObject> objects) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Map<String, Map<String, Map<?, ?>>> operations = new HashMap<>(); // by path of their graph
    try {
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      for (TrackedObject object : objects) {
        Layer layer = object.layer();
        Metric metric = object.metric();
        if (object.kind() == TrackedObject.Kind.LAYER && layer != null) {
          String path = object.path();
          String parent = path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : "";
          Map<?, ?> operation = operations.getOrDefault(parent, Map.of()).get(layer.name());
          Map<String, @Nullable Object> description =
              object.id() == 0
                  ? root(layer)
                  : operation == null ? described(layer) : describedOperation(layer, operation);
          operations.put(path, operations(description.get("config")));
          out.writeByteArray(NODES, node(object, identifier(layer), description));
        } else if (object.kind() == TrackedObject.Kind.METRIC && metric != null) {
          out.writeByteArray(NODES, node(object, METRIC, described(metric)));
        }
      }
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail so
    }
    return bytes.toByteArray();
  }

  private static byte[] node(
      TrackedObject object, String identifier, Map<String, @Nullable Object> description)
      throws IOException {
    String path = object.path().isEmpty() ? "root" : "root." + object.path().replace('/', '.');
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.writeInt32(ID, object.id());
    out.writeString(PATH, path);
    out.writeString(IDENTIFIER, identifier);
    out.writeString(JSON, Json.write(description));
    out.writeMessage(VERSION, VersionDef.newBuilder().setProducer(2).setMinConsumer(1).build());
    out.flush();
    return bytes.toByteArray();
  }

  private static Map<String, @Nullable Object> described(Metric metric) {
    Map<String, @Nullable Object> spec =
        FromKeras3.legacy(
            FromKeras3.convert(Configs.serialize(metric), Target.TF_KERAS).config(),
            Target.TF_KERAS);
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("class_name", spec.get("class_name"));
    out.put("name", metric.name());
    out.put("dtype", metric.dtype().id());
    out.put("config", spec.get("config"));
    return out;
  }

  /** Describes the model itself, with what it was compiled with. */
  private Map<String, @Nullable Object> root(Layer model) {
    Map<String, @Nullable Object> out =
        describedAs(model, FromKeras3.legacy(configs.model(), Target.TF_KERAS));
    out.put("keras_version", configs.version());
    out.put("backend", "tensorflow");
    Map<String, @Nullable Object> compile = configs.compile();
    if (compile != null) {
      out.put("training_config", CompileConfigs.legacy(compile, Target.TF_KERAS));
    }
    return out;
  }

  private static Map<String, @Nullable Object> described(Layer layer) {
    Map<String, @Nullable Object> spec =
        FromKeras3.convert(InlinedAssets.serialize(layer), Target.TF_KERAS).config();
    return describedAs(layer, FromKeras3.legacy(spec, Target.TF_KERAS));
  }

  /**
   * Returns how a graph describes its operations, by name. Only the graph knows: Keras 3's
   * operation has its arguments, where tf_keras' layer has the function and the call has the
   * arguments.
   */
  private static Map<String, Map<?, ?>> operations(@Nullable Object graph) {
    Map<String, Map<?, ?>> found = new HashMap<>();
    if (graph instanceof Map<?, ?> g && g.get("layers") instanceof List<?> layers) {
      for (Object each : layers) {
        if (each instanceof Map<?, ?> layer
            && OPERATIONS.contains(layer.get("class_name"))
            && layer.get("config") instanceof Map<?, ?> config) {
          found.put(String.valueOf(config.get("name")), layer);
        }
      }
    }
    return found;
  }

  private static Map<String, @Nullable Object> describedOperation(Layer layer, Map<?, ?> spec) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("name", layer.name());
    out.put("trainable", layer.trainable());
    out.put("expects_training_arg", false);
    out.put("dtype", policy(layer));
    out.put("stateful", false);
    out.put("must_restore_from_config", true);
    out.put("preserve_input_structure_in_config", true);
    out.put("autocast", false);
    out.put("class_name", spec.get("class_name"));
    out.put("config", spec.get("config"));
    out.put("inbound_nodes", spec.get("inbound_nodes"));
    return out;
  }

  private static Map<String, @Nullable Object> describedAs(
      Layer layer, Map<String, @Nullable Object> spec) {
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    if (spec.get("config") instanceof Map<?, ?> c) {
      c.forEach((k, v) -> config.put(String.valueOf(k), v));
    }
    attention(layer, config);
    boolean isGraph = layer instanceof Functional || layer instanceof Sequential;
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("name", layer.name());
    out.put("trainable", layer.trainable());
    out.put("dtype", config.containsKey("dtype") ? config.get("dtype") : policy(layer));
    out.put("must_restore_from_config", false);
    out.put("autocast", true);
    out.put("class_name", spec.get("class_name"));
    out.put("config", config);
    if (layer instanceof Model) {
      out.put("is_graph_network", isGraph);
    } else {
      out.put("stateful", Boolean.TRUE.equals(config.get("stateful")));
    }
    if (layer instanceof InputLayer) {
      out.put("batch_input_shape", config.get("batch_input_shape"));
    }
    List<Shape> shapes = layer.builtShapes();
    if (shapes != null && !(layer instanceof InputLayer)) {
      List<@Nullable Object> items = new ArrayList<>();
      shapes.forEach(s -> items.add(shape(s)));
      out.put("build_input_shape", items.size() == 1 && !layer.takesList() ? items.get(0) : items);
    }
    return out;
  }

  /** Tells the shapes of attention's arguments, by which tf_keras makes the layers inside. */
  private static void attention(Layer layer, Map<String, @Nullable Object> config) {
    Arguments<Shape> call = layer.builtFor();
    if (layer instanceof MultiHeadAttention && call != null) {
      Shape value = call.tensor("value");
      Shape key = call.find("key");
      config.put("query_shape", Shapes.toConfig(call.tensor("query")));
      config.put("value_shape", Shapes.toConfig(value));
      config.put("key_shape", Shapes.toConfig(key == null ? value : key));
    }
  }

  private static String policy(Layer layer) {
    return layer.dtypePolicy().variableDtype().id();
  }

  private static Map<String, @Nullable Object> shape(Shape shape) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("class_name", "TensorShape");
    out.put("items", shape.isUnknown() ? null : Shapes.toConfig(shape));
    return out;
  }
}
