package keras.trainers.data;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;
import keras.engine.TensorSpec;
import keras.trainers.data.EpochBatches.BatchTensors;
import keras.trainers.data.TrainingData.Columns;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Tensor;

/**
 * Batches cut from arrays. Large ones are gathered by another thread while the model works on those
 * before them: rows in a shuffled order come from all over the memory, which takes its time.
 */
final class ArrayBatches implements BatchStream {
  /** Below so many bytes, to tell another thread takes longer than to gather them. */
  private static final double LARGE = 1 << 16;

  private static final boolean ALONE = Runtime.getRuntime().availableProcessors() < 2;

  /** Tensors of rows, which one thread gathers once. */
  private static final class Rows extends FutureTask<List<Tensor>> {
    private final int from;
    private final int to;

    Rows(BatchBuffers buffers, int[] order, int from, int to) {
      super(() -> buffers.make(order, from, to));
      this.from = from;
      this.to = to;
    }

    /** Returns the tensors, gathered here and now where no thread has begun to. */
    List<Tensor> tensors() {
      run();
      boolean interrupted = false;
      try {
        while (true) {
          try {
            return get();
          } catch (InterruptedException e) {
            interrupted = true; // what gathers goes on, and is soon done
          } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause
                ? cause
                : new IllegalStateException(e.getCause());
          }
        }
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }

    void close() {
      tensors().forEach(Tensor::close);
    }
  }

  private final Columns columns;
  private final BatchBuffers buffers;
  private final List<TensorSpec> specs;
  private final int size;
  private final int[] order;
  private int at;
  private @Nullable Rows now;
  private @Nullable Rows ahead;

  ArrayBatches(Columns columns, int size, int[] order) {
    this.columns = columns;
    this.size = size;
    this.order = order;
    this.buffers = new BatchBuffers(columns.all());
    this.specs = BatchBuffers.specs(columns.all());
  }

  @Override
  public boolean hasNext() {
    return at < order.length;
  }

  @Override
  public BatchTensors next(int most) {
    long rows = (long) size * Math.min(most, BatchBuffers.most(specs, size));
    int from = at;
    int to = end(from, rows);
    close(now);
    now = null;
    Rows next = ahead;
    ahead = null;
    if (next == null || next.from != from || next.to != to) {
      close(next);
      next = new Rows(buffers, order, from, to);
    }
    List<Tensor> tensors = next.tensors();
    now = next;
    at = to;
    if (to < order.length && !ALONE && BatchBuffers.bytes(specs, to - from) >= LARGE) {
      Rows after = new Rows(buffers, order, to, end(to, rows));
      ahead = after;
      ForkJoinPool.commonPool().execute(after);
    }
    List<Integer> bounds = new ArrayList<>();
    for (int begin = from; begin < to; begin += size) {
      bounds.add(begin - from);
    }
    bounds.add(to - from);
    return new BatchTensors(tensors, specs, columns.x().size(), columns.y().size(), bounds);
  }

  private int end(int from, long rows) {
    return (int) Math.min(order.length, from + rows);
  }

  private static void close(@Nullable Rows rows) {
    if (rows != null) {
      rows.close();
    }
  }

  @Override
  public void close() {
    close(now);
    close(ahead);
    now = null;
    ahead = null;
  }
}
