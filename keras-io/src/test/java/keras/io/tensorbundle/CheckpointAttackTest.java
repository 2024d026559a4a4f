package keras.io.tensorbundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import keras.io.Allocation;
import keras.io.storage.AtomicFile;
import keras.saving.ModelFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.BundleEntryProto;
import org.tensorflow.proto.BundleHeaderProto;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.proto.TrackableObjectGraphOuterClass.TrackableObjectGraph;

/** Checkpoints that were made to harm; their checksums hold. */
class CheckpointAttackTest {
  private static final int FOOTER = 48;
  private static final long MAGIC = 0xdb4775248b80fb57L;

  private final Path prefix;
  private final String index;

  CheckpointAttackTest(@TempDir Path folder) {
    prefix = folder.resolve("ckpt");
    index = prefix + ".index";
  }

  // ---------------------------------------------------------------- tensors

  /** Writes a checkpoint of one tensor `x` of four bytes, changed. */
  private void tensor(int shards, Consumer<BundleEntryProto.Builder> change) throws IOException {
    BundleEntryProto.Builder entry =
        BundleEntryProto.newBuilder()
            .setDtype(DataType.DT_FLOAT)
            .setShape(dims(1))
            .setSize(4)
            .setCrc32C(Crc.masked(ByteBuffer.allocate(4)));
    change.accept(entry);
    TreeMap<String, byte[]> table = new TreeMap<>();
    table.put("", BundleHeaderProto.newBuilder().setNumShards(shards).build().toByteArray());
    table.put("x", entry.build().toByteArray());
    Files.write(Path.of(index), SortedTable.write(table));
    Files.write(Path.of(prefix + ".data-00000-of-00001"), new byte[4]);
  }

