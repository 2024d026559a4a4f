package keras.io.hdf5;

import io.jhdf.exceptions.HdfException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The shape of a dataset or attribute.
 *
 * @param size the number of elements
 */
record DataSpace(List<Long> shape, long size) {
  private static final int NULL = 2;

  /** Reads the message; the data space that HDF5 calls null has the shape (0). */
  static DataSpace of(ByteBuffer in) {
    int version = in.get();
    int rank = Byte.toUnsignedInt(in.get());
    in.get();
    int kind = in.get();
    if (version == 1) {
      in.position(in.position() + 4);
      kind = 1;
    } else if (version != 2) {
      throw new HdfException("the version of a shape is " + version);
    }
    if (kind == NULL) {
      return new DataSpace(List.of(0L), 0);
    }
    List<Long> shape = new ArrayList<>();
    long size = 1;
    for (int axis = 0; axis < rank; axis++) {
      long length = Bytes.unsigned(in, 8);
      shape.add(length);
      if (length > 0 && size > Long.MAX_VALUE / length) {
        throw new HdfException("its shape has more than 2^63 elements");
      }
      size *= length;
    }
    return new DataSpace(List.copyOf(shape), size);
  }
}
