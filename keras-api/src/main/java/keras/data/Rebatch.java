package keras.data;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.Shape;

/** A stream of batches joined and cut anew into batches of one size. */
final class Rebatch extends Passes.Derived {
  private final int size;
  private @Nullable Batch current;
  private int used;

  Rebatch(Iterator<Batch> source, int size) {
    super(source);
    this.size = size;
  }

  /** Returns the size of the batch that comes next from the source, which must have one. */
  int firstSize() {
    Batch first = available();
    return first == null ? 1 : first.size();
  }

  @Override
  public boolean hasNext() {
    return available() != null;
  }

  @Override
  public Batch next() {
    List<Batch> pieces = new ArrayList<>();
    int taken = 0;
    for (Batch from = available(); from != null && taken < size; from = available()) {
      int n = Math.min(size - taken, from.size() - used);
      pieces.add(piece(from, used, used + n));
      used += n;
      taken += n;
    }
    if (pieces.isEmpty()) {
      throw Passes.ended();
    }
    return pieces.size() == 1 ? pieces.get(0) : join(pieces);
  }

  /** Returns the batch that has samples left, null at the end. */
  private @Nullable Batch available() {
    while ((current == null || used == current.size()) && source.hasNext()) {
      current = source.next();
      used = 0;
    }
    return current == null || used == current.size() ? null : current;
  }

  private static Batch piece(Batch batch, int from, int to) {
    List<NdArray<?>> weights = batch.weights();
    return new Batch(
        cut(batch.x(), from, to),
        cut(batch.y(), from, to),
        weights == null ? null : cut(weights, from, to),
        batch.names());
  }

  private static List<NdArray<?>> cut(List<NdArray<?>> arrays, int from, int to) {
    List<NdArray<?>> cut = new ArrayList<>();
    for (NdArray<?> each : arrays) {
      cut.add(SampleArray.of("Dataset.batch", each).slice(from, to).toNdArray());
    }
    return cut;
  }

  /** Makes one sample of several, with an axis that counts them. */
  static Batch window(List<Batch> samples) {
    Batch joined = join(samples);
    List<NdArray<?>> weights = joined.weights();
    return new Batch(
        asSample(joined.x()),
        asSample(joined.y()),
        weights == null ? null : asSample(weights),
        joined.names());
  }

  private static List<NdArray<?>> asSample(List<NdArray<?>> arrays) {
    List<NdArray<?>> all = new ArrayList<>();
    for (NdArray<?> each : arrays) {
      SampleArray rows = SampleArray.of("Dataset.window", each);
      Shape shape = Shape.of(1).append(rows.shape());
      all.add(rows.element().wrap(shape, rows.array(), rows.offset()));
    }
    return all;
  }

  private static Batch join(List<Batch> pieces) {
    Batch first = pieces.get(0);
    boolean weighted = first.weights() != null;
    for (Batch each : pieces) {
      if (each.x().size() != first.x().size()
          || each.y().size() != first.y().size()
          || (each.weights() != null) != weighted) {
        throw new IllegalArgumentException(
            "Dataset.batch: the batches differ in their number of arrays. "
                + "Every batch needs the same x, y and weights.");
      }
      if (!each.names().equals(first.names())) {
        throw new IllegalArgumentException(
            "Dataset.batch: the batches differ in the names of their inputs. Received: %s and %s."
                .formatted(first.names(), each.names()));
      }
    }
    return new Batch(
        joined(pieces.stream().map(Batch::x).toList()),
        joined(pieces.stream().map(Batch::y).toList()),
        weighted ? joined(weights(pieces)) : null,
        first.names());
  }

  private static List<List<NdArray<?>>> weights(List<Batch> pieces) {
    List<List<NdArray<?>>> all = new ArrayList<>();
    for (Batch each : pieces) {
      List<NdArray<?>> weights = each.weights();
      if (weights != null) {
        all.add(weights);
      }
    }
    return all;
  }

  private static List<NdArray<?>> joined(List<List<NdArray<?>>> pieces) {
    List<NdArray<?>> all = new ArrayList<>();
    for (int i = 0; i < pieces.get(0).size(); i++) {
      List<SampleArray> parts = new ArrayList<>();
      for (List<NdArray<?>> piece : pieces) {
        parts.add(SampleArray.of("Dataset.batch", piece.get(i)));
      }
      all.add(SampleArray.concat("Dataset.batch", parts).toNdArray());
    }
    return all;
  }
}
