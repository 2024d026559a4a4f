package keras.engine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import keras.ops.DType;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TString;

/**
 * Strings as a {@link HostTensor} keeps them: each is the number of its bytes, an int32, and the
 * bytes. TensorFlow's strings are bytes; Java's are written as UTF-8.
 */
final class HostStrings {
  private static final char REPLACEMENT = '\ufffd';

  private HostStrings() {}

  /** Returns the number of bytes that the strings of a shape take, as their lengths say. */
  static long bytes(Shape shape, ByteBuffer data) {
    ByteBuffer b = data.slice().order(ByteOrder.LITTLE_ENDIAN);
    long at = 0;
    for (long i = 0; i < shape.size(); i++) {
      if (at > b.limit() - Integer.BYTES || b.getInt((int) at) < 0) {
        return at + Integer.BYTES;
      }
      at += Integer.BYTES + b.getInt((int) at);
    }
    return at;
  }

  /** Whether an array is one of strings; an empty one tells nothing, unless it is a tensor. */
  static boolean isStrings(NdArray<?> array) {
    return array instanceof TString
        || (array.shape().size() > 0
            && array.getObject(new long[array.shape().numDimensions()]) instanceof String);
  }

  static HostTensor of(NdArray<?> array) {
    List<String> all = new ArrayList<>();
    array.scalars().forEach(s -> all.add((String) s.getObject()));
    return of(array.shape(), all.toArray(new String[0]));
  }

  static HostTensor of(Shape shape, String[] strings) {
    return pack(shape, encoded(shape, strings));
  }

  /** Makes a native tensor of strings. */
  static TString toTensor(Shape shape, String[] strings) {
    return TStrings.of(shape, encoded(shape, strings));
  }

  private static byte[][] encoded(Shape shape, String[] strings) {
    if (shape.size() != strings.length) {
      throw new IllegalArgumentException(
          "HostTensor: expected %d strings for shape %s. Received: %d."
              .formatted(shape.size(), Shapes.show(shape), strings.length));
    }
    byte[][] all = new byte[strings.length][];
    for (int i = 0; i < all.length; i++) {
      all[i] = utf8(strings[i]);
    }
    return all;
  }

  /** Copies the bytes of strings. */
  static HostTensor of(TString tensor) {
    return pack(tensor.shape(), TStrings.bytes(tensor));
  }

  private static HostTensor pack(Shape shape, byte[][] all) {
    long bytes = 0;
    for (byte[] b : all) {
      bytes += Integer.BYTES + b.length;
    }
    if (bytes > Integer.MAX_VALUE - 16) {
      throw new UnsupportedOperationException(
          "%d bytes of strings: arrays of more than 2 GiB are not supported yet.".formatted(bytes));
    }
    ByteBuffer data = ByteBuffer.allocate((int) bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (byte[] b : all) {
      data.putInt(b.length).put(b);
    }
    return new HostTensor(DType.STRING, shape, data.flip());
  }

  /** Encodes a string; half of a surrogate pair has no bytes in UTF-8. */
  private static byte[] utf8(String s) {
    if (s.chars().noneMatch(c -> Character.isSurrogate((char) c))) {
      return s.getBytes(StandardCharsets.UTF_8);
    }
    try {
      ByteBuffer b = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(s));
      byte[] bytes = new byte[b.remaining()];
      b.get(bytes);
      return bytes;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "Expected strings that can be written as UTF-8. Received: '%s', which holds half of a surrogate pair."
              .formatted(s),
          e);
    }
  }

  private static byte[][] unpack(HostTensor tensor) {
    ByteBuffer b = tensor.data().duplicate().order(ByteOrder.LITTLE_ENDIAN);
    byte[][] all = new byte[Math.toIntExact(tensor.shape().size())][];
    for (int i = 0; i < all.length; i++) {
      all[i] = new byte[b.getInt()];
      b.get(all[i]);
    }
    return all;
  }

  /** Makes a native tensor of the strings. */
  static TString toTensor(HostTensor tensor) {
    return TStrings.of(tensor.shape(), unpack(tensor));
  }

  /**
   * Returns the strings.
   *
   * @throws IllegalArgumentException if one is not UTF-8
   */
  static NdArray<String> stringsOf(HostTensor tensor) {
    byte[][] all = unpack(tensor);
    String[] strings = new String[all.length];
    for (int i = 0; i < all.length; i++) {
      strings[i] = text(all[i], i);
    }
    return NdArrays.wrap(tensor.shape(), DataBuffers.of(strings, false, false));
  }

  private static String text(byte[] bytes, int place) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (text.indexOf(REPLACEMENT) < 0) { // which stands for what is not UTF-8
      return text;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "Expected strings of UTF-8. Received: %d bytes at place %d that are not."
              .formatted(bytes.length, place),
          e);
    }
  }
}
