package keras.trainers.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import keras.data.Batch;
import keras.data.SampleArray;
import keras.engine.HostTensor;
import keras.ops.DType;
import keras.trainers.data.EpochBatches.BatchTensors;
import keras.trainers.data.EpochBatches.Pass;
import keras.trainers.data.TrainingData.Columns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.NdArrays;

class EpochBatchesTest {
  private static final int COUNT = 1000;
  private static final int WIDTH = 300;
  private static final int SIZE = 240; // more rows than are gathered at a time

  /** Arrays of each dtype; their values are those of the first one, as the dtype holds them. */
  private static List<SampleArray> arrays() {
    float[][] floats = new float[COUNT][WIDTH];
    for (int i = 0; i < COUNT; i++) {
      for (int j = 0; j < WIDTH; j++) {
        floats[i][j] = (i * 7 + j) % 128;
      }
    }
    SampleArray x = SampleArray.of("x", floats);
    List<SampleArray> all = new ArrayList<>();
    for (String dtype : List.of("float32", "float64", "int32", "int64", "uint8", "bool")) {
      all.add(x.cast(dtype));
    }
    return all;
  }

  private static int[] shuffled() {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      order.add(i);
    }
    Collections.shuffle(order, new Random(1));
    return order.stream().mapToInt(Integer::intValue).toArray();
  }

  private static EpochBatches batches(int[] order) {
    Columns columns = new Columns(arrays(), List.of(), List.of());
    return EpochBatches.ordered(columns, SIZE, null, () -> order);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 9})
  void gathersRowsOfEveryDtypeInTheirOrder(int most) {
    int[] order = shuffled();
    List<Integer> counts = new ArrayList<>();
    int at = 0;
    try (Pass pass = batches(order).pass()) {
      while (pass.hasNext()) {
        BatchTensors next = pass.next(most);
        counts.add(next.count());
        int rows = next.bounds().get(next.count());
        float[] wanted = new float[rows * WIDTH];
        for (int k = 0; k < wanted.length; k++) {
          wanted[k] = (order[at + k / WIDTH] * 7 + k % WIDTH) % 128;
        }
        for (Tensor tensor : next.tensors()) {
          assertArrayEquals(new long[] {rows, WIDTH}, tensor.shape().asArray());
          HostTensor found = HostTensor.of(tensor);
          for (int k = 0; found.dtype() == DType.BOOL && k < wanted.length; k++) {
            wanted[k] = Math.min(1, wanted[k]);
          }
          assertArrayEquals(wanted, found.cast(DType.FLOAT32).floats(), found.dtype().id());
        }
        at += rows;
      }
    }
    assertEquals(COUNT, at);
    List<Integer> expected = most == 1 ? List.of(1, 1, 1, 1, 1) : List.of(3, 2);
    assertEquals(most == 9 ? List.of(5) : expected, counts);
  }

  @Test
  void endsInTheMiddleOfAnEpoch() {
    EpochBatches batches = batches(shuffled());
    try (Pass pass = batches.pass()) {
      assertTrue(pass.hasNext());
      assertEquals(List.of(0, SIZE), pass.next().bounds());
    }
    try (Pass again = batches.pass()) {
      assertEquals(5, again.next(9).count());
      assertFalse(again.hasNext());
    }
  }

  @Test
  void givesRowsThatWereGatheredAheadToWhoAsksForMoreOrFewer() {
    int[] order = shuffled();
    int at = 0;
    try (Pass pass = batches(order).pass()) {
      for (int most : new int[] {2, 1, 9, 9}) {
        if (pass.hasNext()) {
          BatchTensors next = pass.next(most);
          int rows = next.bounds().get(next.count());
          float[] found = HostTensor.of(next.tensors().get(0)).floats();
          assertTrue(next.count() <= most);
          assertEquals(rows * WIDTH, found.length);
          for (int i = 0; i < rows; i++) {
            assertEquals((order[at + i] * 7) % 128, found[i * WIDTH]);
          }
          at += rows;
        }
      }
    }
    assertEquals(COUNT, at);
  }

  @Test
  void tellsOfRowsThatCannotBeGatheredWhoAsksForThem() {
    int[] order = shuffled();
    order[SIZE] = COUNT; // there is no such sample
    EpochBatches batches = batches(order);
    try (Pass pass = batches.pass()) {
      assertEquals(1, pass.next().count());
    }
    try (Pass again = batches.pass()) {
      assertEquals(1, again.next().count());
      assertThrows(IndexOutOfBoundsException.class, again::next);
    }
  }

  @Test
  void throwsAnErrorAsItIs() {
    OutOfMemoryError error = new OutOfMemoryError("no rows");
    ArrayBatches.Rows rows =
        new ArrayBatches.Rows(
            1,
            () -> {
              throw error;
            });
    assertSame(error, assertThrows(OutOfMemoryError.class, rows::tensors));
    rows.close();
  }

  @Test
  void keepsStreamedTargetsAndWeightsApart() {
    SampleArray a = SampleArray.of("a", new float[] {1, 2});
    Batch batch = Batch.of(NdArrays.vectorOf(1f, 2f));
    Iterator<Columns> columns =
        List.of(
                new Columns(List.of(a), List.of(a), List.of()),
                new Columns(List.of(a), List.of(a), List.of()),
                new Columns(List.of(a), List.of(), List.of(a)))
            .iterator();
    EpochBatches batches =
        EpochBatches.streamed(
            () -> List.of(batch, batch, batch).iterator(), b -> columns.next(), null, false);
    try (Pass pass = batches.pass()) {
      BatchTensors two = pass.next(3);
      assertEquals(List.of(0, 2, 4), two.bounds());
      assertEquals(1, two.y());
      assertArrayEquals(new float[] {1, 2, 1, 2}, HostTensor.of(two.tensors().get(1)).floats());
      assertEquals(0, pass.next(3).y());
      assertFalse(pass.hasNext());
    }
  }
}
