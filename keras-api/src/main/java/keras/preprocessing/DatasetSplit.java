package keras.preprocessing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import keras.config.ConstructionOrder;
import keras.config.PythonRandom;
import keras.data.Batch;
import keras.data.Dataset;
import keras.data.SampleArray;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.NdArray;

/**
 * The two sides of a data set, such as those to train on and to validate with.
 *
 * <pre>{@code
 * DatasetSplit split = DatasetSplit.splitDataset(Dataset.of(x, y), o -> o.leftSize(0.8).shuffle(true).seed(7));
 * model.fit(split.left().batch(64), f -> f.validationData(split.right()));
 * }</pre>
 *
 * <p>All samples are taken into memory. The sides come in batches of the size of the data set's
 * first one, and their inputs keep their names.
 *
 * <p>Keras: {@code keras/src/utils/dataset_utils.py}, {@code split_dataset}.
 */
public record DatasetSplit(Dataset left, Dataset right) {
  private static final int SEEDS = 1_000_001;

  /**
   * Parts a data set.
   *
   * @throws IllegalArgumentException if neither size is given, a side has no sample, or the batches
   *     differ in their arrays or in the names of their inputs
   */
  public static DatasetSplit splitDataset(Dataset dataset, Consumer<SplitOptions> options) {
    SplitOptions o = new SplitOptions();
    options.accept(o);
    List<Batch> batches = new ArrayList<>();
    dataset.forEach(batches::add);
    int total = batches.stream().mapToInt(Batch::size).sum();
    int[] sizes = sizes(o, total);
    int[] order = IntStream.range(0, total).toArray();
    if (o.shuffle) {
      int seed = o.seed == null ? ConstructionOrder.drawBelow(SEEDS) : o.seed;
      PythonRandom random = new PythonRandom(seed);
      PythonRandom.shuffle(order, bound -> random.randint(0, bound - 1));
    }
    Dataset kept = batches::iterator;
    Batch all = kept.batch(total).iterator().next();
    int size = batches.get(0).size();
    return new DatasetSplit(
        some(all, Arrays.copyOf(order, sizes[0]), size),
        some(all, Arrays.copyOfRange(order, total - sizes[1], total), size));
  }

  private static Dataset some(Batch all, int[] indices, int size) {
    List<NdArray<?>> arrays = taken(all.x(), indices);
    Object x =
        all.names().isEmpty() ? arrays : new Batch(arrays, List.of(), null, all.names()).named();
    List<NdArray<?>> y = taken(all.y(), indices);
    List<NdArray<?>> weights = all.weights();
    Dataset side =
        y.isEmpty()
            ? Dataset.of(x)
            : weights == null ? Dataset.of(x, y) : Dataset.of(x, y, taken(weights, indices));
    return side.batch(size);
  }

  private static List<NdArray<?>> taken(List<NdArray<?>> arrays, int[] indices) {
    List<NdArray<?>> all = new ArrayList<>();
    arrays.forEach(a -> all.add(SampleArray.of("data", a).take(indices, 0, indices.length)));
    return all;
  }

  private static int[] sizes(SplitOptions o, int total) {
    if (o.leftSize == null && o.rightSize == null) {
      throw new IllegalArgumentException(
          "splitDataset: give leftSize, rightSize or both. Received: neither.");
    }
    Integer left = size("leftSize", o.leftSize, total);
    Integer right = size("rightSize", o.rightSize, total);
    int leftSize = left != null ? left : total - (right == null ? 0 : right);
    int rightSize = right != null ? right : total - leftSize;
    if (leftSize < 1 || rightSize < 1 || leftSize + rightSize > total) {
      throw new IllegalArgumentException(
          "splitDataset: both sides need a sample or more, and together no more than the %d of the data. Received: leftSize=%s, rightSize=%s, which are %d and %d samples."
              .formatted(total, o.leftSize, o.rightSize, leftSize, rightSize));
    }
    return new int[] {leftSize, rightSize};
  }

  private static @Nullable Integer size(String name, @Nullable Number size, int total) {
    if (size == null) {
      return null;
    }
    boolean fraction = size instanceof Double;
    double least = size.doubleValue();
    if (least <= 0 || least >= (fraction ? 1 : total)) {
      throw new IllegalArgumentException(
          "splitDataset: %s must be a positive number of samples below %d, or a fraction above 0 and below 1. Received: %s=%s."
              .formatted(name, total, name, size));
    }
    // Python's round goes to the even one of two that are as near.
    return fraction ? (int) Math.rint(least * total) : size.intValue();
  }
}
