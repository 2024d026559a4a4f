package keras.trainers.data;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
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
  static final class Rows extends FutureTask<List<Tensor>> {
    private final int to;

    /** Describes rows up to one, and how they are gathered. */
    Rows(int to, Callable<List<Tensor>> gather) {
      super(gather);
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
            if (e.getCause() instanceof Error error) {
              throw error;
            }
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
      List<Tensor> made;
      try {
        made = tensors();
      } catch (RuntimeException | Error e) {
        return; // nobody asked for these rows; who does gathers them anew, and is told
      }
      made.forEach(Tensor::close);
    }
  }

  private final Columns columns;
  private final BatchBuffers buffers;
  private final List<TensorSpec> specs;
  private final int size;
  private final int[] order;
  private final int cap;
  private int at;
  private @Nullable Rows now;
  private @Nullable Rows ahead;

  ArrayBatches(Columns columns, int size, int[] order) {
    this.columns = columns;
    this.size = size;
    this.order = order;
    this.buffers = new BatchBuffers(columns.all());
    this.specs = BatchBuffers.specs(columns.all());
    this.cap = BatchBuffers.most(specs, size);
  }

  @Override
  public boolean hasNext() {
    return at < order.length;
  }

  @Override
  public BatchTensors next(int most) {
    int from = at;
    close(now);
    now = null;
    Rows next = ahead;
    ahead = null;
    int end = end(from, most);
    if (next == null || next.to > end) {
      close(next);
      next = rows(from, end);
    }
    List<Tensor> tensors = next.tensors();
    now = next;
    int to = next.to;
    at = to;
    List<Integer> bounds = new ArrayList<>();
    for (int begin = from; begin < to; begin += size) {
      bounds.add(begin - from);
    }
    int left = most - bounds.size();
    bounds.add(to - from);
    readAhead(to, end(to, left > 0 ? left : most));
    return new BatchTensors(tensors, specs, columns.x().size(), columns.y().size(), bounds);
  }

  /** Has rows gathered that are likely to be asked for next, where that is worth it. */
  private void readAhead(int from, int to) {
    if (!ALONE && BatchBuffers.bytes(specs, to - from) >= LARGE) {
      Rows after = rows(from, to);
      ahead = after;
      ForkJoinPool.commonPool().execute(after);
    }
  }

  private Rows rows(int from, int to) {
    return new Rows(to, () -> buffers.make(order, from, to));
  }

  /** Returns where some batches end, or as many as the memory for tensors holds. */
  private int end(int from, int batches) {
    return (int) Math.min(order.length, from + (long) size * Math.min(batches, cap));
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
