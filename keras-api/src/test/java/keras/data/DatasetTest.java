package keras.data;

import static keras.data.SampleArrayTest.numbers;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import keras.config.ConstructionOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;

class DatasetTest {
  private static final int[] TEN = IntStream.range(0, 10).toArray();

  @Test
  void cutsBatchesInOrder() {
    Dataset data = Dataset.of(TEN, new float[10][3]).batch(4);
    assertEquals(3, data.cardinality());
    List<Batch> batches = all(data);
    assertEquals(List.of(4, 4, 2), batches.stream().map(Batch::size).toList());
    assertArrayEquals(new double[] {8, 9}, numbers(batches.get(2).x().get(0)));
    assertEquals(Shape.of(2, 3), batches.get(2).y().get(0).shape());
    assertNull(batches.get(0).weights());
  }

  @Test
  void hasKerasBatchSizeByDefault() {
    Dataset data = Dataset.of(new float[70][2]);
    assertEquals(List.of(32, 32, 6), all(data).stream().map(Batch::size).toList());
    assertEquals(List.of(), all(data).get(0).y());
  }

  @Test
  void carriesSeveralInputsAndWeights() {
    Dataset data =
        Dataset.of(List.of(TEN, new float[10][2]), List.of(TEN, TEN, TEN), new float[10]).batch(5);
    Batch first = data.iterator().next();
    assertEquals(2, first.x().size());
    assertEquals(3, first.y().size());
    assertEquals(Shape.of(5), java.util.Objects.requireNonNull(first.weights()).get(0).shape());
  }

