package keras.io.hdf5;

import io.jhdf.exceptions.HdfException;
import io.jhdf.filter.ByteShuffleFilter;
import io.jhdf.filter.LzfFilter;
import io.jhdf.object.message.FilterPipelineMessage.FilterInfo;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Undoes what HDF5 did to a chunk before storing it, never producing more bytes than a chunk may
 * have.
 */
final class ChunkFilter {
  private static final int DEFLATE = 1;
  private static final int SHUFFLE = 2;
  private static final int FLETCHER32 = 3;
  private static final int LZF = 32000;
  private static final int CHECKSUM_BYTES = 4;

  private final List<FilterInfo> filters;
  private final int chunkBytes;
  private final int most;

  ChunkFilter(List<FilterInfo> filters, int chunkBytes) {
    this.filters = filters;
    this.chunkBytes = chunkBytes;
    this.most = Math.addExact(chunkBytes, CHECKSUM_BYTES * filters.size());
  }

  /**
   * Returns the chunk's own bytes. The mask has a bit for each filter that was left out for this
   * chunk.
   */
  byte[] decode(byte[] stored, BitSet mask) {
    byte[] data = stored;
    for (int i = filters.size() - 1; i >= 0; i--) {
      if (!mask.get(i)) {
        data = undo(filters.get(i), data);
      }
    }
    if (data.length != chunkBytes) {
      throw new HdfException("a chunk should have " + chunkBytes + " bytes and has " + data.length);
    }
    return data;
  }

  private byte[] undo(FilterInfo filter, byte[] data) {
    return switch (filter.getId()) {
      case DEFLATE -> inflate(data);
      case SHUFFLE -> new ByteShuffleFilter().decode(data, parameters(filter, 1));
      case FLETCHER32 -> verified(data);
      case LZF -> {
        int length = parameters(filter, 3)[2];
        if (length < 0 || length > most) {
          throw new HdfException("a chunk declares " + length + " bytes");
        }
        yield new LzfFilter().decode(data, filter.getData());
      }
      default ->
          throw new HdfException(
              "the filter '" + filter.getName() + "' (" + filter.getId() + ") is not supported");
    };
  }

  private static int[] parameters(FilterInfo filter, int count) {
    int[] parameters = filter.getData();
    if (parameters.length < count || parameters[0] <= 0) {
      throw new HdfException("the filter " + filter.getId() + " lacks its parameters");
    }
    return parameters;
  }

  private byte[] inflate(byte[] data) {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(data);
      byte[] result = new byte[most];
      int length = 0;
      while (!inflater.finished()) {
        int count = inflater.inflate(result, length, most - length);
        if (count == 0 && !inflater.finished()) {
          throw new HdfException(
              length == most
                  ? "a compressed chunk holds more than it declares"
                  : "a compressed chunk is truncated");
        }
        length += count;
      }
      return length == most ? result : Arrays.copyOf(result, length);
    } catch (DataFormatException e) {
      throw new HdfException("a compressed chunk is damaged", e);
    } finally {
      inflater.end();
    }
  }

  /** Checks and drops the checksum at the end: Fletcher's, over words of 16 bits, big-endian. */
  private static byte[] verified(byte[] data) {
    int length = data.length - CHECKSUM_BYTES;
    if (length < 0) {
      throw new HdfException("a chunk is too short for its checksum");
    }
    int low = 0;
    int high = 0;
    for (int i = 0; i < length; i += 2) {
      int second = i + 1 < length ? data[i + 1] & 0xff : 0;
      low = (low + ((data[i] & 0xff) << 8) + second) % 0xffff;
      high = (high + low) % 0xffff;
    }
    int stored = 0;
    for (int i = CHECKSUM_BYTES - 1; i >= 0; i--) {
      stored = (stored << 8) | (data[length + i] & 0xff);
    }
    // The C library folds the sums, so that a sum that is a multiple of 65535 may be either 0 or
    // 65535.
    if ((stored & 0xffff) % 0xffff != low || (stored >>> 16) % 0xffff != high) {
      throw new HdfException("the checksum of a chunk is wrong");
    }
    return Arrays.copyOf(data, length);
  }
}
