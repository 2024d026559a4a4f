package keras.io.hdf5;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;
import keras.io.storage.IOConsumer;

/**
 * Writes an HDF5 file from its first byte to its last, so that it may go to a disk, a zip or a
 * socket.
 *
 * <pre>{@code
 * Hdf5Writer file = new Hdf5Writer();
 * Hdf5GroupWriter weights = file.root().attribute("keras_version", "3.15.1").group("model_weights");
 * weights.attribute("layer_names", List.of("dense"));
 * weights.group("dense").attribute("weight_names", List.of("dense/kernel"))
 *     .floats("dense/kernel", "float32", new long[] {784, 300}, () -> kernel);
 * AtomicFile.write(Path.of("model.h5"), file::write);
 * }</pre>
 *
 * <p>The tree of groups, attributes and shapes is described first and kept in memory; the data of
 * the datasets are asked for while the file is written, one dataset at a time. The same description
 * gives the same bytes. HDF5 1.8 and later, and so every h5py, read the files: superblock 2, object
 * headers 2, links in the header in order of creation, strings of variable length in UTF-8,
 * contiguous data.
 */
public final class Hdf5Writer {
  private static final int SUPERBLOCK_BYTES = 48;
  private static final long UNDEFINED = -1;

  private final Hdf5GroupWriter root = new Hdf5GroupWriter("/");

  /** Returns the group {@code /}. */
  public Hdf5GroupWriter root() {
    return root;
  }

  /**
   * Writes the whole file to a channel, which stays open.
   *
   * @throws IOException if the channel fails
   * @throws IllegalStateException if a dataset's data are more or fewer bytes than its dtype and
   *     shape say
   */
  public void write(WritableByteChannel channel) throws IOException {
    List<WrittenObject> objects = new ArrayList<>();
    collect(root, objects);
    HeapWriter heap = new HeapWriter(SUPERBLOCK_BYTES);
    List<List<byte[]>> attributes =
        objects.stream().map(object -> object.references(heap)).toList();
    long end = heap.end();
    for (int i = 0; i < objects.size(); i++) {
      objects.get(i).address(end);
      end = aligned(end + objects.get(i).header(attributes.get(i)).length);
    }
    for (WrittenObject object : objects) {
      if (object instanceof WrittenDataset dataset) {
        end = dataset.place(aligned(end));
      }
    }
    SequentialOutput out = new SequentialOutput(channel);
    out.write(superblock(end));
    for (byte[] block : heap.blocks()) {
      out.write(block);
    }
    for (int i = 0; i < objects.size(); i++) {
      out.skipTo(objects.get(i).address());
      out.write(objects.get(i).header(attributes.get(i)));
    }
    for (WrittenObject object : objects) {
      if (object instanceof WrittenDataset dataset && dataset.dataBytes() > 0) {
        out.skipTo(dataset.dataAddress());
        write(out, dataset);
      }
    }
    out.skipTo(end);
    out.flush();
  }

  private static void write(SequentialOutput out, WrittenDataset dataset) throws IOException {
    long start = out.position();
    IOConsumer<WritableByteChannel> data = dataset.data();
    data.accept(out.limited(dataset.toString(), dataset.dataBytes()));
    long written = out.position() - start;
    if (written != dataset.dataBytes()) {
      throw new IllegalStateException(
          dataset
              + ": expected "
              + dataset.dataBytes()
              + " bytes of data. Received: "
              + written
              + " bytes.");
    }
  }

  private static void collect(WrittenObject object, List<WrittenObject> objects) {
    objects.add(object);
    if (object instanceof Hdf5GroupWriter group) {
      group.children().forEach(child -> collect(child, objects));
    }
  }

  private static long aligned(long address) {
    return (address + 7) & ~7L;
  }

  private byte[] superblock(long end) {
    // The signature, version 2, addresses and lengths of 8 bytes, no flags, no base, no extension.
    return new LittleEndian()
        .bytes(0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n', 2, 8, 8, 0)
        .eight(0)
        .eight(UNDEFINED)
        .eight(end)
        .eight(root.address())
        .checksum()
        .toBytes();
  }
}
