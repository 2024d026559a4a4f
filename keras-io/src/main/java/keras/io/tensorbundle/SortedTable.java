package keras.io.tensorbundle;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import keras.saving.ModelFormatException;

/**
 * A table of keys and values in LevelDB's format, as {@code .index} files are: blocks of entries,
 * each key without what it shares with the one before; an index of the blocks; a footer.
 *
 * <p>TensorFlow: {@code tensorflow/core/lib/io/table_format.txt}.
 */
final class SortedTable {
  private static final long MAGIC = 0xdb4775248b80fb57L;
  private static final int FOOTER = 48;
  private static final int TRAILER = 5;
  private static final int RESTART_EVERY = 16;

  /** Keys share beginnings; all of them together may have so many times the bytes of the table. */
  private static final int MOST_EXPANSION = 100;

  private final String file;
  private final ByteBuffer whole;
  private long blockBytes;
  private long keyBytes;

  private SortedTable(String file, ByteBuffer whole) {
    this.file = file;
    this.whole = whole;
  }

  // ---------------------------------------------------------------- reading

  /**
   * Returns the entries of a table, in their order.
   *
   * @throws ModelFormatException if the bytes are no such table, or a damaged one
   */
  static Map<String, ByteBuffer> read(String file, ByteBuffer table) {
    try {
      ByteBuffer whole = table.duplicate().order(ByteOrder.LITTLE_ENDIAN);
      int size = whole.limit();
      if (size < FOOTER || whole.getLong(size - Long.BYTES) != MAGIC) {
        throw damaged(file, "it is not the index of a TensorFlow checkpoint.");
      }
      ByteBuffer footer = whole.duplicate().position(size - FOOTER);
      Varint.read(footer); // the block of statistics, which is empty
      Varint.read(footer);
      SortedTable reader = new SortedTable(file, whole);
      Map<String, ByteBuffer> entries = new LinkedHashMap<>();
      for (ByteBuffer handle : reader.block(footer).values()) {
        entries.putAll(reader.block(handle));
      }
      return entries;
    } catch (BufferUnderflowException
        | IndexOutOfBoundsException
        | IllegalArgumentException
        | ArithmeticException e) {
      throw new ModelFormatException(file, "", "it is damaged: its blocks do not fit.", e);
    }
  }

  private Map<String, ByteBuffer> block(ByteBuffer handle) {
    long offset = Varint.read(handle);
    long size = Varint.read(handle);
    if (offset < 0 || size < 4 || offset > whole.limit() - size - TRAILER) {
      throw damaged(file, "it is damaged, or cut off.");
    }
    blockBytes += size;
    if (blockBytes > whole.limit()) {
      throw damaged(file, "it is damaged: its blocks lie over each other.");
    }
    int start = (int) offset;
    ByteBuffer block = whole.slice(start, (int) size).order(ByteOrder.LITTLE_ENDIAN);
    if (whole.get(start + (int) size) != 0) {
      throw damaged(file, "its blocks are compressed, which TensorFlow never does.");
    }
    if (Crc.masked(whole.slice(start, (int) size + 1)) != whole.getInt(start + (int) size + 1)) {
      throw damaged(file, "it is damaged: a checksum does not hold.");
    }
    int restarts = block.getInt((int) size - 4);
    if (restarts < 0 || restarts > (size - 4) / 4) {
      throw damaged(file, "it is damaged: a block is shorter than its list of restarts.");
    }
    block.limit((int) size - 4 * (restarts + 1));
    Map<String, ByteBuffer> entries = new LinkedHashMap<>();
    byte[] key = new byte[0];
    while (block.hasRemaining()) {
      int shared = Math.toIntExact(Varint.read(block));
      int own = Math.toIntExact(Varint.read(block));
      int length = Math.toIntExact(Varint.read(block));
      if (shared < 0
          || own < 0
          || length < 0
          || shared > key.length
          || own > block.remaining()
          || length > block.remaining() - own) {
        throw damaged(file, "it is damaged: an entry is longer than its block.");
      }
      keyBytes += shared + own;
      if (keyBytes > (long) MOST_EXPANSION * whole.limit()) {
        throw damaged(file, "its keys unfold to more than the file warrants.");
      }
      byte[] next = java.util.Arrays.copyOf(key, shared + own);
      block.get(next, shared, own);
      key = next;
      entries.put(
          new String(key, StandardCharsets.UTF_8),
          block.slice(block.position(), length).order(ByteOrder.LITTLE_ENDIAN));
      block.position(block.position() + length);
    }
    return entries;
  }

  private static ModelFormatException damaged(String file, String what) {
    return new ModelFormatException(file, "", what);
  }

  // ---------------------------------------------------------------- writing

  /** Returns a table of entries, whose keys are sorted by their bytes. */
  static byte[] write(SortedMap<String, byte[]> entries) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] data = handle(out, block(entries));
    byte[] meta = handle(out, block(new java.util.TreeMap<>()));
    SortedMap<String, byte[]> index = new java.util.TreeMap<>();
    index.put(entries.lastKey(), data);
    byte[] indexHandle = handle(out, block(index));
    ByteBuffer footer = ByteBuffer.allocate(FOOTER).order(ByteOrder.LITTLE_ENDIAN);
    footer.put(meta).put(indexHandle).putLong(FOOTER - Long.BYTES, MAGIC);
    out.writeBytes(footer.array());
    return out.toByteArray();
  }

  private static byte[] block(SortedMap<String, byte[]> entries) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream restarts = new ByteArrayOutputStream();
    byte[] before = new byte[0];
    int count = 0;
    for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
      byte[] key = entry.getKey().getBytes(StandardCharsets.UTF_8);
      int shared = 0;
      if (count % RESTART_EVERY == 0) {
        restarts.writeBytes(four(out.size()));
      } else {
        int same = java.util.Arrays.mismatch(before, key);
        shared = same < 0 ? key.length : same;
      }
      Varint.write(out, shared);
      Varint.write(out, key.length - shared);
      Varint.write(out, entry.getValue().length);
      out.write(key, shared, key.length - shared);
      out.writeBytes(entry.getValue());
      before = key;
      count++;
    }
    if (count == 0) {
      restarts.writeBytes(four(0));
    }
    out.writeBytes(restarts.toByteArray());
    out.writeBytes(four(restarts.size() / 4));
    return out.toByteArray();
  }

  /** Appends a block with its trailer and returns where it is. */
  private static byte[] handle(ByteArrayOutputStream out, byte[] block) {
    ByteArrayOutputStream handle = new ByteArrayOutputStream();
    Varint.write(handle, out.size());
    Varint.write(handle, block.length);
    byte[] withType = java.util.Arrays.copyOf(block, block.length + 1); // 0: not compressed
    out.writeBytes(withType);
    out.writeBytes(four(Crc.masked(ByteBuffer.wrap(withType))));
    return handle.toByteArray();
  }

  private static byte[] four(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }
}
