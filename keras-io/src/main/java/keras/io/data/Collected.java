package keras.io.data;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Function;
import keras.data.Batch;
import keras.data.SampleArray;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.NdArray;

/** Batches of what a pass over files gives. */
final class Collected<T> implements Iterator<Batch>, AutoCloseable {
  /** How many lines, rows or records a batch has until the data set is cut anew. */
  static final int SIZE = 32;

  private final FilePass<T> pass;
  private final int size;
  private final Function<List<T>, Batch> batches;

  Collected(FilePass<T> pass, Function<List<T>, Batch> batches) {
    this(pass, SIZE, batches);
  }

  Collected(FilePass<T> pass, int size, Function<List<T>, Batch> batches) {
    this.pass = pass;
    this.size = size;
    this.batches = batches;
  }

  /** Returns values of one class as one array. */
  static NdArray<?> array(List<Object> values) {
    return SampleArray.of("values", values).toNdArray();
  }

  /**
   * Makes a batch of arrays by name.
   *
   * @param label the name of the one that is the targets; null where there are none
   */
  static Batch batch(Map<String, NdArray<?>> arrays, @Nullable String label) {
    Map<String, NdArray<?>> x = new LinkedHashMap<>(arrays);
    NdArray<?> y = label == null ? null : x.remove(label);
    return y == null ? Batch.of(x) : Batch.of(x, y);
  }

  @Override
  public boolean hasNext() {
    return pass.hasNext();
  }

  @Override
  public Batch next() {
    List<T> some = new ArrayList<>();
    while (some.size() < size && pass.hasNext()) {
      some.add(pass.next());
    }
    if (some.isEmpty()) {
      throw new NoSuchElementException("The pass over the files has ended.");
    }
    return batches.apply(some);
  }

  @Override
  public void close() {
    pass.close();
  }
}
