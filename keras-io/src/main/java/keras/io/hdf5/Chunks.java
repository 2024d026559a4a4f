package keras.io.hdf5;

import io.jhdf.btree.BTreeV1;
import io.jhdf.dataset.chunked.Chunk;
import io.jhdf.dataset.chunked.DatasetInfo;
import io.jhdf.dataset.chunked.indexing.BTreeIndex;
import io.jhdf.dataset.chunked.indexing.ChunkIndex;
import io.jhdf.dataset.chunked.indexing.ExtensibleArrayIndex;
import io.jhdf.dataset.chunked.indexing.FixedArrayIndex;
import io.jhdf.dataset.chunked.indexing.ImplicitChunkIndex;
import io.jhdf.dataset.chunked.indexing.SingleChunkIndex;
import io.jhdf.exceptions.HdfException;
import io.jhdf.object.message.DataLayoutMessage;
import io.jhdf.object.message.DataLayoutMessage.ChunkedDataLayoutMessage;
import io.jhdf.object.message.DataLayoutMessage.ChunkedDataLayoutMessageV4;
import io.jhdf.object.message.FilterPipelineMessage;
import io.jhdf.object.message.FilterPipelineMessage.FilterInfo;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/** Puts the chunks of a chunked dataset together. */
final class Chunks {
  private static final long UNDEFINED = -1;
  private static final int MOST_FILTERS = 32;

  private final GuardedStorage storage;
  private final int[] shape;
  private final int[] chunk;
  private final int elementBytes;
  private final byte[] data;

  private Chunks(GuardedStorage storage, int[] shape, int[] chunk, int elementBytes, byte[] data) {
    this.storage = storage;
    this.shape = shape;
    this.chunk = chunk;
    this.elementBytes = elementBytes;
    this.data = data;
  }

  /**
   * Reads the whole dataset; the data array comes filled with what stands where no chunk is stored.
   */
  static ByteBuffer assemble(
      GuardedStorage storage,
      Header header,
      DataLayoutMessage layout,
      List<Long> shape,
      int elementBytes,
      byte[] data) {
    int[] dimensions = shape.stream().mapToInt(Math::toIntExact).toArray();
    int[] chunk = chunkShape(layout);
    if (chunk.length != dimensions.length || chunk.length == 0) {
      throw new HdfException(
          "its chunks have " + chunk.length + " axes and it has " + dimensions.length);
    }
    long chunkBytes = elementBytes;
    for (int length : chunk) {
      chunkBytes = Math.multiplyExact(chunkBytes, length);
    }
    if (chunkBytes <= 0 || chunkBytes > Math.min(Integer.MAX_VALUE / 2, storage.mostUnfolded())) {
      throw new HdfException(
          "its chunks declare " + chunkBytes + " bytes, more than the file can hold");
    }
    List<FilterInfo> filters = new ArrayList<>();
    for (ByteBuffer message : header.all(Header.FILTERS)) {
      filters.addAll(new FilterPipelineMessage(message, new BitSet()).getFilters());
    }
    if (filters.size() > MOST_FILTERS) {
      throw new HdfException("it has " + filters.size() + " filters, more than HDF5 knows of");
    }
    Chunks chunks = new Chunks(storage, dimensions, chunk, elementBytes, data);
    ChunkFilter filter = new ChunkFilter(filters, (int) chunkBytes);
    for (Chunk stored : chunks.index(layout, (int) chunkBytes)) {
      if (stored.getAddress() != UNDEFINED) {
        storage.unfold(chunkBytes);
        ByteBuffer piece = storage.readBufferFromAddress(stored.getAddress(), stored.getSize());
        byte[] bytes = Bytes.copy(piece, piece.remaining());
        chunks.place(filter.decode(bytes, stored.getFilterMask()), stored.getChunkOffset());
      }
    }
    return ByteBuffer.wrap(data);
  }

  private static int[] chunkShape(DataLayoutMessage layout) {
    if (layout instanceof ChunkedDataLayoutMessage first) {
      return first.getChunkDimensions();
    }
    // The last axis is the bytes of an element.
    int[] lengths = ((ChunkedDataLayoutMessageV4) layout).getChunkDimensions();
    return Arrays.copyOf(lengths, lengths.length - 1);
  }

  private Collection<Chunk> index(DataLayoutMessage layout, int chunkBytes) {
    if (layout instanceof ChunkedDataLayoutMessage first) {
      return first.getBTreeAddress() == UNDEFINED
          ? List.of()
          : BTreeV1.createDataBTree(storage, first.getBTreeAddress(), shape.length).getChunks();
    }
    ChunkedDataLayoutMessageV4 later = (ChunkedDataLayoutMessageV4) layout;
    long address = later.getAddress();
    if (address == UNDEFINED) {
      return List.of();
    }
    if (later.getIndexingType() == ChunkedDataLayoutMessageV4.IMPLICIT_INDEX) {
      checkAllStored(chunkBytes);
    }
    DatasetInfo info =
        new DatasetInfo(chunkBytes, IntStream.of(shape).asLongStream().toArray(), chunk);
    ChunkIndex index =
        switch (later.getIndexingType()) {
          case ChunkedDataLayoutMessageV4.SINGLE_CHUNK_INDEX -> new SingleChunkIndex(later, info);
          case ChunkedDataLayoutMessageV4.IMPLICIT_INDEX -> new ImplicitChunkIndex(address, info);
          case ChunkedDataLayoutMessageV4.FIXED_ARRAY_INDEX ->
              new FixedArrayIndex(storage, address, info);
          case ChunkedDataLayoutMessageV4.EXTENSIBLE_ARRAY_INDEX ->
              new ExtensibleArrayIndex(storage, address, info);
          default -> new BTreeIndex(storage, address, info);
        };
    return index.getAllChunks();
  }

  /** Refuses more chunks than the file holds where they lie side by side without an index. */
  private void checkAllStored(int chunkBytes) {
    long count = 1;
    for (int axis = 0; axis < shape.length; axis++) {
      count = Math.multiplyExact(count, (shape[axis] + (long) chunk[axis] - 1) / chunk[axis]);
    }
    if (count > storage.size() / chunkBytes) {
      throw new HdfException("it declares " + count + " chunks, more than the file can hold");
    }
  }

  /**
   * Copies the rows of a chunk to where they belong; what reaches beyond the dataset is left out.
   */
  private void place(byte[] bytes, long[] offset) {
    int last = shape.length - 1;
    int[] extent = new int[shape.length];
    for (int axis = 0; axis <= last; axis++) {
      long left = shape[axis] - offset[axis];
      if (offset[axis] < 0 || left <= 0) {
        throw new HdfException("a chunk lies outside the dataset");
      }
      extent[axis] = (int) Math.min(chunk[axis], left);
    }
    int rowBytes = extent[last] * elementBytes;
    int[] at = new int[shape.length];
    boolean more = true;
    while (more) {
      long source = 0;
      long target = 0;
      for (int axis = 0; axis <= last; axis++) {
        source = source * chunk[axis] + at[axis];
        target = target * shape[axis] + offset[axis] + at[axis];
      }
      System.arraycopy(
          bytes, (int) source * elementBytes, data, (int) target * elementBytes, rowBytes);
      more = next(at, extent, last - 1);
    }
  }

  /** Counts to the next row, the last axis but one fastest; false after the last. */
  private static boolean next(int[] at, int[] extent, int fastest) {
    for (int axis = fastest; axis >= 0; axis--) {
      if (++at[axis] < extent[axis]) {
        return true;
      }
      at[axis] = 0;
    }
    return false;
  }
}