  @Test
  void shufflesAnewEachPassAndRepeatably() {
    Dataset data = Dataset.of(TEN, TEN).shuffle(42).batch(10);
    Batch first = data.iterator().next();
    Batch second = data.iterator().next();
    assertFalse(first.x().get(0).equals(second.x().get(0)));
    assertEquals(first.x(), first.y());
    Dataset same = Dataset.of(TEN, TEN).batch(10).shuffle(42);
    assertEquals(first, same.iterator().next());
    assertEquals(second, same.iterator().next());
    double[] sorted = numbers(first.x().get(0));
    java.util.Arrays.sort(sorted);
    assertArrayEquals(new double[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, sorted);
  }

  @Test
  void streamsFromALambda() {
    Dataset data = () -> List.of(batch(0, 3), batch(3, 5)).iterator();
    assertEquals(Dataset.UNKNOWN, data.cardinality());
    assertEquals(List.of(3, 2), all(data).stream().map(Batch::size).toList());
  }

  @Test
  void repeats() {
    Dataset data = Dataset.of(TEN, TEN).batch(4);
    assertEquals(6, data.repeat(2).cardinality());
    assertEquals(List.of(4, 4, 2, 4, 4, 2), all(data.repeat(2)).stream().map(Batch::size).toList());
    assertEquals(Dataset.ENDLESS, data.repeat().cardinality());
    Iterator<Batch> endless = data.repeat().iterator();
    for (int i = 0; i < 100; i++) {
      assertEquals(i % 3 == 2 ? 2 : 4, endless.next().size());
    }
    Dataset stream = () -> List.of(batch(0, 3)).iterator();
    assertEquals(Dataset.UNKNOWN, stream.repeat(3).cardinality());
    assertEquals(3, all(stream.repeat(3)).size());
  }

  @Test
  void refusesToRepeatNothing() {
    assertEquals(
        "Dataset.repeat: the count must be a positive integer. Received: 0.",
        assertThrows(IllegalArgumentException.class, () -> Dataset.of(TEN).repeat(0)).getMessage());
    Dataset empty = List.<Batch>of()::iterator;
    assertEquals(
        "Dataset.repeat: the dataset has no batches to repeat. Its iterator() must start a new pass"
            + " each time.",
        assertThrows(IllegalStateException.class, () -> empty.repeat().iterator().hasNext())
            .getMessage());
  }

  @Test
  void cutsAStreamAnew() {
    Dataset data = () -> List.of(batch(0, 3), batch(3, 3), batch(3, 5), batch(5, 10)).iterator();
    List<Batch> batches = all(data.batch(4));
    assertEquals(List.of(4, 4, 2), batches.stream().map(Batch::size).toList());
    assertArrayEquals(new double[] {0, 1, 2, 3}, numbers(batches.get(0).x().get(0)));
    assertArrayEquals(new double[] {4, 5, 6, 7}, numbers(batches.get(1).y().get(0)));
    assertArrayEquals(new double[] {8, 9}, numbers(batches.get(2).x().get(0)));
    assertEquals(List.of(2, 2, 2, 2, 2), all(data.batch(2)).stream().map(Batch::size).toList());
  }

  @Test
  void cutsAStreamWithWeightsAnew() {
    Batch one = Batch.of(NdArrays.vectorOf(1f), NdArrays.vectorOf(2f), NdArrays.vectorOf(3f));
    Dataset data = () -> List.of(one, one, one).iterator();
    Batch joined = data.batch(2).iterator().next();
    assertArrayEquals(
        new double[] {3, 3}, numbers(java.util.Objects.requireNonNull(joined.weights()).get(0)));
  }

  @Test
  void endsWithAnException() {
    Iterator<Batch> arrays = Dataset.of(new int[0]).iterator();
    assertThrows(NoSuchElementException.class, arrays::next);
    Dataset empty = List.<Batch>of()::iterator;
    assertThrows(NoSuchElementException.class, () -> empty.batch(2).iterator().next());
  }

  @Test
  void refusesToShuffleAStream() {
    Dataset data = () -> List.of(batch(0, 3)).iterator();
    var e = assertThrows(UnsupportedOperationException.class, () -> data.shuffle(1));
    assertEquals(
        "Dataset.shuffle: this dataset is streamed, its samples are not in memory. "
            + "Give the size of a buffer, shuffle(1000, seed), or use Dataset.of(x, y).",
        e.getMessage());
  }

  /** The orders are those of tf.data.Dataset.range(10).shuffle(size, seed=42), pass by pass. */
  @Test
  void shufflesAStreamThroughABufferAsTfData() {
    Dataset stream = () -> List.of(batch(0, 4), batch(4, 8), batch(8, 10)).iterator();
    Dataset small = shuffled(stream, 4);
    assertArrayEquals(new double[] {1, 4, 2, 3, 5, 0, 6, 8, 7, 9}, order(small));
    assertArrayEquals(new double[] {3, 4, 2, 0, 1, 8, 5, 7, 9, 6}, order(small));
    Dataset large = shuffled(stream, 100);
    assertArrayEquals(new double[] {5, 9, 6, 4, 7, 1, 2, 8, 3, 0}, order(large.batch(3)));
    assertArrayEquals(new double[] {3, 7, 6, 5, 8, 4, 0, 1, 9, 2}, order(large));
    assertArrayEquals(new double[] {2, 8, 9, 6, 0, 4, 1, 3, 5, 7}, order(large));
    assertEquals(List.of(4, 4, 2), all(stream.shuffle(4, 42)).stream().map(Batch::size).toList());
    assertEquals(List.of(), all(((Dataset) List.<Batch>of()::iterator).shuffle(3, 1)));
  }

  /** Shuffles where no seed was set for everything. */
  private static Dataset shuffled(Dataset stream, int size) {
    RandomShuffle seeds = SampleBuffer.seeds(null, 42);
    return () ->
        new SampleBuffer(new Rebatch(stream.iterator(), 1), size, SampleBuffer.nextPass(seeds));
  }

  /** The same after tf.random.set_seed(7), and after set_seed(0) with seed=0. */
  @Test
  void shufflesByTheSeedOfEverythingToo() {
    Dataset stream = () -> List.of(batch(0, 4), batch(4, 8), batch(8, 10)).iterator();
    Dataset small = ConstructionOrder.apart(7, () -> stream.shuffle(4, 42));
    assertArrayEquals(new double[] {0, 1, 3, 2, 4, 7, 6, 5, 9, 8}, order(small));
    assertArrayEquals(new double[] {3, 2, 5, 1, 0, 8, 9, 7, 4, 6}, order(small));
    Dataset zero = ConstructionOrder.apart(0, () -> stream.shuffle(4, 0));
    assertArrayEquals(new double[] {2, 0, 5, 6, 1, 8, 7, 9, 4, 3}, order(zero));
    assertArrayEquals(new double[] {2, 0, 1, 4, 3, 5, 7, 6, 8, 9}, order(zero));
  }

  @Test
  void refusesAnEmptyBuffer() {
    Dataset stream = () -> List.of(batch(0, 4)).iterator();
    var e = assertThrows(IllegalArgumentException.class, () -> stream.shuffle(0, 42));
    assertEquals(
        "Dataset.shuffle: the buffer must hold 1 sample or more. Received: 0.", e.getMessage());
  }

  private static double[] order(Dataset data) {
    return all(data).stream()
        .flatMapToDouble(b -> java.util.Arrays.stream(numbers(b.x().get(0))))
        .toArray();
  }

  @Test
  void refusesBatchesThatCannotBeJoined() {
    Batch floats = Batch.of(NdArrays.vectorOf(1f));
    Batch ints = Batch.of(NdArrays.vectorOf(1));
    Dataset mixed = () -> List.of(floats, ints).iterator();
    assertRefused(
        "Dataset.batch: expected samples of float32 [] in every array. Received: int32 [].",
        () -> mixed.batch(2).iterator().next());
    Dataset uneven = () -> List.of(floats, batch(0, 1)).iterator();
    assertRefused(
        "Dataset.batch: the batches differ in their number of arrays. "
            + "Every batch needs the same x, y and weights.",
        () -> uneven.batch(2).iterator().next());
  }

  @Test
  void refusesBadArguments() {
    assertRefused(
        "Dataset.batch: the size must be a positive integer. Received: 0.",
        () -> Dataset.of(TEN).batch(0));
    assertRefused(
        "Dataset.of: x has 10 samples, y has 9. All arrays need the same first axis.",
        () -> Dataset.of(TEN, new int[9]));
    assertRefused(
        "Dataset.of: y is a map. Give a list in the order of the model's outputs.",
        () -> Dataset.of(TEN, Map.of("a", TEN)));
  }

  @Test
  void refusesABatchOfUnevenArrays() {
    assertRefused(
        "Batch: x[0] has 2 samples, y[0] has 3. All arrays need the same first axis.",
        () -> Batch.of(NdArrays.vectorOf(1f, 2f), NdArrays.vectorOf(1, 2, 3)));
    assertRefused(
        "Batch: x is a scalar. Expected an array whose first axis counts the samples.",
        () -> Batch.of(NdArrays.scalarOf(1f)));
    assertRefused(
        "Batch: x is empty. Expected one array or more.",
        () -> new Batch(List.of(), List.of(), null));
  }

  private static Batch batch(int from, int to) {
    int[] values = IntStream.range(from, to).toArray();
    return Batch.of(NdArrays.vectorOf(values), NdArrays.vectorOf(values));
  }

  private static List<Batch> all(Dataset data) {
    List<Batch> batches = new ArrayList<>();
    data.forEach(batches::add);
    return batches;
  }

  private static void assertRefused(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }

  @Test
  void keepsTheNamesOfInputs() {
    Map<String, Object> x = new LinkedHashMap<>();
    x.put("age", TEN);
    x.put("city", IntStream.range(0, 10).mapToObj(i -> "c" + i).toArray(String[]::new));
    Dataset named = Dataset.of(x, TEN).batch(3).shuffle(10, 1).batch(4);
    for (Batch batch : named) {
      assertEquals(List.of("age", "city"), batch.names());
      assertEquals(
          "c"
              + batch
                  .x("age")
                  .streamOfObjects()
                  .mapToInt(v -> ((Number) v).intValue())
                  .findFirst()
                  .orElseThrow(),
          batch.x("city").getObject(0));
    }
    assertRefused(
        "Batch: x has no array 'town'. Received: [age, city].",
        () -> named.iterator().next().x("town"));
  }
}
