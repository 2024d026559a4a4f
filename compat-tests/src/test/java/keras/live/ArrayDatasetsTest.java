package keras.live;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import keras.Keras;
import keras.data.Batch;
import keras.data.Dataset;
import keras.data.SampleArray;
import keras.engine.HostTensor;
import keras.preprocessing.DatasetSplit;
import keras.preprocessing.SplitOptions;
import keras.preprocessing.TimeseriesDatasets;
import keras.preprocessing.TimeseriesOptions;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import keras.utils.NumericalUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.NdArray;

/** Windows of series and sides of data sets are Python's. */
@ExtendWith(PythonExtension.class)
class ArrayDatasetsTest {
  @BeforeEach
  void setSeed() {
    Keras.setRandomSeed(6);
  }

  private static final String ARRAYS =
      """
      keras.utils.set_random_seed(6)
      x = np.arange(60, dtype="float32").reshape(30, 2)
      y = np.arange(30, dtype="int32") * 10
      def show(data, side):
          for turn in range(2):
              for n, batch in enumerate(data):
                  for part, array in enumerate(batch if isinstance(batch, tuple) else (batch,)):
                      result["%d %d %d %d" % (side, turn, n, part)] = array.numpy()
      """;

  private static final float[][] X = new float[30][2];
  private static final int[] Y = new int[30];

  static {
    for (int i = 0; i < 30; i++) {
      X[i][0] = 2 * i;
      X[i][1] = 2 * i + 1;
      Y[i] = 10 * i;
    }
  }

  static Stream<Arguments> windows() {
    return Stream.of(
        windows("y, 4", true, 4, o -> {}),
        windows(
            "None, 5, batch_size=3, sampling_rate=2, sequence_stride=4",
            false,
            5,
            o -> o.batchSize(3).samplingRate(2).sequenceStride(4)),
        windows(
            "y, 4, batch_size=2, shuffle=True, seed=5",
            true,
            4,
            o -> o.batchSize(2).shuffle(true).seed(5)),
        windows("y, 4, batch_size=2, shuffle=True", true, 4, o -> o.batchSize(2).shuffle(true)),
        windows(
            "y, 3, batch_size=4, start_index=5, end_index=20",
            true,
            3,
            o -> o.batchSize(4).startIndex(5).endIndex(20)),
        windows(
            "y[:8], 3, batch_size=4, sequence_stride=3",
            "short",
            3,
            o -> o.batchSize(4).sequenceStride(3)));
  }

