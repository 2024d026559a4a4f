package keras.io.kerasv3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import keras.io.hdf5.Hdf5Dataset;
import keras.io.hdf5.Hdf5File;
import keras.io.json.Json;
import keras.io.storage.Folders;
import keras.saving.ModelFormatException;
import org.jspecify.annotations.Nullable;

/**
 * The variables of several HDF5 files in one folder, with a {@code .weights.json} that says which
 * group is in which of them.
 *
 * <p>Keras: {@code ShardedH5IOStore} in {@code keras/src/saving/saving_lib.py}.
 */
final class ShardedStore implements VariableStore {
  private static final String SHARD = ".weights.h5";
  private static final long MOST_BYTES = 1L << 28;

  private final Path map;
  private final Map<String, List<String>> shardsByGroup = new LinkedHashMap<>();
  private final Map<String, SingleStore> open = new LinkedHashMap<>();

  private ShardedStore(Path map) {
    this.map = map;
  }

  static ShardedStore open(Path map) {
    ShardedStore store = new ShardedStore(map);
    if (!(Json.parse(text(map), map.toString(), "") instanceof Map<?, ?> json)
        || !(json.get("weight_map") instanceof Map<?, ?> groups)) {
      throw store.error("", "expected a `weight_map` from groups to files.");
    }
    groups.forEach((group, shards) -> store.add(String.valueOf(group), shards));
    return store;
  }

  /** Returns the files that a map names; none if it is missing or damaged. */
  static Set<Path> files(Path map) {
    Set<Path> files = new LinkedHashSet<>();
    if (Files.exists(map)) {
      try (ShardedStore store = open(map)) {
        store.shardsByGroup.values().stream()
            .flatMap(List::stream)
            .forEach(name -> files.add(map.resolveSibling(name)));
      } catch (ModelFormatException e) {
        return Set.of(); // no one can read it, so that there is nothing to keep
      }
    }
    return files;
  }

  private static String text(Path map) {
    try {
      if (Files.size(map) > MOST_BYTES) {
        throw new ModelFormatException(map.toString(), "", "it is too large for a map of weights.");
      }
      return Files.readString(map);
    } catch (IOException e) {
      throw new UncheckedIOException(map + ": cannot be read: " + e.getMessage() + ".", e);
    }
  }

  private void add(String group, @Nullable Object shards) {
    List<String> names = new ArrayList<>();
    for (Object shard : shards instanceof List<?> several ? several : List.of(shards)) {
      names.add(checked(group, shard));
    }
    shardsByGroup.put(group.startsWith("/") ? group.substring(1) : group, names);
  }

  /** Lets through names of files beside the map alone. */
  private String checked(String group, @Nullable Object shard) {
    if (shard instanceof String name && name.endsWith(SHARD) && name.matches("[^/\\\\:\\x00]+")) {
      return name;
    }
    throw error(
        "weight_map `%s`".formatted(group),
        "expected the name of a %s file in the same folder. Received: %s.".formatted(SHARD, shard));
  }

  private ModelFormatException error(String place, String what) {
    return new ModelFormatException(name(), place, what);
  }

  @Override
  public String name() {
    return map.toString();
  }

  @Override
  public boolean isOfKeras3() {
    return true; // tf_keras has no such files
  }

  @Override
  public Map<String, Hdf5Dataset> variables(String group) {
    Map<String, Hdf5Dataset> all = new LinkedHashMap<>();
    for (String shard : shardsByGroup.getOrDefault(group, List.of())) {
      all.putAll(open.computeIfAbsent(shard, this::openShard).variables(group));
    }
    return all;
  }

  @Override
  public @Nullable String owner(String group) {
    for (String shard : shardsByGroup.getOrDefault(group, List.of())) {
      String owner = open.computeIfAbsent(shard, this::openShard).owner(group);
      if (owner != null) {
        return owner;
      }
    }
    return null;
  }

  private SingleStore openShard(String shard) {
    Path file = map.resolveSibling(shard);
    if (!Files.exists(file)) {
      throw error("", "expected the file %s beside it, which is missing.".formatted(shard));
    }
    Path folder = map.toAbsolutePath().resolveSibling("");
    return new SingleStore(Hdf5File.open(Folders.inside(folder, shard)));
  }

  @Override
  public List<String> groups() {
    return List.copyOf(shardsByGroup.keySet());
  }

  @Override
  public void close() {
    open.values().forEach(SingleStore::close);
  }
}
