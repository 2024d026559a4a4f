package keras.trainers.data;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import keras.data.Batch;
import keras.data.Passes;
import keras.engine.TensorSpec;
import keras.trainers.data.EpochBatches.BatchTensors;
import keras.trainers.data.TrainingData.Columns;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Tensor;

/** Batches as a user's dataset brings them. */
final class StreamedBatches implements BatchStream {
  private final Iterator<Batch> batches;
  private final Function<Batch, Columns> columns;
  private List<Tensor> open = List.of();
  private @Nullable Columns ahead;
  private @Nullable RuntimeException failed;

  StreamedBatches(Iterator<Batch> batches, Function<Batch, Columns> columns) {
    this.batches = batches;
    this.columns = columns;
  }

  @Override
  public boolean hasNext() {
    return ahead != null || failed != null || batches.hasNext();
  }

  @Override
  public BatchTensors next(int most) {
    free();
    Columns first = first();
    List<Columns> together = new ArrayList<>(List.of(first));
    List<TensorSpec> specs = BatchBuffers.specs(first.all());
    int limit = Math.min(most, BatchBuffers.most(specs, first.count()));
    while (together.size() < limit && another()) {
      Columns next = ahead;
      if (next == null || !alike(first, next)) {
        break;
      }
      together.add(next);
      ahead = null;
    }
    List<Integer> bounds = new ArrayList<>(List.of(0));
    together.forEach(c -> bounds.add(bounds.get(bounds.size() - 1) + c.count()));
    open = BatchBuffers.joined(together.stream().map(Columns::all).toList());
    return new BatchTensors(open, specs, first.x().size(), first.y().size(), bounds);
  }

  private Columns first() {
    RuntimeException e = failed;
    if (e != null) {
      failed = null;
      throw e;
    }
    Columns next = ahead;
    if (next != null) {
      ahead = null;
      return next;
    }
    if (!batches.hasNext()) {
      throw new NoSuchElementException("The dataset has no more batches.");
    }
    return columns.apply(batches.next());
  }

  private static boolean alike(Columns a, Columns b) {
    return a.x().size() == b.x().size()
        && a.y().size() == b.y().size()
        && BatchBuffers.specs(a.all()).equals(BatchBuffers.specs(b.all()));
  }

  /** Reads one batch ahead. What fails then fails after the batches before it have run. */
  private boolean another() {
    try {
      if (batches.hasNext()) {
        ahead = columns.apply(batches.next());
      }
    } catch (RuntimeException e) {
      failed = e;
    }
    return ahead != null;
  }

  private void free() {
    open.forEach(Tensor::close);
    open = List.of();
  }

  @Override
  public void close() {
    free();
    Passes.close(batches);
  }
}