  private static Arguments windows(
      String python, Object targets, int length, Consumer<TimeseriesOptions> java) {
    return Arguments.of(python, targets, length, java);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("windows")
  void windowsArePythons(
      String options, Object targets, int length, Consumer<TimeseriesOptions> java, Python python) {
    PythonResult expected =
        python
            .keras3()
            .exec(
                ARRAYS + "show(keras.utils.timeseries_dataset_from_array(x, " + options + "), 0)",
                Map.of());
    Object y = targets.equals("short") ? Arrays.copyOf(Y, 8) : targets.equals(true) ? Y : null;
    assertSame(
        expected, List.of(TimeseriesDatasets.timeseriesDatasetFromArray(X, y, length, java)));
  }

  static Stream<Arguments> sides() {
    return Stream.of(
        Arguments.of("left_size=0.75", sides(o -> o.leftSize(0.75))),
        Arguments.of("right_size=7", sides(o -> o.rightSize(7))),
        Arguments.of("left_size=4, right_size=0.15", sides(o -> o.leftSize(4).rightSize(0.15))),
        Arguments.of("left_size=9, shuffle=True", sides(o -> o.leftSize(9).shuffle(true))),
        Arguments.of(
            "left_size=0.5, shuffle=True, seed=11",
            sides(o -> o.leftSize(0.5).shuffle(true).seed(11))));
  }

  private static Consumer<SplitOptions> sides(Consumer<SplitOptions> options) {
    return options;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("sides")
  void sidesArePythons(String options, Consumer<SplitOptions> java, Python python) {
    PythonResult expected =
        python
            .keras3()
            .exec(
                ARRAYS
                    + "data = tf.data.Dataset.from_tensor_slices((x, y)).batch(4)\n"
                    + "for i, side in enumerate(keras.utils.split_dataset(data, "
                    + options
                    + ")): show(side, i)",
                Map.of());
    DatasetSplit split = DatasetSplit.splitDataset(Dataset.of(X, Y).batch(4), java);
    assertSame(expected, List.of(split.left(), split.right()));
  }

  @Test
  void sidesKeepTheNamesOfInputs() {
    Map<String, Object> named = new LinkedHashMap<>();
    named.put("points", X);
    named.put("numbers", Y);
    DatasetSplit split = DatasetSplit.splitDataset(Dataset.of(named, Y), o -> o.leftSize(20));
    for (Dataset side : List.of(split.left(), split.right())) {
      Batch first = side.iterator().next();
      assertEquals(List.of("points", "numbers"), first.names());
      assertEquals(host(first.y().get(0)), host(first.x("numbers")));
    }
    Batch one = Dataset.of(named).iterator().next();
    Batch other = new Batch(one.x(), List.of(), null, List.of("points", "others"));
    Dataset mixed = List.of(one, other)::iterator;
    assertError(
        "the batches differ in the names of their inputs. Received: [points, numbers] and",
        () -> DatasetSplit.splitDataset(mixed, o -> o.leftSize(20)));
  }

  private static void assertSame(PythonResult expected, List<Dataset> sides) {
    for (int side = 0; side < sides.size(); side++) {
      for (int turn = 0; turn < 2; turn++) {
        int n = 0;
        for (Batch batch : sides.get(side)) {
          List<NdArray<?>> arrays = new ArrayList<>(batch.x());
          arrays.addAll(batch.y());
          for (int part = 0; part < arrays.size(); part++) {
            String name = "%d %d %d %d".formatted(side, turn, n, part);
            assertEquals(expected.array(name), HostTensor.of(arrays.get(part)), name);
          }
          n++;
        }
        assertTrue(n > 0);
      }
    }
  }

  @Test
  void vectorsArePythons(Python python) {
    PythonResult expected =
        python
            .keras3()
            .exec(
                """
                result["a"] = keras.utils.to_categorical([0, 2, 1]).astype("float32")
                result["b"] = keras.utils.to_categorical([0, 2, -1], 4).astype("float32")
                x = np.array([[3.0, -4.0], [0.0, 0.0], [1.0, 7.0]])
                for n, order in enumerate([2, 1, 3, np.inf]):
                    result["n%d" % n] = keras.utils.normalize(x, order=order)
                """,
                Map.of());
    assertEquals(expected.array("a"), host(NumericalUtils.toCategorical(new int[] {0, 2, 1})));
    assertEquals(expected.array("b"), host(NumericalUtils.toCategorical(new int[] {0, 2, -1}, 4)));
    double[][] x = {{3, -4}, {0, 0}, {1, 7}};
    double[] orders = {2, 1, 3, Double.POSITIVE_INFINITY};
    for (int n = 0; n < orders.length; n++) {
      assertArrayEquals(
          expected.array("n" + n).floats(),
          host(NumericalUtils.normalize(x, orders[n])).floats(),
          1e-7f);
    }
  }

  private static HostTensor host(Object array) {
    return HostTensor.of(SampleArray.of("x", array).toNdArray());
  }

  @Test
  void saysWhatIsWrong() {
    assertError(
        "a window of 40 steps, 1 apart, must fit into the 30 steps",
        () -> TimeseriesDatasets.timeseriesDatasetFromArray(X, Y, 40));
    assertError(
        "endIndex must be above startIndex=5 and below the 30 steps",
        () ->
            TimeseriesDatasets.timeseriesDatasetFromArray(
                X, Y, 3, o -> o.startIndex(5).endIndex(30)));
    assertError(
        "targets must have one place for each step from startIndex",
        () ->
            TimeseriesDatasets.timeseriesDatasetFromArray(
                X, Arrays.copyOf(Y, 20), 3, o -> o.startIndex(5)));
    assertError(
        "give leftSize, rightSize or both",
        () -> DatasetSplit.splitDataset(Dataset.of(X, Y), o -> {}));
    assertError(
        "leftSize must be a positive number of samples below 30",
        () -> DatasetSplit.splitDataset(Dataset.of(X, Y), o -> o.leftSize(30)));
    assertError(
        "the classes must be below numClasses=2. Received: the class 2 at place 1",
        () -> NumericalUtils.toCategorical(new int[] {0, 2}, 2));
  }

  private static void assertError(String expected, Executable refused) {
    String message =
        String.valueOf(assertThrows(IllegalArgumentException.class, refused).getMessage());
    assertTrue(message.contains(expected), message);
  }
}
