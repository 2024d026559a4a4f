package keras.io.kerasv3;

import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import keras.io.hdf5.Hdf5Writer;
import keras.io.json.Json;
import keras.io.storage.Disk;
import keras.io.storage.FileSet;
import keras.io.storage.IOConsumer;
import keras.io.weights.StoredVariable;
import keras.models.Model;
import keras.ops.DType;
import keras.saving.SaveOptions;
import keras.saving.SaveOptions.Dialect;

/**
 * Writes a model's variables to several HDF5 files, and the map that says which group is in which.
 *
 * <p>As in Keras 3 a file is filled until the next variable would not fit; a group may begin in one
 * file and go on in the next, and its name is noted where it begins.
 *
 * <p>Keras: {@code ShardedH5IOStore} in {@code keras/src/saving/saving_lib.py}.
 */
final class ShardedWriter implements StateWriter.Files, FileSet.Names {
  private final Path map;
  private final double limit;
  private final List<Hdf5Writer> shards = new ArrayList<>(List.of(new Hdf5Writer()));
  private final Map<String, List<Integer>> shardsByGroup = new LinkedHashMap<>();
  private double filled;
  private double total;

  private ShardedWriter(Path map, double gibibytes) {
    this.map = map;
    this.limit = gibibytes * (1L << 30);
  }

  static void write(Model model, Path map, SaveOptions options, Disk disk) {
    if (options.dialect() == Dialect.TF_KERAS) {
      throw new UnsupportedOperationException(
          map + ": tf_keras cannot read weights in several files. Leave out `maxShardSize`.");
    }
    SaveOptions forKeras3 = options.dialect(Dialect.KERAS_3);
    ShardedWriter writer = new ShardedWriter(map, Objects.requireNonNull(options.maxShardSize()));
    try (StateWriter state = new StateWriter(StatePlan.of(model, map.toString(), forKeras3))) {
      state.describe(writer);
      List<IOConsumer<WritableByteChannel>> bodies = new ArrayList<>();
      writer.shards.forEach(shard -> bodies.add(shard::write));
      new FileSet(map, bodies, writer).write(disk, ShardedStore.files(map));
    }
  }

  // ---------------------------------------------------------------- which variable goes where

  @Override
  public Hdf5Writer forGroup() {
    return shards.get(shards.size() - 1);
  }

  @Override
  public Hdf5Writer forVariable(String group, StoredVariable slot) {
    double bits = slot.dtype() == DType.BOOL ? 1 : slot.dtype().bytes() * 8;
    double bytes = slot.shape().size() * bits / 8;
    if (bytes > limit) {
      throw new IllegalArgumentException(
          "%s: a variable of /%s has %.0f bytes, more than a file may hold: `maxShardSize` of %s GiB is %.0f bytes. Make it larger."
              .formatted(map, group, bytes, limit / (1L << 30), limit));
    }
    filled += bytes;
    total += bytes;
    if (filled > limit) {
      shards.add(new Hdf5Writer());
      filled = bytes;
    }
    shardsByGroup.computeIfAbsent(group, key -> new ArrayList<>()).add(shards.size() - 1);
    return forGroup();
  }

  // ---------------------------------------------------------------- names

  @Override
  public Path file(int number, int choice) {
    String name = String.valueOf(map.getFileName()).replace(".weights.json", "");
    String again = choice == 0 ? "" : "-" + choice;
    return map.resolveSibling("%s_%05d%s.weights.h5".formatted(name, number, again));
  }

  /** Returns the map as Python's {@code json.dumps} with an indent of 4 spells it. */
  @Override
  public IOConsumer<WritableByteChannel> index(int choice) {
    String groups =
        shardsByGroup.entrySet().stream()
            .map(e -> "        %s: %s".formatted(Json.write("/" + e.getKey()), names(e, choice)))
            .collect(Collectors.joining(",\n", "{\n", "\n    }"));
    String text =
        "{\n    \"metadata\": {\n        \"total_size\": %s\n    },\n    \"weight_map\": %s\n}"
            .formatted(Json.write(total), shardsByGroup.isEmpty() ? "{}" : groups);
    return IOConsumer.bytes(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Returns a name for a group of one variable, a list for others. */
  private String names(Map.Entry<String, List<Integer>> group, int choice) {
    List<String> names =
        group.getValue().stream()
            .distinct()
            .map(number -> Json.write(String.valueOf(file(number, choice).getFileName())))
            .toList();
    return group.getValue().size() == 1
        ? names.get(0)
        : names.stream()
            .map(name -> "            " + name)
            .collect(Collectors.joining(",\n", "[\n", "\n        ]"));
  }
}
