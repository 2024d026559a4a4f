package keras.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TString;

class TStringsTest {
  private static byte[][] bytes(String... strings) {
    return Arrays.stream(strings)
        .map(s -> s.getBytes(StandardCharsets.UTF_8))
        .toArray(byte[][]::new);
  }

  private static byte[][] lengths(int longest) {
    return bytes(IntStream.rangeClosed(0, longest).mapToObj("w"::repeat).toArray(String[]::new));
  }

  @Test
  void areTensorFlowsStrings() {
    for (int longest : new int[] {3, 22, 23, 300}) {
      byte[][] words = lengths(longest);
      Shape shape = Shape.of(1, words.length);
      try (TString made = TStrings.of(shape, words);
          TString reference = TString.tensorOfBytes(shape, DataBuffers.of(words, true, false))) {
        assertEquals(reference, made);
        assertArrayEquals(words, TStrings.bytes(made));
        assertArrayEquals(words, TStrings.bytes(reference));
      }
    }
  }

  /** As bytes of any encoding: they stay as they are in a HostTensor, and are no Java strings. */
  @Test
  void keepBytesThatAreNotUtf8() {
    byte[][] words = lengths(20);
    words[7] = new byte[] {(byte) 0xff, 0, (byte) 0x80};
    try (TString made = TStrings.of(Shape.of(words.length), words)) {
      HostTensor host = HostTensor.of((Tensor) made);
      try (TString again = (TString) host.toTensor()) {
        assertArrayEquals(words, TStrings.bytes(again));
      }
      assertEquals(
          "Expected strings of UTF-8. Received: 3 bytes at place 7 that are not.",
          assertThrows(IllegalArgumentException.class, host::toNdArray).getMessage());
    }
  }

  @Test
  void keepTheCharacterThatStandsForBytesThatAreNotUtf8() {
    HostTensor host = HostTensor.ofStrings(Shape.of(2), "a\ufffdb", "\ud83d\ude00");
    assertEquals("a\ufffdb", host.toNdArray().getObject(0));
    assertEquals("\ud83d\ude00", host.toNdArray().getObject(1));
  }
}
