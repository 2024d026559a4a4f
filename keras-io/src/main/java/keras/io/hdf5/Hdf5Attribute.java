package keras.io.hdf5;

import io.jhdf.exceptions.HdfException;
import java.nio.ByteBuffer;
import java.util.List;
import keras.saving.ModelFormatException;

/**
 * An attribute of a group or dataset: strings or numbers.
 *
 * <p>Strings may be of fixed or variable length; they are read as UTF-8 whatever character set they
 * claim to be in, because Keras writes UTF-8 into attributes marked ASCII. An attribute without
 * elements is an empty list of anything: h5py stores Python's empty list as one of numbers.
 */
public final class Hdf5Attribute {
  private final Hdf5File file;
  private final String name;
  private final String place;
  private final ElementType type;
  private final List<Long> shape;
  private final ByteBuffer data;

  private Hdf5Attribute(
      Hdf5File file, String path, String name, ElementType type, DataSpace space, ByteBuffer data) {
    this.file = file;
    this.name = name;
    this.place = path + " attribute `" + name + "`";
    this.type = type;
    this.shape = space.shape();
    this.data = data;
  }

  /** Reads the message, in any of its three versions. */
  static Hdf5Attribute read(Hdf5File file, String path, ByteBuffer in) {
    int version = in.get();
    int flags = in.get();
    int nameBytes = Short.toUnsignedInt(in.getShort());
    int typeBytes = Short.toUnsignedInt(in.getShort());
    int spaceBytes = Short.toUnsignedInt(in.getShort());
    if (version < 1 || version > 3) {
      throw new HdfException("the version of an attribute is " + version);
    }
    if (version == 3) {
      in.get(); // The character set, which is often wrong.
    }
    int alignment = version == 1 ? 8 : 1;
    int shared = version == 1 ? 0 : flags;
    String name = Bytes.text(Bytes.part(in, nameBytes, alignment));
    ByteBuffer type = Bytes.part(in, typeBytes, alignment);
    ByteBuffer space = Bytes.part(in, spaceBytes, alignment);
    ElementType elements =
        ElementType.of(
            (shared & 1) == 0 ? type : Header.shared(file.storage(), Header.DATA_TYPE, type));
    DataSpace shape =
        DataSpace.of(
            (shared & 2) == 0 ? space : Header.shared(file.storage(), Header.DATA_SPACE, space));
    long bytes = Math.multiplyExact(shape.size(), Math.max(0, elements.size()));
    if (bytes > in.remaining()) {
      throw new HdfException("the attribute `" + name + "` declares more than its message holds");
    }
    return new Hdf5Attribute(file, path, name, elements, shape, Bytes.part(in, (int) bytes, 1));
  }

  /** Returns the name. */
  public String name() {
    return name;
  }

  /** Returns the dtype as {@link Hdf5Dataset#dtype} spells it. */
  public String dtype() {
    return type.name();
  }

  /** Returns the shape, empty for a single value. */
  public List<Long> shape() {
    return shape;
  }

  /** Reads all strings, in row-major order. */
  public List<String> strings() {
    if (!data.hasRemaining()) {
      return List.of();
    }
    if (!type.isText()) {
      throw wrong("strings");
    }
    return file.guarded(
        place, () -> Texts.read(file.storage(), type, data.duplicate(), file.heaps()));
  }

  /** Reads the one string of this attribute. */
  public String string() {
    return single(strings());
  }

  /** Reads all numbers, in row-major order; integers beyond 2^53 lose digits. */
  public double[] doubles() {
    double[] result = new double[numbers("numbers")];
    if (result.length > 0) {
      type.doubles(data.duplicate(), result, 0);
    }
    return result;
  }

  /** Reads all integers, in row-major order; those of dtype uint64 beyond 2^63 wrap. */
  public long[] longs() {
    if (data.hasRemaining() && !type.isInteger()) {
      throw wrong("integers");
    }
    long[] result = new long[numbers("integers")];
    if (result.length > 0) {
      type.longs(data.duplicate(), result, 0);
    }
    return result;
  }

  private int numbers(String expected) {
    if (!data.hasRemaining()) {
      return 0;
    }
    if (!type.isNumber()) {
      throw wrong(expected);
    }
    return data.remaining() / type.size();
  }

  private String single(List<String> values) {
    if (values.size() != 1) {
      throw file.error(place, "expected one string. Received: " + values.size() + ".");
    }
    return values.get(0);
  }

  private ModelFormatException wrong(String expected) {
    return file.error(place, "expected " + expected + ". Received: " + type.name() + ".");
  }
}
