package keras.io.hdf5;

import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import keras.io.storage.IOConsumer;

/**
 * A group of a file that an {@link Hdf5Writer} is to write.
 *
 * <p>What is added keeps its order. Wherever a name is asked for, a path relative to this group
 * will do; the groups on the way are made. The data of a dataset are asked for only while the file
 * is written, one dataset at a time, and must be what the dtype and shape say.
 */
public final class Hdf5GroupWriter extends WrittenObject {
  private static final long UNDEFINED = -1;
  private static final int ORDER_TRACKED = 1;
  private static final int GROUP_INFO = 10;

  private final Map<String, WrittenObject> children = new LinkedHashMap<>();

  Hdf5GroupWriter(String path) {
    super(path);
  }

  /** Adds a string, in UTF-8 and of any length. */
  public Hdf5GroupWriter attribute(String name, String value) {
    put(name, new long[0], List.of(value));
    return this;
  }

  /**
   * Adds a list of strings. Like Keras, a list of more than 64 kB becomes several attributes, their
   * names followed by 0, 1 and so on, and an empty one becomes an empty array of floats.
   *
   * <p>Keras: keras/src/legacy/saving/legacy_h5_format.py, save_attributes_to_hdf5_group.
   *
   * @throws IllegalArgumentException if one string has more than 64512 bytes
   */
  public Hdf5GroupWriter attribute(String name, List<String> values) {
    if (values.isEmpty()) {
      put(name, WrittenType.FLOAT64, new long[] {0}, new byte[0]);
      return this;
    }
    List<List<String>> parts = NameLists.split(this + " attribute `" + name + "`", values);
    for (int i = 0; i < parts.size(); i++) {
      List<String> part = parts.get(i);
      put(parts.size() == 1 ? name : name + i, new long[] {part.size()}, part);
    }
    return this;
  }

  /** Adds an integer, as int64. */
  public Hdf5GroupWriter attribute(String name, long value) {
    put(name, WrittenType.INT64, new long[0], new LittleEndian().eight(value).toBytes());
    return this;
  }

  /** Adds a number, as float64. */
  public Hdf5GroupWriter attribute(String name, double value) {
    put(
        name,
        WrittenType.FLOAT64,
        new long[0],
        new LittleEndian().eight(Double.doubleToRawLongBits(value)).toBytes());
    return this;
  }

  /**
   * Returns the group at a name or path, made if it is not there.
   *
   * @throws IllegalArgumentException if a dataset is there
   */
  public Hdf5GroupWriter group(String relativePath) {
    Hdf5GroupWriter group = this;
    for (String name : relativePath.split("/", -1)) {
      group = group.child(name);
    }
    return group;
  }

  private Hdf5GroupWriter child(String name) {
    String path = childPath(name);
    WrittenObject child = children.computeIfAbsent(name, key -> new Hdf5GroupWriter(path));
    if (child instanceof Hdf5GroupWriter group) {
      return group;
    }
    throw new IllegalArgumentException(
        child + ": expected a group. Received: a dataset of that name.");
  }

  private String childPath(String name) {
    String childPath = (path().equals("/") ? "" : path()) + "/" + name;
    Names.check("Hdf5Writer: '" + childPath + "'", name);
    if (name.equals(".")) {
      throw new IllegalArgumentException(
          "Hdf5Writer: '" + childPath + "': '.' cannot be a name in HDF5.");
    }
    return childPath;
  }

  /**
   * Adds a dataset whose data a callback writes, little-endian and in row-major order, in pieces of
   * any size.
   *
   * @param dtype {@code float16}, {@code bfloat16}, {@code float32}, {@code float64}, {@code int8}
   *     to {@code int64}, {@code uint8} to {@code uint64} or {@code bool}
   * @param shape empty for a scalar
   * @throws IllegalArgumentException if something of that name is there, or the dtype is unknown
   */
  public Hdf5GroupWriter dataset(
      String relativePath, String dtype, long[] shape, IOConsumer<WritableByteChannel> data) {
    int slash = relativePath.lastIndexOf('/');
    if (slash >= 0) {
      group(relativePath.substring(0, slash))
          .dataset(relativePath.substring(slash + 1), dtype, shape, data);
      return this;
    }
    String path = childPath(relativePath);
    WrittenDataset dataset = new WrittenDataset(path, WrittenType.of(path, dtype), shape, data);
    if (children.putIfAbsent(relativePath, dataset) != null) {
      throw new IllegalArgumentException(dataset + ": is there already.");
    }
    return this;
  }

  /** Adds a dataset from a buffer's remaining bytes, little-endian and in row-major order. */
  public Hdf5GroupWriter bytes(
      String relativePath, String dtype, long[] shape, Supplier<ByteBuffer> data) {
    return dataset(relativePath, dtype, shape, out -> Values.write(out, data.get()));
  }

  /**
   * Adds a dataset of any float dtype from floats, rounded to the nearest where the dtype is
   * narrower.
   */
  public Hdf5GroupWriter floats(
      String relativePath, String dtype, long[] shape, Supplier<float[]> data) {
    WrittenType type = Values.requireFloat(relativePath, dtype);
    return dataset(relativePath, dtype, shape, out -> Values.write(out, type, data.get()));
  }

  /**
   * Adds a dataset of any float dtype from doubles, rounded to the nearest where the dtype is
   * narrower.
   */
  public Hdf5GroupWriter doubles(
      String relativePath, String dtype, long[] shape, Supplier<double[]> data) {
    WrittenType type = Values.requireFloat(relativePath, dtype);
    return dataset(relativePath, dtype, shape, out -> Values.write(out, type, data.get()));
  }

  /**
   * Adds a dataset of any integer dtype, or bool, from longs, of which it takes the lowest bytes.
   */
  public Hdf5GroupWriter longs(
      String relativePath, String dtype, long[] shape, Supplier<long[]> data) {
    WrittenType type = Values.requireInteger(relativePath, dtype);
    return dataset(relativePath, dtype, shape, out -> Values.write(out, type, data.get()));
  }

  Iterable<WrittenObject> children() {
    return children.values();
  }

  @Override
  void describe(HeaderWriter header) {
    LittleEndian links = new LittleEndian().bytes(0, ORDER_TRACKED).eight(children.size());
    header.message(Header.LINK_INFO, 0, links.eight(UNDEFINED).eight(UNDEFINED));
    header.message(GROUP_INFO, 0, new LittleEndian().bytes(0, 0));
    long order = 0;
    for (Map.Entry<String, WrittenObject> child : children.entrySet()) {
      header.link(child.getKey(), order++, child.getValue().address());
    }
  }
}
