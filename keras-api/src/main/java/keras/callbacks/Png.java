package keras.callbacks;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Images of 8 bits a channel, as PNG. */
final class Png {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

  /** The format's number of a kind of colours, by channels. */
  private static final Map<Integer, Integer> COLOURS = Map.of(1, 0, 3, 2, 4, 6);

  private Png() {}

  /**
   * Returns a file.
   *
   * @param pixels (height, width, channels)
   * @param channels 1, 3 or 4
   */
  static byte[] of(byte[] pixels, int width, int height, int channels) {
    int row = width * channels;
    byte[] lines = new byte[height * (row + 1)]; // each begins with its filter, none
    for (int y = 0; y < height; y++) {
      System.arraycopy(pixels, y * row, lines, y * (row + 1) + 1, row);
    }
    Deflater deflater = new Deflater();
    deflater.setInput(lines);
    deflater.finish();
    byte[] packed = new byte[lines.length + lines.length / 1000 + 64];
    int length = deflater.deflate(packed);
    deflater.end();
    byte colours = COLOURS.getOrDefault(channels, 0).byteValue();
    ByteBuffer head = ByteBuffer.allocate(13).putInt(width).putInt(height);
    head.put(new byte[] {8, colours, 0, 0, 0});
    ByteBuffer file = ByteBuffer.allocate(SIGNATURE.length + 3 * 12 + 13 + length).put(SIGNATURE);
    chunk(file, "IHDR", head.array());
    chunk(file, "IDAT", Arrays.copyOf(packed, length));
    chunk(file, "IEND", new byte[0]);
    return file.array();
  }

  private static void chunk(ByteBuffer file, String kind, byte[] data) {
    byte[] name = kind.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(data);
    file.putInt(data.length).put(name).put(data).putInt((int) crc.getValue());
  }
}
