package keras.io.kerasv3;

import java.util.Arrays;
import java.util.zip.DataFormatException;

/**
 * Unfolds bzip2: blocks of at most 900,000 bytes, each coded by Huffman, moved to the front, and
 * turned by Burrows and Wheeler's transform.
 *
 * <p>The checksums of bzip2 are passed over, for a zip has its own.
 */
final class Bzip2 {
  private static final long BLOCK = 0x314159265359L;
  private static final long END = 0x177245385090L;
  private static final int BLOCK_BYTES = 100_000;
  private static final int GROUP = 50;
  private static final int RUN_A = 0;
  private static final int RUN_B = 1;

  /** Four equal bytes are followed by a count of more of them. */
  private static final int RUN = 4;

  private final byte[] stored;
  private final byte[] content;
  private int[] block = new int[0];
  private HuffmanCode[] codes = new HuffmanCode[0];
  private long bit;
  private int made;

  private Bzip2(byte[] stored, byte[] content) {
    this.stored = stored;
    this.content = content;
  }

  /** Fills {@code content} with what {@code stored} unfolds to. */
  static void unfold(byte[] stored, byte[] content) throws DataFormatException {
    Bzip2 bzip2 = new Bzip2(stored, content);
    while (bzip2.made < content.length) {
      bzip2.stream();
    }
  }

  private void stream() throws DataFormatException {
    require(bits(24) == 0x425a68, "they do not begin as bzip2");
    int level = bits(8) - '0';
    require(level >= 1 && level <= 9, "they do not begin as bzip2");
    if (block.length < level * BLOCK_BYTES) {
      block = new int[level * BLOCK_BYTES];
    }
    for (long mark = mark(); mark != END; mark = mark()) {
      require(mark == BLOCK, "no block begins where one should");
      bits(32); // its checksum
      require(bits(1) == 0, "they are of bzip2 0.9, which nothing writes");
      block(level * BLOCK_BYTES);
    }
    bits(32); // the checksum of all blocks
    bit = (bit + 7) / 8 * 8;
  }

  private long mark() throws DataFormatException {
    return (long) bits(24) << 24 | bits(24);
  }

  private void block(int most) throws DataFormatException {
    int origin = bits(24);
    byte[] symbols = symbols();
    int[] order = order(symbols.length + 2);
    int[] counts = new int[256];
    int size = moveToFront(symbols, order, most, counts);
    require(origin < size, "a block begins outside itself");
    turn(size, counts);
    unrun(size, block[origin] >>> 8);
  }

  /** Reads which bytes the block has. */
  private byte[] symbols() throws DataFormatException {
    int rows = bits(16);
    byte[] symbols = new byte[256];
    int count = 0;
    for (int row = 0; row < 16; row++) {
      int used = (rows << row & 0x8000) == 0 ? 0 : bits(16);
      for (int i = 0; i < 16; i++) {
        if ((used << i & 0x8000) != 0) {
          symbols[count++] = (byte) (row * 16 + i);
        }
      }
    }
    require(count > 0, "a block has no bytes");
    return Arrays.copyOf(symbols, count);
  }

  /** Reads the codes, and returns which of them each group of 50 symbols uses. */
  private int[] order(int symbols) throws DataFormatException {
    int count = bits(3);
    int[] order = new int[bits(15)];
    require(count >= 2 && count <= 6 && order.length > 0, "a block has no codes");
    int[] recent = new int[count];
    Arrays.setAll(recent, i -> i);
    for (int i = 0; i < order.length; i++) {
      int at = 0;
      while (bits(1) == 1) {
        at++;
        require(at < count, "a block uses a code that it does not have");
      }
      int code = recent[at];
      System.arraycopy(recent, 0, recent, 1, at);
      recent[0] = code;
      order[i] = code;
    }
    codes = new HuffmanCode[count];
    for (int i = 0; i < count; i++) {
      int[] lengths = new int[symbols];
      int length = bits(5);
      for (int s = 0; s < symbols; s++) {
        while (bits(1) == 1) {
          length += bits(1) == 0 ? 1 : -1;
          require(length >= 1 && length <= HuffmanCode.LONGEST, "a code is too long");
        }
        lengths[s] = length;
      }
      codes[i] = new HuffmanCode(lengths);
    }
    return order;
  }

