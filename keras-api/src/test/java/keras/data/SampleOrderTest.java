package keras.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SampleOrderTest {

  /** A line of sample_order.txt, which src/test/python/sample_order.py writes. */
  record Golden(String version, String shuffle, int n, int batch, long seed, List<String> passes) {}

  static List<Golden> goldens() throws IOException {
    try (InputStream in = SampleOrderTest.class.getResourceAsStream("sample_order.txt");
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.US_ASCII))) {
      return lines
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(SampleOrderTest::parse)
          .toList();
    }
  }

  private static Golden parse(String line) {
    List<String> f = Arrays.asList(line.split(" "));
    return new Golden(
        f.get(0),
        f.get(1),
        Integer.parseInt(f.get(2)),
        Integer.parseInt(f.get(3)),
        Long.parseLong(f.get(4)),
        f.subList(5, f.size()));
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void drawsPythonsOrders(Golden golden) {
    SampleOrder order = SampleOrder.valueOf(golden.version);
    Supplier<int[]> passes =
        golden.shuffle.equals("batch")
            ? order.shuffledInBatches(golden.n, golden.batch, golden.seed)
            : order.shuffled(golden.n, golden.seed);
    assertEquals(3, golden.passes.size());
    for (String expected : golden.passes) {
      assertEquals(expected, digest(passes.get()));
    }
  }

  private static String digest(int[] order) {
    String head =
        Arrays.stream(order).limit(12).mapToObj(Integer::toString).collect(Collectors.joining(","));
    ByteBuffer bytes = ByteBuffer.allocate(4 * order.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asIntBuffer().put(order);
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return head + ":" + crc.getValue();
  }

  @Test
  void coversEveryVersionAndMode() throws IOException {
    List<String> kinds =
        goldens().stream().map(g -> g.version + " " + g.shuffle).distinct().toList();
    assertEquals(List.of("KERAS_3 true", "KERAS_3 batch", "TF_KERAS true"), kinds);
  }

  @Test
  void drawsAFreshOrderEveryPassWithoutASeed() {
    for (SampleOrder each : SampleOrder.values()) {
      Supplier<int[]> passes = each.shuffled(1000, null);
      int[] first = passes.get().clone();
      assertFalse(Arrays.equals(first, passes.get()));
      assertFalse(Arrays.equals(first, each.shuffled(1000, null).get()));
      assertPermutation(first);
    }
  }

  @Test
  void repeatsTheSequenceOfFreshOrdersFromASeed() {
    Supplier<int[]> one = SampleOrder.FRESH.shuffledInBatches(100, 8, 7L);
    Supplier<int[]> same = SampleOrder.FRESH.shuffledInBatches(100, 8, 7L);
    int[] first = one.get();
    int[] second = one.get();
    assertFalse(Arrays.equals(first, second));
    assertArrayEquals(first, same.get());
    assertArrayEquals(second, same.get());
  }

  @Test
  void keepsBatchesInTheirPlace() {
    int[] order = SampleOrder.KERAS_3.shuffledInBatches(10, 4, null).get();
    for (int i = 0; i < 10; i++) {
      assertEquals(i / 4, order[i] / 4);
    }
    assertPermutation(order);
  }

  @Test
  void keepsTheOrderUnshuffled() {
    assertArrayEquals(new int[] {0, 1, 2}, SampleOrder.unshuffled(3).get());
  }

  @Test
  void refusesBatchShufflingOfTfKeras() {
    var e =
        assertThrows(
            UnsupportedOperationException.class,
            () -> SampleOrder.TF_KERAS.shuffledInBatches(10, 4, 1L));
    assertEquals(
        "SampleOrder.TF_KERAS: shuffle=\"batch\" of tf_keras shuffles samples and targets apart. "
            + "Use shuffle=true, or another order.",
        e.getMessage());
  }

  @Test
  void refusesAnEmptyBatch() {
    var e =
        assertThrows(
            IllegalArgumentException.class, () -> SampleOrder.KERAS_3.shuffledInBatches(10, 0, 1L));
    assertEquals(
        "SampleOrder: the batch size must be a positive integer. Received: 0.", e.getMessage());
  }

  private static void assertPermutation(int[] order) {
    int[] sorted = order.clone();
    Arrays.sort(sorted);
    assertTrue(Arrays.equals(sorted, SampleOrder.unshuffled(order.length).get()));
  }
}
