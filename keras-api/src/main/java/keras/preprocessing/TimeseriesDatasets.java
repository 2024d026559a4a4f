package keras.preprocessing;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import keras.config.ConstructionOrder;
import keras.config.NumpyRandom;
import keras.data.Batch;
import keras.data.Dataset;
import keras.data.Np;
import keras.data.SampleArray;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.NdArray;

/**
 * Data sets of windows of a series.
 *
 * <pre>{@code
 * Dataset windows =
 *     TimeseriesDatasets.timeseriesDatasetFromArray(
 *         temperatures, targets, 120, o -> o.samplingRate(6).batchSize(256).shuffle(true).seed(1));
 * }</pre>
 *
 * <p>Batches: windows (batch, sequenceLength, ...) in the dtype of the data; and, where there are
 * targets, that of the first step of each window.
 *
 * <p>Differs from Keras: a series that has too few targets is refused at once, which in Keras fails
 * in the middle of a pass; every batch has its axis, so there is no {@code batch_size=None}.
 *
 * <p>Keras: {@code keras/src/utils/timeseries_dataset_utils.py}.
 */
public final class TimeseriesDatasets {
  private static final int BUFFERED_BATCHES = 8;

  private TimeseriesDatasets() {}

  static IllegalArgumentException error(String expected, Object received) {
    return new IllegalArgumentException(
        "timeseriesDatasetFromArray: %s. Received: %s.".formatted(expected, received));
  }

  /** Makes a data set of windows one step apart, with Keras' defaults. */
  public static Dataset timeseriesDatasetFromArray(
      Object data, @Nullable Object targets, int sequenceLength) {
    return timeseriesDatasetFromArray(data, targets, sequenceLength, o -> {});
  }

  /**
   * Makes a data set of windows.
   *
   * @param data an array as {@link SampleArray#of} takes it; its first axis is time
   * @param targets an array whose place i has the target of the window that starts at step i; null
   *     for windows alone
   * @param sequenceLength how many steps a window has
   */
  public static Dataset timeseriesDatasetFromArray(
      Object data,
      @Nullable Object targets,
      int sequenceLength,
      Consumer<TimeseriesOptions> options) {
    TimeseriesOptions o = new TimeseriesOptions();
    options.accept(o);
    SampleArray all = SampleArray.of("data", data);
    int end = o.endIndex == null ? all.count() : o.endIndex;
    check(o, all.count(), sequenceLength);
    SampleArray series = all.slice(o.startIndex, end);
    SampleArray wanted = targets == null ? null : SampleArray.of("targets", targets);
    int windows = end - o.startIndex - (sequenceLength - 1) * o.samplingRate;
    if (wanted != null) {
      windows = Math.min(windows, wanted.count());
    }
    if (windows < 1) {
      throw error(
          "a window of %d steps, %d apart, must fit into the %d steps of the data"
              .formatted(sequenceLength, o.samplingRate, end - o.startIndex),
          "no window");
    }
    int stride = o.sequenceStride;
    int[] starts =
        IntStream.range(0, (windows + stride - 1) / stride).map(i -> i * stride).toArray();
    if (wanted != null) {
      int last = starts[starts.length - 1];
      wanted = wanted.slice(o.startIndex, Math.min(end, wanted.count()));
      if (last >= wanted.count()) {
        throw error(
            "targets must have one place for each step from startIndex to the last window's start, %d"
                .formatted(o.startIndex + last),
            (o.startIndex + wanted.count()) + " targets");
      }
    }
    return places(o, starts).map(windows(series, wanted, sequenceLength, o.samplingRate));
  }

  private static void check(TimeseriesOptions o, int length, int sequenceLength) {
    if (sequenceLength < 1) {
      throw error("sequenceLength must be positive", sequenceLength);
    }
    if (o.startIndex >= length) {
      throw error(
          "startIndex must be below the %d steps of the data".formatted(length), o.startIndex);
    }
    Integer end = o.endIndex;
    if (end != null && (end <= o.startIndex || end >= length)) {
      throw error(
          "endIndex must be above startIndex=%d and below the %d steps of the data"
              .formatted(o.startIndex, length),
          end);
    }
    if (o.samplingRate >= length || o.sequenceStride >= length) {
      throw error(
          "samplingRate and sequenceStride must be below the %d steps of the data"
              .formatted(length),
          o.samplingRate + " and " + o.sequenceStride);
    }
  }

  /** Returns batches of where windows start. */
  private static Dataset places(TimeseriesOptions o, int[] starts) {
    if (!o.shuffle) {
      return Dataset.of(starts).batch(o.batchSize);
    }
    int seed = o.seed == null ? ConstructionOrder.drawDataSeed() : o.seed;
    new NumpyRandom(seed).shuffle(starts);
    return Dataset.of(starts).shuffle(BUFFERED_BATCHES * o.batchSize, seed).batch(o.batchSize);
  }

  private static UnaryOperator<Batch> windows(
      SampleArray series, @Nullable SampleArray targets, int length, int rate) {
    return places -> {
      int[] starts = places.x().get(0).streamOfObjects().mapToInt(i -> (Integer) i).toArray();
      int[] steps =
          Arrays.stream(starts)
              .flatMap(start -> IntStream.range(0, length).map(i -> start + i * rate))
              .toArray();
      NdArray<?> flat = series.take(steps, 0, steps.length);
      long[] step = flat.shape().tail().asArray();
      long[] shape = new long[2 + step.length];
      shape[0] = starts.length;
      shape[1] = length;
      System.arraycopy(step, 0, shape, 2, step.length);
      List<NdArray<?>> y =
          targets == null ? List.of() : List.of(targets.take(starts, 0, starts.length));
      return new Batch(List.of(Np.reshape(flat, shape)), y, null);
    };
  }
}
