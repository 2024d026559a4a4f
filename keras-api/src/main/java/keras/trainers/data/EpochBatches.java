package keras.trainers.data;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import keras.data.Batch;
import keras.data.Dataset;
import keras.data.IndexedDataset;
import keras.data.SampleOrder;
import keras.engine.TensorSpec;
import keras.trainers.data.TrainingData.Columns;
import keras.utils.Console;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Tensor;

/**
 * The batches of an epoch, as tensors. Where an epoch has a given number of steps, the next one
 * goes on where it stopped.
 *
 * <p>Keras: {@code keras/src/trainers/epoch_iterator.py}.
 */
public final class EpochBatches {
  /**
   * Batches of one form, one after the other in the same tensors.
   *
   * @param tensors the rows of inputs, targets and weights
   * @param specs what a step takes of them
   * @param x how many of them are inputs
   * @param y how many are targets
   * @param bounds the row that each batch begins with, then how many rows there are
   */
  public record BatchTensors(
      List<Tensor> tensors, List<TensorSpec> specs, int x, int y, List<Integer> bounds) {
    /** Returns how many batches there are, at least one. */
    public int count() {
      return bounds.size() - 1;
    }
  }

  private static final int TYPICAL_BATCH = 32;

  private final Supplier<BatchStream> streams;
  private final int batchSize;
  private final @Nullable Integer stepsPerEpoch;
  private final @Nullable Integer batches;
  private @Nullable BatchStream current;
  private boolean warned;
  private @Nullable IndexedDataset indexed;

  /** Leaves out a pass of a dataset whose number of batches is known; null for other data. */
  private @Nullable Runnable skipPass;

  private EpochBatches(
      Supplier<BatchStream> streams,
      int batchSize,
      @Nullable Integer batches,
      @Nullable Integer stepsPerEpoch) {
    this.streams = streams;
    this.batchSize = batchSize;
    this.stepsPerEpoch = stepsPerEpoch;
    this.batches = stepsPerEpoch != null ? stepsPerEpoch : batches;
  }

  /** Batches of arrays, in the order of the samples. */
  public static EpochBatches inOrder(Columns columns, int size, @Nullable Integer stepsPerEpoch) {
    return ordered(columns, size, stepsPerEpoch, SampleOrder.unshuffled(columns.count()));
  }

  /** Batches of arrays, in an order that is asked for anew in every epoch. */
  public static EpochBatches ordered(
      Columns columns, int size, @Nullable Integer stepsPerEpoch, Supplier<int[]> order) {
    int n = columns.count();
    return new EpochBatches(
        () -> new ArrayBatches(columns, size, order.get()),
        Math.min(size, n),
        (n + size - 1) / size,
        stepsPerEpoch);
  }

  /**
   * Batches as a dataset brings them.
   *
   * @param columns makes arrays of a batch
   * @param shuffle whether batches that have numbers come in an order that is drawn anew
   */
  public static EpochBatches streamed(
      Dataset dataset,
      Function<Batch, Columns> columns,
      @Nullable Integer stepsPerEpoch,
      boolean shuffle) {
    long known = dataset.cardinality();
    IndexedDataset indexed = dataset instanceof IndexedDataset i ? i : null;
    EpochBatches batches =
        new EpochBatches(
            () ->
                new StreamedBatches(
                    indexed == null ? dataset.iterator() : indexed.iterator(shuffle), columns),
            TYPICAL_BATCH,
            known < 0 ? null : Math.toIntExact(known),
            stepsPerEpoch);
    batches.indexed = indexed;
    if (known >= 0 && indexed == null) {
      batches.skipPass = dataset::skipPass;
    }
    return batches;
  }

  /** The number of batches in an epoch, null where it is not known yet. */
  public @Nullable Integer batches() {
    return batches;
  }

  /** The number of samples in a batch, about. */
  public int batchSize() {
    return batchSize;
  }

  /**
   * Goes through an epoch, several batches at a time.
   *
   * @param together whether tensors may hold several batches; else each is run alone
   * @param begin told the number of the first of those batches
   * @param run runs batches, which are valid until the next ones
   * @param end told the number of the last of those batches, missing ones included, as Keras
   *     counts; false ends the epoch
   */
  public void each(
      int atATime,
      boolean together,
      IntConsumer begin,
      Consumer<BatchTensors> run,
      IntPredicate end) {
    try (Pass pass = pass()) {
      boolean on = true;
      for (int step = 0; on && pass.hasNext(); step += atATime) {
        begin.accept(step);
        for (int left = atATime; left > 0 && pass.hasNext(); ) {
          BatchTensors batches = pass.next(together ? left : 1);
          run.accept(batches);
          left -= batches.count();
        }
        on = end.test(step + atATime - 1);
      }
    }
  }

  /** Starts an epoch. */
  public Pass pass() {
    return new Pass();
  }

  /**
   * Tells numbered batches of an end before the first epoch of a training and before each
   * evaluation, as Keras does.
   */
  public void restart() {
    IndexedDataset told = indexed;
    if (told != null) {
      told.onEpochEnd();
    }
  }

  /** Makes the next epoch start at the first batch. */
  public void reset() {
    BatchStream s = current;
    if (s != null) {
      s.close();
      current = null;
    }
  }

  /** One epoch. */
  public final class Pass implements AutoCloseable {
    private int taken;
    private @Nullable BatchStream own;
    private boolean done;

    Pass() {
      IndexedDataset told = indexed;
      if (told != null) {
        told.onEpochBegin();
      }
    }

    /** Whether the epoch has another batch. */
    public boolean hasNext() {
      boolean more = hasMore();
      done = !more;
      return more;
    }

    private boolean hasMore() {
      Integer limit = stepsPerEpoch;
      if (limit != null && taken >= limit) {
        return false;
      }
      boolean more = stream().hasNext();
      if (!more && limit != null && !warned) {
        warned = true;
        Console.printLine(
            "Your input ran out of data; interrupting training. Make sure that your dataset or"
                + " generator can generate at least `steps_per_epoch * epochs` batches. You may"
                + " need to use the `.repeat()` function when building your dataset.");
      }
      return more;
    }

    private BatchStream stream() {
      BatchStream s = own;
      if (s == null) {
        s = current;
        if (s == null || !s.hasNext()) {
          if (s != null) {
            s.close();
          }
          s = streams.get();
        }
        own = s;
        current = s;
      }
      return s;
    }

    /** Returns the next batch, which is valid until the one after it. */
    public BatchTensors next() {
      return next(1);
    }

    /**
     * Returns the next batches of one form, which are valid until those after them.
     *
     * @param most how many at most; fewer come where they need much memory
     */
    public BatchTensors next(int most) {
      Integer limit = stepsPerEpoch;
      BatchTensors next = stream().next(limit == null ? most : Math.min(most, limit - taken));
      taken += next.count();
      return next;
    }

    @Override
    public void close() {
      BatchStream s = current;
      if (s != null && (stepsPerEpoch == null || !s.hasNext())) {
        boolean passed = done && !s.hasNext();
        s.close();
        current = null;
        if (passed && skipPass != null) {
          // Keras starts a pass as soon as one has ended, and an epoch without a number of steps
          // then starts its own.
          if (stepsPerEpoch == null) {
            skipPass.run();
          } else {
            current = streams.get();
          }
        }
      }
      IndexedDataset told = indexed;
      if (done && told != null) {
        told.onEpochEnd();
      }
    }
  }
}