  /** Reads the bytes of a block, still turned, and counts them. */
  private int moveToFront(byte[] recent, int[] order, int most, int[] counts)
      throws DataFormatException {
    int size = 0;
    int run = 0;
    int worth = 1;
    int end = recent.length + 1;
    for (int read = 0; ; read++) {
      require(read / GROUP < order.length, "a block has more bytes than codes");
      int symbol = symbol(codes[order[read / GROUP]]);
      if (symbol == RUN_A || symbol == RUN_B) {
        run += worth << symbol;
        worth <<= 1;
        require(run <= most - size, "a block is too large");
        continue;
      }
      Arrays.fill(block, size, size + run, recent[0] & 0xff);
      counts[recent[0] & 0xff] += run;
      size += run;
      run = 0;
      worth = 1;
      if (symbol == end) {
        return size;
      }
      require(size < most, "a block is too large");
      byte value = recent[symbol - 1];
      System.arraycopy(recent, 0, recent, 1, symbol - 1);
      recent[0] = value;
      block[size++] = value & 0xff;
      counts[value & 0xff]++;
    }
  }

  /** Puts above each byte the place of the byte that follows it. */
  private void turn(int size, int[] counts) {
    int sum = 0;
    for (int value = 0; value < 256; value++) {
      int count = counts[value];
      counts[value] = sum;
      sum += count;
    }
    for (int i = 0; i < size; i++) {
      block[counts[block[i] & 0xff]++] |= i << 8;
    }
  }

  private void unrun(int size, int start) throws DataFormatException {
    int at = start;
    int equal = 0;
    int before = -1;
    for (int i = 0; i < size; i++) {
      int value = block[at] & 0xff;
      at = block[at] >>> 8;
      if (equal == RUN) {
        require(value <= content.length - made, "they unfold to more than they should");
        Arrays.fill(content, made, made + value, (byte) before);
        made += value;
        equal = 0;
        before = -1;
        continue;
      }
      require(made < content.length, "they unfold to more than they should");
      content[made++] = (byte) value;
      equal = value == before ? equal + 1 : 1;
      before = value;
    }
  }

  private int symbol(HuffmanCode code) throws DataFormatException {
    int value = 0;
    for (int length = 1; length <= HuffmanCode.LONGEST; length++) {
      value = value << 1 | bits(1);
      int symbol = code.symbol(value, length);
      if (symbol >= 0) {
        return symbol;
      }
    }
    throw new DataFormatException("a code means nothing");
  }

  private int bits(int count) throws DataFormatException {
    require(bit + count <= stored.length * 8L, "they are cut");
    int value = 0;
    for (int i = 0; i < count; i++, bit++) {
      value = value << 1 | (stored[(int) (bit >> 3)] >> (7 - (bit & 7)) & 1);
    }
    return value;
  }

  private static void require(boolean sound, String otherwise) throws DataFormatException {
    if (!sound) {
      throw new DataFormatException(otherwise);
    }
  }

  /** A canonical code: shorter codes are smaller, and equal lengths are in the symbols' order. */
  private static final class HuffmanCode {
    static final int LONGEST = 20;
    private final int[] first = new int[LONGEST + 1];
    private final int[] count = new int[LONGEST + 1];
    private final int[] place = new int[LONGEST + 1];
    private final int[] symbols;

    HuffmanCode(int[] lengths) {
      symbols = new int[lengths.length];
      for (int length : lengths) {
        count[length]++;
      }
      int code = 0;
      int at = 0;
      for (int length = 1; length <= LONGEST; length++) {
        first[length] = code;
        place[length] = at;
        for (int s = 0; s < lengths.length; s++) {
          if (lengths[s] == length) {
            symbols[at++] = s;
          }
        }
        code = (code + count[length]) << 1;
      }
    }

    /** Returns the symbol of a code, -1 if none of that length has it. */
    int symbol(int code, int length) {
      int at = code - first[length];
      return at >= 0 && at < count[length] ? symbols[place[length] + at] : -1;
    }
  }
}