  private static TensorShapeProto dims(long... sizes) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long size : sizes) {
      shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
    }
    return shape.build();
  }

  private String refusal() {
    return Allocation.within(
        16,
        () ->
            Objects.requireNonNull(
                assertThrows(
                        ModelFormatException.class, () -> CheckpointBundle.open(prefix).tensor("x"))
                    .getMessage()));
  }

  @Test
  void refusesSizesAndShapesThatLie() throws IOException {
    tensor(1, e -> e.setSize(1L << 40).setShape(dims(1L << 38)));
    assertEquals(index + ": x: it lies outside of ckpt.data-00000-of-00001.", refusal());
    tensor(1, e -> e.setOffset(Long.MAX_VALUE - 1));
    assertEquals(index + ": x: it lies outside of ckpt.data-00000-of-00001.", refusal());
    tensor(1, e -> e.setOffset(-4));
    assertEquals(index + ": x: it lies outside of ckpt.data-00000-of-00001.", refusal());
    tensor(1, e -> e.setShape(dims(1L << 62, 4)));
    assertEquals(
        index + ": x: its shape has a negative size, or more than 2^63 elements.", refusal());
    tensor(1, e -> e.setShape(dims(-1)));
    assertEquals(
        index + ": x: its shape has a negative size, or more than 2^63 elements.", refusal());
    tensor(1, e -> e.setShape(dims((1L << 62) + 1)));
    assertEquals(
        index + ": x: expected 4611686018427387905 numbers of float32. Received: 4 bytes.",
        refusal());
    tensor(1, e -> e.setDtypeValue(99));
    assertEquals(
        index + ": x: expected a dtype that Keras has. Received: UNRECOGNIZED.", refusal());
  }

  @Test
  void looksForNoFileBesideItsOwn() throws IOException {
    tensor(Integer.MAX_VALUE, e -> e.setShardId(Integer.MAX_VALUE));
    assertEquals(
        index
            + ": x: expected the file ckpt.data-2147483647-of-2147483647 beside it, which is missing.",
        refusal());
    tensor(Integer.MIN_VALUE, e -> e.setShardId(-1));
    assertEquals(
        index + ": x: expected the file ckpt.data--0001-of-00001 beside it, which is missing.",
        refusal());
  }

  @Test
  void refusesEntriesThatNestWithoutEnd() throws IOException {
    tensor(1, e -> {});
    TreeMap<String, byte[]> table = new TreeMap<>();
    table.put("", BundleHeaderProto.newBuilder().setNumShards(1).build().toByteArray());
    byte[] groups = new byte[1_000_000];
    Arrays.fill(groups, (byte) (9 << 3 | 3));
    table.put("x", groups);
    Files.write(Path.of(index), SortedTable.write(table));
    assertEquals(index + ": it is damaged: an entry cannot be read.", refusal());
    new CheckpointWriter().string(StoredObject.GRAPH, groups).write(prefix, AtomicFile::write);
    assertEquals(
        index + ": _CHECKPOINTABLE_OBJECT_GRAPH: it is damaged.",
        assertThrows(
                ModelFormatException.class, () -> StoredObject.root(CheckpointBundle.open(prefix)))
            .getMessage());
  }

  @Test
  void refusesObjectsThatAreNotThere() throws IOException {
    TrackableObjectGraph.Builder graph = TrackableObjectGraph.newBuilder();
    graph.addNodesBuilder().addChildrenBuilder().setLocalName("a").setNodeId(7);
    new CheckpointWriter()
        .string(StoredObject.GRAPH, graph.build().toByteArray())
        .write(prefix, AtomicFile::write);
    StoredObject root = StoredObject.root(CheckpointBundle.open(prefix));
    assertEquals(
        index + ": _CHECKPOINTABLE_OBJECT_GRAPH: it names the object 7 of 1.",
        assertThrows(ModelFormatException.class, () -> root.child("a")).getMessage());
  }

  // ---------------------------------------------------------------- tables

  /** A table under construction. */
  private static final class Table {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** Appends a block, its type and a checksum that holds; returns where it is. */
    byte[] block(byte[] entries, int restarts, int type) {
      ByteArrayOutputStream handle = new ByteArrayOutputStream();
      Varint.write(handle, out.size());
      ByteBuffer block = ByteBuffer.allocate(entries.length + 9).order(ByteOrder.LITTLE_ENDIAN);
      block.put(entries).putInt(0).putInt(restarts).put((byte) type);
      Varint.write(handle, entries.length + 8L);
      out.writeBytes(block.array());
      ByteBuffer crc = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
      out.writeBytes(crc.putInt(Crc.masked(block.flip())).array());
      return handle.toByteArray();
    }

    byte[] finished(byte[] index) {
      ByteBuffer footer = ByteBuffer.allocate(FOOTER).order(ByteOrder.LITTLE_ENDIAN);
      footer.put((byte) 0).put((byte) 0).put(index).putLong(FOOTER - Long.BYTES, MAGIC);
      out.writeBytes(footer.array());
      return out.toByteArray();
    }
  }

  private static byte[] entry(long shared, long own, long length, byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Varint.write(out, shared);
    Varint.write(out, own);
    Varint.write(out, length);
    out.writeBytes(bytes);
    return out.toByteArray();
  }

  private static byte[] times(int count, byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      out.writeBytes(bytes);
    }
    return out.toByteArray();
  }

  private static String refusal(int megabytes, byte[] table) {
    return Allocation.within(
        megabytes,
        () ->
            Objects.requireNonNull(
                assertThrows(
                        ModelFormatException.class,
                        () -> SortedTable.read("x.index", ByteBuffer.wrap(table)))
                    .getMessage()));
  }

  private static byte[] ofOneBlock(byte[] entries, int restarts, int type) {
    Table table = new Table();
    byte[] handle = table.block(entries, restarts, type);
    return table.finished(table.block(entry(0, 0, handle.length, handle), 1, 0));
  }

  @Test
  void refusesKeysThatShareALongBeginning() {
    ByteArrayOutputStream entries = new ByteArrayOutputStream();
    entries.writeBytes(entry(0, 60_000, 0, new byte[60_000]));
    for (int i = 0; i < 20_000; i++) {
      entries.writeBytes(entry(60_000, 0, 0, new byte[0]));
    }
    assertEquals(
        "x.index: its keys unfold to more than the file warrants.",
        refusal(400, ofOneBlock(entries.toByteArray(), 1, 0)));
  }

  @Test
  void refusesOneBlockAThousandTimes() {
    Table table = new Table();
    byte[] handle = table.block(times(10_000, entry(0, 1, 0, new byte[1])), 1, 0);
    ByteArrayOutputStream named = new ByteArrayOutputStream();
    for (int i = 0; i < 1000; i++) {
      byte[] key = "%04d".formatted(i).getBytes(StandardCharsets.UTF_8);
      named.writeBytes(entry(0, key.length, handle.length, key));
      named.writeBytes(handle);
    }
    byte[] whole = table.finished(table.block(named.toByteArray(), 1, 0));
    assertEquals("x.index: it is damaged: its blocks lie over each other.", refusal(64, whole));
  }

  @Test
  void refusesLengthsThatLie() {
    String damaged = "x.index: it is damaged: an entry is longer than its block.";
    assertEquals(damaged, refusal(1, ofOneBlock(entry(0, 1L << 30, 0, new byte[1]), 1, 0)));
    assertEquals(damaged, refusal(1, ofOneBlock(entry(0, 1, 1L << 30, new byte[1]), 1, 0)));
    assertEquals(damaged, refusal(1, ofOneBlock(entry(1, 1, 0, new byte[1]), 1, 0)));
    String fit = "x.index: it is damaged: its blocks do not fit.";
    assertEquals(fit, refusal(1, ofOneBlock(entry(0, 1L << 40, 0, new byte[1]), 1, 0)));
    assertEquals(damaged, refusal(1, ofOneBlock(entry(0, -1, 0, new byte[1]), 1, 0)));
    assertEquals(
        "x.index: it is damaged: a block is shorter than its list of restarts.",
        refusal(1, ofOneBlock(entry(0, 1, 0, new byte[1]), Integer.MAX_VALUE, 0)));
  }

  @Test
  void refusesCompressedBlocks() {
    assertEquals(
        "x.index: its blocks are compressed, which TensorFlow never does.",
        refusal(1, ofOneBlock(entry(0, 1, 0, new byte[1]), 1, 1)));
    assertTrue(refusal(1, new byte[100]).startsWith("x.index: it is not the index"));
  }
}
