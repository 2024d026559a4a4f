package keras.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import keras.io.hdf5.Hdf5File;
import keras.io.storage.IOConsumer;
import keras.io.tensorbundle.CheckpointBundle;
import keras.io.tensorbundle.CheckpointWriter;
import keras.io.tensorbundle.StoredObject;

/**
 * The files of real Kerases that fuzzing begins with, and sound parts to put beside fuzzed ones.
 */
public final class Seeds {
  private static final Path CASES = Path.of("golden", "cases");
  private static final Path LAYOUTS =
      Path.of("..", "keras-io", "src", "test", "resources", "keras", "io", "hdf5");

  /** Cases with all that the library has, in small files. */
  private static final List<String> SMALL =
      List.of(
          "regression_mlp",
          "wide_deep",
          "siamese_nested",
          "embedding_mean",
          "batchnorm_mlp",
          "normalization_rescaling",
          "opt_adam_amsgrad",
          "opt_sgd_cosine_decay",
          "mlp_regularizers",
          "mlp_constraints",
          "sequential_of_models",
          "seed_mlp_input_shape");

  private static final int MOST_BYTES = 64 << 10;

  private Seeds() {}

  static Map<String, byte[]> of(FuzzTarget target) {
    return switch (target) {
      case HDF5 -> layouts();
      case H5 -> files("model.h5", "model_v3.h5");
      case KERAS -> files("model.keras", "model_tk.keras");
      case KERAS_CONFIG -> members("config.json");
      case KERAS_WEIGHTS -> members("model.weights.h5");
      case H5_CONFIG -> attributes();
      case WEIGHTS -> files("model.weights.h5", "model_tk.weights.h5");
      case LEGACY_WEIGHTS -> files("weights.h5", "model.h5");
      case CHECKPOINT -> checkpoints();
      case OBJECT_GRAPH -> graphs();
      case SAVED_MODEL -> files("saved_model/keras_metadata.pb");
      case PROGRAM -> files("export/saved_model.pb");
      case JSON -> files("config.json", "config_v3.json");
      case NPZ -> files("inputs.npz", "train_data.npz");
    };
  }

  private static Map<String, byte[]> files(String... names) {
    Map<String, byte[]> found = new LinkedHashMap<>();
    for (String name : names) {
      for (String example : SMALL) {
        Path file = CASES.resolve(example).resolve(name);
        if (Files.exists(file)) {
          found.put(example + "_" + name.replace('/', '_'), bytes(file));
        }
      }
    }
    found.values().removeIf(b -> b.length > MOST_BYTES);
    return found;
  }

  private static Map<String, byte[]> layouts() {
    Map<String, byte[]> found = new LinkedHashMap<>();
    try (Stream<Path> files = Files.walk(LAYOUTS)) {
      files
          .filter(f -> f.toString().endsWith(".h5"))
          .sorted()
          .forEach(f -> found.put(String.valueOf(f.getFileName()), bytes(f)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    found.values().removeIf(b -> b.length > MOST_BYTES);
    return found;
  }

  private static Map<String, byte[]> members(String member) {
    Map<String, byte[]> found = new LinkedHashMap<>();
    files("model.keras", "model_tk.keras")
        .forEach((name, zip) -> found.put(name, Objects.requireNonNull(unzip(zip).get(member))));
    return found;
  }

  private static Map<String, byte[]> attributes() {
    Map<String, byte[]> found = new LinkedHashMap<>();
    files("model.h5", "model_v3.h5")
        .forEach(
            (name, bytes) -> {
              try (Hdf5File file = Hdf5File.open(name, bytes)) {
                String model = file.root().requireAttribute("model_config").string();
                String training =
                    file.root().attribute("training_config").map(a -> a.string()).orElse("{}");
                found.put(name, (model + "\0" + training).getBytes(StandardCharsets.UTF_8));
              }
            });
    return found;
  }

  private static Map<String, byte[]> checkpoints() {
    Map<String, byte[]> found = new LinkedHashMap<>();
    files("ckpt/ckpt.index")
        .forEach(
            (name, index) -> {
              String example = name.substring(0, name.indexOf("_ckpt"));
              byte[] data = bytes(CASES.resolve(example).resolve("ckpt/ckpt.data-00000-of-00001"));
              ByteBuffer both = ByteBuffer.allocate(4 + index.length + data.length);
              both.putInt(4 + index.length).put(index).put(data);
              found.put(name, both.array());
            });
    return found;
  }

  private static Map<String, byte[]> graphs() {
    Map<String, byte[]> found = new LinkedHashMap<>();
    for (String example : SMALL) {
      Path prefix = CASES.resolve(example).resolve("ckpt/ckpt");
      if (Files.exists(CheckpointBundle.index(prefix))) {
        ByteBuffer graph = CheckpointBundle.open(prefix).string(StoredObject.GRAPH);
        byte[] bytes = new byte[graph.remaining()];
        graph.get(bytes);
        found.put(example, bytes);
      }
    }
    return found;
  }

  // ---------------------------------------------------------------- sound parts

  /** Returns an archive of which one member is replaced. */
  public static byte[] archive(String member, byte[] content) {
    Map<String, byte[]> members =
        unzip(bytes(CASES.resolve("regression_mlp").resolve("model.keras")));
    members.put(member, content);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> each : members.entrySet()) {
        ZipEntry entry = new ZipEntry(each.getKey());
        CRC32 crc = new CRC32();
        crc.update(each.getValue());
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(each.getValue().length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(each.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** Writes a checkpoint of sound tensors and another graph; returns its path. */
  static String checkpoint(Path folder, byte[] graph) {
    CheckpointBundle sound =
        CheckpointBundle.open(CASES.resolve("regression_mlp").resolve("ckpt/ckpt"));
    CheckpointWriter writer = new CheckpointWriter();
    for (String name : sound.names()) {
      if (name.endsWith("VARIABLE_VALUE")) {
        writer.tensor(name, sound.tensor(name));
      }
    }
    Path prefix = folder.resolve("graph");
    writer.string(StoredObject.GRAPH, graph).write(prefix, Seeds::write);
    return prefix.toString();
  }

  /** Writes without waiting for the disk. */
  private static void write(Path file, IOConsumer<WritableByteChannel> body) {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      body.accept(channel);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a SavedModel with other metadata. */
  public static Path savedModel(Path folder, byte[] metadata) {
    Path target = folder.resolve("saved_model");
    Path sound = CASES.resolve("regression_mlp").resolve("saved_model/variables");
    try {
      Files.createDirectories(target.resolve("variables"));
      for (String name : List.of("variables.index", "variables.data-00000-of-00001")) {
        Path copy = target.resolve("variables").resolve(name);
        if (!Files.exists(copy)) {
          Files.copy(sound.resolve(name), copy);
        }
      }
      Files.write(target.resolve("keras_metadata.pb"), metadata);
      return target;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the members of an archive into a folder. */
  public static void unpack(Path archive, Path folder) {
    for (Map.Entry<String, byte[]> member : unzip(bytes(archive)).entrySet()) {
      try {
        Files.write(folder.resolve(member.getKey()), member.getValue());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static Map<String, byte[]> unzip(byte[] zip) {
    Map<String, byte[]> members = new LinkedHashMap<>();
    try (ZipInputStream in = new ZipInputStream(new java.io.ByteArrayInputStream(zip))) {
      for (ZipEntry e = in.getNextEntry(); e != null; e = in.getNextEntry()) {
        members.put(e.getName(), in.readAllBytes());
      }
      return members;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(String example, String file) {
    return new String(bytes(CASES.resolve(example).resolve(file)), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
