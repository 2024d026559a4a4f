package keras.io.kerasv3;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import keras.engine.Assets;
import keras.io.weights.Framework;
import keras.io.weights.V3Layout;
import keras.layers.Layer;
import keras.saving.ModelFormatException;
import keras.saving.SaveOptions;
import keras.saving.SaveOptions.Dialect;
import org.jspecify.annotations.Nullable;

/**
 * The files of layers in an archive, each at {@code assets/}, the path of the layer's variables and
 * the file's name.
 *
 * <p>Keras: {@code keras/src/saving/saving_lib.py}, {@code DiskIOStore}.
 */
final class StoredAssets {
  static final String FOLDER = "assets/";

  private StoredAssets() {}

  /** Returns the contents of a model's files by the names of members. */
  static Map<String, byte[]> of(Layer model, SaveOptions options) {
    List<Framework> frameworks = new ArrayList<>();
    if (options.dialect() != Dialect.TF_KERAS) {
      frameworks.add(Framework.KERAS_3);
    }
    if (options.dialect() != Dialect.KERAS_3) {
      frameworks.add(Framework.TF_KERAS);
    }
    Map<String, byte[]> members = new LinkedHashMap<>();
    if (!hasAssets(model)) {
      return members;
    }
    for (Framework framework : frameworks) {
      for (V3Layout.Group group : V3Layout.of(model, framework).groups()) {
        if (group.layer() instanceof Assets layer) {
          layer
              .saveAssets()
              .forEach((name, bytes) -> members.putIfAbsent(member(group, name), bytes));
        }
      }
    }
    return members;
  }

  private static boolean hasAssets(Layer model) {
    return model.flattened().stream().anyMatch(Assets.class::isInstance);
  }

  private static String member(V3Layout.Group group, String name) {
    return FOLDER + group.path() + "/" + name;
  }

  /** Gives the layers of a model what an archive holds for them. */
  static void read(Layer model, Archive archive) {
    if (!hasAssets(model)) {
      return;
    }
    Set<String> there = archive.members();
    V3Layout keras3 = V3Layout.of(model, Framework.KERAS_3);
    Map<Assets, String> paths = new LinkedHashMap<>();
    for (V3Layout layout : List.of(keras3, V3Layout.of(model, Framework.TF_KERAS))) {
      for (V3Layout.Group group : layout.groups()) {
        if (group.layer() instanceof Assets layer
            && layer.assetNames().stream().allMatch(n -> there.contains(member(group, n)))) {
          paths.putIfAbsent(layer, FOLDER + group.path() + "/");
        }
      }
    }
    for (V3Layout.Group group : keras3.groups()) {
      if (group.layer() instanceof Assets layer && !layer.assetNames().isEmpty()) {
        read(layer, group, paths.get(layer), archive);
      }
    }
  }

  private static void read(
      Assets layer, V3Layout.Group group, @Nullable String path, Archive archive) {
    if (path == null) {
      throw new ModelFormatException(
          archive.name(),
          member(group, layer.assetNames().get(0)),
          "expected this member, without which %s has no vocabulary.".formatted(layer));
    }
    Map<String, byte[]> files = new LinkedHashMap<>();
    layer.assetNames().forEach(name -> files.put(name, archive.bytes(path + name)));
    try {
      layer.loadAssets(files);
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new ModelFormatException(
          archive.name(), path + layer.assetNames().get(0), String.valueOf(e.getMessage()), e);
    }
  }
}
