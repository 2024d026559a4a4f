package keras.trainers.data;

import java.util.ArrayList;
import java.util.List;
import keras.engine.TensorSpec;
import keras.trainers.data.EpochBatches.BatchTensors;
import keras.trainers.data.TrainingData.Columns;
import org.tensorflow.Tensor;

/** Batches cut from arrays. */
final class ArrayBatches implements BatchStream {
  private final Columns columns;
  private final BatchBuffers tensors;
  private final List<TensorSpec> specs;
  private final int size;
  private final int[] order;
  private int at;

  ArrayBatches(Columns columns, int size, int[] order) {
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
  public BatchTensors next(int most) {
    long rows = (long) size * Math.min(most, BatchBuffers.most(specs, size));
    int to = (int) Math.min(order.length, at + rows);
    List<Integer> bounds = new ArrayList<>();
    for (int begin = at; begin < to; begin += size) {
      bounds.add(begin - at);
    }
    bounds.add(to - at);
    List<Tensor> batches = tensors.batch(order, at, to);
    at = to;
    return new BatchTensors(batches, specs, columns.x().size(), columns.y().size(), bounds);
  }

  @Override
  public void close() {
    tensors.close();
  }
}
