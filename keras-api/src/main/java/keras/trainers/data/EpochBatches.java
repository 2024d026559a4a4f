package keras.trainers.data;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import keras.data.Batch;
import keras.data.Dataset;
import keras.data.Passes;
import keras.data.SampleArray;
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
  /** One batch: the tensors of inputs, targets and weights, and how many of them are which. */
  public record BatchTensors(List<Tensor> tensors, List<TensorSpec> specs, int x, int y) {}

  /** One pass over the data. */
  interface Stream extends AutoCloseable {
    boolean hasNext();

    BatchTensors next();

    @Override
    void close();
  }

  private static final int TYPICAL_BATCH = 32;

  private final Supplier<Stream> streams;
  private final int batchSize;
  private final @Nullable Integer stepsPerEpoch;
  private final @Nullable Integer batches;
  private @Nullable Stream current;
  private boolean warned;

  private EpochBatches(
      Supplier<Stream> streams,
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
        () -> new Arrays(columns, size, order.get()),
        Math.min(size, n),
        (n + size - 1) / size,
        stepsPerEpoch);
  }

  /**
   * Batches as a dataset brings them.
   *
   * @param columns makes arrays of a batch
   */
  public static EpochBatches streamed(
      Dataset dataset, Function<Batch, Columns> columns, @Nullable Integer stepsPerEpoch) {
    long known = dataset.cardinality();
    return new EpochBatches(
        () -> new Streamed(dataset.iterator(), columns),
        TYPICAL_BATCH,
        known < 0 ? null : Math.toIntExact(known),
        stepsPerEpoch);
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
   * @param begin told the number of the first of those batches
   * @param run runs one batch, which is valid until the next
   * @param end told the number of the last of those batches, missing ones included, as Keras
   *     counts; false ends the epoch
   */
  public void each(int atATime, IntConsumer begin, Consumer<BatchTensors> run, IntPredicate end) {
    try (Pass pass = pass()) {
      boolean on = true;
      for (int step = 0; on && pass.hasNext(); step += atATime) {
        begin.accept(step);
        for (int i = 0; i < atATime && pass.hasNext(); i++) {
          run.accept(pass.next());
        }
        on = end.test(step + atATime - 1);
      }
    }
  }

  /** Starts an epoch. */
  public Pass pass() {
    return new Pass();
  }

  /** Makes the next epoch start at the first batch. */
  public void reset() {
    Stream s = current;
    if (s != null) {
      s.close();
      current = null;
    }
  }

  /** One epoch. */
  public final class Pass implements AutoCloseable {
    private int taken;
    private @Nullable Stream own;

    /** Whether the epoch has another batch. */
    public boolean hasNext() {
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

    private Stream stream() {
      Stream s = own;
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
      taken++;
      return stream().next();
    }

    @Override
    public void close() {
      Stream s = current;
      if (s != null && (stepsPerEpoch == null || !s.hasNext())) {
        s.close();
        current = null;
      }
    }
  }

  /** Batches cut from arrays. */
  private static final class Arrays implements Stream {
    private final Columns columns;
    private final BatchBuffers tensors;
    private final List<TensorSpec> specs;
    private final int size;
    private final int[] order;
    private int at;

    Arrays(Columns columns, int size, int[] order) {
      this.columns = columns;
      this.size = size;
      this.order = order;
      this.tensors = new BatchBuffers(columns.all());
      this.specs = BatchBuffers.specs(columns.all());
    }

    @Override
    public boolean hasNext() {
      return at < order.length;
    }

    @Override
    public BatchTensors next() {
      int to = Math.min(order.length, at + size);
      List<Tensor> batch = tensors.batch(order, at, to);
      at = to;
      return new BatchTensors(batch, specs, columns.x().size(), columns.y().size());
    }

    @Override
    public void close() {
      tensors.close();
    }
  }

  /** Batches as a user's dataset brings them. */
  private static final class Streamed implements Stream {
    private final Iterator<Batch> batches;
    private final Function<Batch, Columns> columns;
    private @Nullable BatchBuffers open;

    Streamed(Iterator<Batch> batches, Function<Batch, Columns> columns) {
      this.batches = batches;
      this.columns = columns;
    }

    @Override
    public boolean hasNext() {
      return batches.hasNext();
    }

    @Override
    public BatchTensors next() {
      if (!batches.hasNext()) {
        throw new NoSuchElementException("The dataset has no more batches.");
      }
      free();
      Columns batch = columns.apply(batches.next());
      List<SampleArray> all = batch.all();
      BatchBuffers tensors = new BatchBuffers(all);
      open = tensors;
      int[] order = SampleOrder.unshuffled(batch.count()).get();
      return new BatchTensors(
          tensors.batch(order, 0, order.length),
          BatchBuffers.specs(all),
          batch.x().size(),
          batch.y().size());
    }

    private void free() {
      BatchBuffers t = open;
      if (t != null) {
        t.close();
        open = null;
      }
    }

    @Override
    public void close() {
      free();
      Passes.close(batches);
    }
  }
}
