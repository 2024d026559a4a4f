package keras.io.hdf5;

import io.jhdf.exceptions.HdfException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the heaps in which HDF5 keeps strings of variable length. */
final class GlobalHeaps {
  private static final int SIGNATURE = 0x4c4f4347; // "GCOL"
  private static final int HEADER_BYTES = 16;
  private static final int KEPT_BYTES = 1 << 24;

  private final GuardedStorage storage;
  private final Map<Long, Map<Integer, ByteBuffer>> heaps = new LinkedHashMap<>();
  private long kept;

  GlobalHeaps(GuardedStorage storage) {
    this.storage = storage;
  }

  /** Returns the bytes of one object of the heap at an address. */
  ByteBuffer object(long address, int index) {
    Map<Integer, ByteBuffer> heap = heaps.get(address);
    if (heap == null) {
      heap = read(address);
      heaps.put(address, heap);
    }
    @Nullable ByteBuffer object = heap.get(index);
    if (object == null) {
      throw new HdfException("the heap at byte " + address + " has no object " + index);
    }
    return object.duplicate();
  }

  private Map<Integer, ByteBuffer> read(long address) {
    ByteBuffer header = storage.readBufferFromAddress(address, HEADER_BYTES);
    if (header.getInt(0) != SIGNATURE || header.get(4) != 1) {
      throw new HdfException("there is no heap of version 1 at byte " + address);
    }
    ByteBuffer heap = storage.map(address, header.getLong(8));
    kept += heap.limit();
    if (kept > KEPT_BYTES) {
      heaps.clear();
      kept = heap.limit();
    }
    Map<Integer, ByteBuffer> objects = new HashMap<>();
    int at = HEADER_BYTES;
    while (at + HEADER_BYTES <= heap.limit()) {
      int index = Short.toUnsignedInt(heap.getShort(at));
      long length = heap.getLong(at + 8);
      at += HEADER_BYTES;
      if (index == 0) {
        break;
      }
      if (length < 0 || length > heap.limit() - at) {
        throw new HdfException(
            "object " + index + " of the heap at byte " + address + " reaches beyond it");
      }
      objects.put(index, heap.slice(at, (int) length));
      at = (int) Math.min(heap.limit(), (at + length + 7) & ~7L);
    }
    return objects;
  }
}
