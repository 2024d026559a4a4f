package keras.data;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.NdArray;

/** Arrays in memory as a dataset. */
final class Batches implements Dataset {
  private static final int KERAS_BATCH_SIZE = 32;

  private final Inputs x;
  private final @Nullable Inputs y;
  private final @Nullable Inputs weights;
  private final int batchSize;
  private final boolean batched;
  private final Supplier<int[]> order;

  Batches(Inputs x, @Nullable Inputs y, @Nullable Inputs weights) {
    this(x, y, weights, KERAS_BATCH_SIZE, false, SampleOrder.unshuffled(x.count()));
    List<Inputs> all = new ArrayList<>(List.of(x));
    if (y != null) {
      all.add(y);
    }
    if (weights != null) {
      all.add(weights);
    }
    Inputs.requireSameCount(all);
  }

  private Batches(
      Inputs x,
      @Nullable Inputs y,
      @Nullable Inputs weights,
      int batchSize,
      boolean batched,
      Supplier<int[]> order) {
    this.x = x;
    this.y = y;
    this.weights = weights;
    this.batchSize = batchSize;
    this.batched = batched;
    this.order = order;
  }

  static Inputs arrays(String argument, Object data) {
    if (data instanceof Map && !argument.equals("x")) {
      throw new IllegalArgumentException(
          "Dataset.of: %s is a map. Give a list in the order of the model's outputs."
              .formatted(argument));
    }
    return Inputs.of("Dataset.of", argument, data);
  }

  static void requirePositive(int size) {
    if (size <= 0) {
      throw new IllegalArgumentException(
          "Dataset.batch: the size must be a positive integer. Received: %d.".formatted(size));
    }
  }

  static void requireNotNegative(String method, long batches) {
    if (batches < 0) {
      throw new IllegalArgumentException(
          "Dataset.%s: the number of batches must not be negative. Received: %d."
              .formatted(method, batches));
    }
  }

  @Override
  public Dataset batch(int size) {
    requirePositive(size);
    return new Batches(x, y, weights, size, true, order);
  }

  @Override
  public Dataset shuffle(long seed) {
    return new Batches(
        x, y, weights, batchSize, batched, SampleOrder.FRESH.shuffled(x.count(), seed));
  }

  Cuts cuts() {
    return new Cuts(x.count(), batchSize);
  }

  @Override
  public long cardinality() {
    return cuts().batches();
  }

  @Override
  public boolean batched() {
    return batched;
  }

  @Override
  public Iterator<Batch> iterator() {
    return new Pass(order.get());
  }

  private final class Pass implements Iterator<Batch> {
    private final int[] indices;
    private int next;

    Pass(int[] indices) {
      this.indices = indices;
    }

    @Override
    public boolean hasNext() {
      return next < indices.length;
    }

    @Override
    public Batch next() {
      if (!hasNext()) {
        throw Passes.ended();
      }
      int from = next;
      next = (int) Math.min((long) from + batchSize, indices.length);
      return new Batch(
          cut(x, from, next),
          y == null ? List.of() : cut(y, from, next),
          weights == null ? null : cut(weights, from, next),
          x.names());
    }

    private List<NdArray<?>> cut(Inputs inputs, int from, int to) {
      List<NdArray<?>> arrays = new ArrayList<>();
      for (SampleArray rows : inputs.rows()) {
        arrays.add(rows.take(indices, from, to));
      }
      return arrays;
    }
  }
}
