package keras.preprocessing;

import org.jspecify.annotations.Nullable;

/** What {@link TimeseriesDatasets} take. */
public final class TimeseriesOptions {
  int sequenceStride = 1;
  int samplingRate = 1;
  int batchSize = 128;
  boolean shuffle;
  @Nullable Integer seed;
  int startIndex;
  @Nullable Integer endIndex;

  TimeseriesOptions() {}

  /** Sets how far one window starts behind the last one, in steps; 1 by default. */
  public TimeseriesOptions sequenceStride(int sequenceStride) {
    this.sequenceStride = positive("sequenceStride", sequenceStride);
    return this;
  }

  /** Sets how far the steps of a window are apart; 1 by default. */
  public TimeseriesOptions samplingRate(int samplingRate) {
    this.samplingRate = positive("samplingRate", samplingRate);
    return this;
  }

  /** Sets how many windows a batch has; 128 by default. */
  public TimeseriesOptions batchSize(int batchSize) {
    this.batchSize = positive("batchSize", batchSize);
    return this;
  }

  /** Sets whether the windows come in another order in each pass; they do not by default. */
  public TimeseriesOptions shuffle(boolean shuffle) {
    this.shuffle = shuffle;
    return this;
  }

  /** Sets the seed of the orders, from 0 on: with the same seed Python gives the same orders. */
  public TimeseriesOptions seed(int seed) {
    if (seed < 0) {
      throw TimeseriesDatasets.error("seed must be 0 or more", seed);
    }
    this.seed = seed;
    return this;
  }

  /** Leaves out what is before a step of the data. */
  public TimeseriesOptions startIndex(int startIndex) {
    if (startIndex < 0) {
      throw TimeseriesDatasets.error("startIndex must be 0 or more", startIndex);
    }
    this.startIndex = startIndex;
    return this;
  }

  /** Leaves out a step of the data and what is behind it. */
  public TimeseriesOptions endIndex(int endIndex) {
    this.endIndex = positive("endIndex", endIndex);
    return this;
  }

  private static int positive(String option, int value) {
    if (value < 1) {
      throw TimeseriesDatasets.error(option + " must be positive", value);
    }
    return value;
  }
}
