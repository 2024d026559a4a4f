package keras.models;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Supplier;
import keras.data.Batch;
import keras.data.Dataset;
import keras.data.Rows;
import keras.data.SampleOrder;
import keras.engine.TensorSpec;
import keras.models.Feed.Columns;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Tensor;

/**
 * The batches of an epoch, as tensors. Where an epoch has a given number of steps, the next one
 * goes on where it stopped.
 *
 * <p>Keras: {@code keras/src/trainers/epoch_iterator.py}.
 */
final class BatchSource {
  /** One batch: the tensors of inputs, targets and weights, and how many of them are which. */
  record Step(List<Tensor> tensors, List<TensorSpec> specs, int x, int y) {}

  /** The batches between two looks at the clock of epochs. */
  interface Stream extends AutoCloseable {
    boolean hasNext();

    Step next();

    @Override
    void close();
  }

  private final Supplier<Stream> streams;
  private final @Nullable Integer stepsPerEpoch;
  private final @Nullable Integer batches;
  private @Nullable Stream current;

  private BatchSource(
      Supplier<Stream> streams, @Nullable Integer batches, @Nullable Integer stepsPerEpoch) {
    this.streams = streams;
    this.stepsPerEpoch = stepsPerEpoch;
    this.batches = stepsPerEpoch != null ? stepsPerEpoch : batches;
  }

  static BatchSource inOrder(Columns columns, int size, @Nullable Integer stepsPerEpoch) {
    return ordered(columns, size, stepsPerEpoch, SampleOrder.unshuffled(columns.count()));
  }

  static BatchSource ordered(
      Columns columns, int size, @Nullable Integer stepsPerEpoch, Supplier<int[]> order) {
    int n = columns.count();
    return new BatchSource(
        () -> new Arrays(columns, size, order.get()), (n + size - 1) / size, stepsPerEpoch);
  }

  static BatchSource streamed(Dataset dataset, @Nullable Integer stepsPerEpoch) {
    long known = dataset.cardinality();
    return new BatchSource(
        () -> new Streamed(dataset.iterator()),
        known < 0 ? null : Math.toIntExact(known),
        stepsPerEpoch);
  }

  /** The number of batches in an epoch, null where it is not known yet. */
  @Nullable Integer batches() {
    return batches;
  }

  /** Lets the next epoch start with the first batch, wherever the last one stopped. */
  void rewind() {
    Stream s = current;
    if (s != null) {
      s.close();
      current = null;
    }
  }

  /** Starts an epoch. */
  Pass pass() {
    return new Pass();
  }

  /** One epoch. */
  final class Pass implements AutoCloseable {
    private int taken;
    private @Nullable Stream own;

    boolean hasNext() {
      Integer limit = stepsPerEpoch;
      if (limit != null && taken >= limit) {
        return false;
      }
      return stream().hasNext();
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

    Step next() {
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
    private final Tensors tensors;
    private final List<TensorSpec> specs;
    private final int size;
    private final int[] order;
    private int at;

    Arrays(Columns columns, int size, int[] order) {
      this.columns = columns;
      this.size = size;
      this.order = order;
      this.tensors = new Tensors(columns.all());
      this.specs = Tensors.specs(columns.all());
    }

    @Override
    public boolean hasNext() {
      return at < order.length;
    }

    @Override
    public Step next() {
      int to = Math.min(order.length, at + size);
      List<Tensor> batch = tensors.batch(order, at, to);
      at = to;
      return new Step(batch, specs, columns.x().size(), columns.y().size());
    }

    @Override
    public void close() {
      tensors.close();
    }
  }

  /** Batches as a user's dataset brings them. */
  private static final class Streamed implements Stream {
    private final Iterator<Batch> batches;
    private @Nullable Tensors open;

    Streamed(Iterator<Batch> batches) {
      this.batches = batches;
    }

    @Override
    public boolean hasNext() {
      return batches.hasNext();
    }

    @Override
    public Step next() {
      if (!batches.hasNext()) {
        throw new NoSuchElementException("The dataset has no more batches.");
      }
      close();
      Columns columns = Feed.columns(batches.next());
      List<Rows> all = new ArrayList<>(columns.all());
      Tensors tensors = new Tensors(all);
      open = tensors;
      int[] order = SampleOrder.unshuffled(columns.count()).get();
      return new Step(
          tensors.batch(order, 0, order.length),
          Tensors.specs(all),
          columns.x().size(),
          columns.y().size());
    }

    @Override
    public void close() {
      Tensors t = open;
      if (t != null) {
        t.close();
        open = null;
      }
    }
  }
}
