package keras.io.hdf5;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import keras.io.json.Json;

/**
 * A file that is described twice at once: to our writer, and as the lines in which a judge is to
 * list it.
 *
 * <p>A line is a group with its children's names in order of creation, an attribute or a dataset;
 * numbers are listed by their bytes, which are made here without the writer's help.
 */
final class JudgedFile {
  private final Hdf5Writer file = new Hdf5Writer();
  private final List<String> values = new ArrayList<>();
  private final Map<String, List<String>> groups = new LinkedHashMap<>();

  JudgedFile() {
    groups.put("/", new ArrayList<>());
  }

  JudgedFile group(String path) {
    file.root().group(path.substring(1));
    addGroup(path);
    return this;
  }

  /** Adds an attribute, a string. */
  JudgedFile text(String path, String name, String value) {
    writer(path).attribute(name, value);
    return attribute(path, name, "text", "()", Json.write(List.of(value)));
  }

  /** Adds a list of strings that is to come out as several attributes of these lengths. */
  JudgedFile texts(String path, String name, List<String> list, int... lengths) {
    writer(path).attribute(name, list);
    int from = 0;
    for (int i = 0; i < lengths.length; i++) {
      List<String> part = list.subList(from, from + lengths[i]);
      String partName = lengths.length == 1 ? name : name + i;
      attribute(path, partName, "text", shape(lengths[i]), Json.write(part));
      from += lengths[i];
    }
    return this;
  }

  JudgedFile noTexts(String path, String name) {
    writer(path).attribute(name, List.of());
    return attribute(path, name, "float64", "(0,)", "");
  }

  JudgedFile number(String path, String name, long value) {
    writer(path).attribute(name, value);
    return attribute(path, name, "int64", "()", hex(8, b -> b.putLong(value)));
  }

  JudgedFile number(String path, String name, double value) {
    writer(path).attribute(name, value);
    return attribute(path, name, "float64", "()", hex(8, b -> b.putDouble(value)));
  }

  JudgedFile floats(String path, long[] shape, float... data) {
    writer(parent(path)).floats(name(path), "float32", shape, () -> data);
    return dataset(path, "float32", shape, hex(4 * data.length, b -> b.asFloatBuffer().put(data)));
  }

  JudgedFile doubles(String path, long[] shape, double... data) {
    writer(parent(path)).doubles(name(path), "float64", shape, () -> data);
    return dataset(path, "float64", shape, hex(8 * data.length, b -> b.asDoubleBuffer().put(data)));
  }

  /** Adds floats that are written as numbers of 16 bits, which must be the ones given. */
  JudgedFile halves(String path, String dtype, long[] shape, float[] data, int... bits) {
    writer(parent(path)).floats(name(path), dtype, shape, () -> data);
    String stored =
        hex(2 * bits.length, b -> Arrays.stream(bits).forEach(i -> b.putShort((short) i)));
    if (dtype.equals("bfloat16")) {
      attribute(path, "dtype", "text", "()", "[\"bfloat16\"]");
    }
    return dataset(path, dtype.equals("bfloat16") ? "opaque" : dtype, shape, stored);
  }

  /** Adds integers, or booleans as 0 and 1, of so many bytes. */
  JudgedFile longs(String path, String dtype, int width, long[] shape, long... data) {
    writer(parent(path)).longs(name(path), dtype, shape, () -> data);
    byte[] bytes = new byte[width * data.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (data[i / width] >> (8 * (i % width)));
    }
    return dataset(path, dtype, shape, HexFormat.of().formatHex(bytes));
  }

  private Hdf5GroupWriter writer(String path) {
    if (path.equals("/")) {
      return file.root();
    }
    addGroup(path);
    return file.root().group(path.substring(1));
  }

  private void addGroup(String path) {
    if (groups.putIfAbsent(path, new ArrayList<>()) == null) {
      addGroup(parent(path));
      children(parent(path)).add(name(path));
    }
  }

  private List<String> children(String path) {
    return groups.computeIfAbsent(path, key -> new ArrayList<>());
  }

  private JudgedFile attribute(String path, String name, String dtype, String shape, String value) {
    values.add("%s @%s %s %s %s".formatted(path, name, dtype, shape, value));
    return this;
  }

  private JudgedFile dataset(String path, String dtype, long[] shape, String bytes) {
    children(parent(path)).add(name(path));
    values.add("%s %s %s %s".formatted(path, dtype, shape(shape), bytes));
    return this;
  }

  private static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash <= 0 ? "/" : path.substring(0, slash);
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Returns a shape as Python prints it. */
  static String shape(long... sizes) {
    String all = Arrays.toString(sizes).replace('[', '(').replace(']', ')');
    return sizes.length == 1 ? all.replace(")", ",)") : all;
  }

  private static String hex(int bytes, Consumer<ByteBuffer> fill) {
    ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    fill.accept(buffer);
    return HexFormat.of().formatHex(buffer.array());
  }

  /** Writes the file. */
  void write(Path path) throws IOException {
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      file.write(channel);
    }
  }

  /** Returns what a judge is to list, sorted. */
  List<String> listing() {
    List<String> lines = new ArrayList<>(values);
    groups.forEach((path, names) -> lines.add(path + " group " + Json.write(names)));
    return lines.stream().sorted().toList();
  }
}
