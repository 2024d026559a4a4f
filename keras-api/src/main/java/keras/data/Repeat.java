package keras.data;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** A dataset whose pass is several passes over another one, one after another, or has no end. */
final class Repeat implements Dataset {
  private final Dataset source;
  private final @Nullable Integer times;

  /**
   * Repeats a dataset.
   *
   * @param times null for no end
   */
  Repeat(Dataset source, @Nullable Integer times) {
    if (times != null && times < 1) {
      throw new IllegalArgumentException(
          "Dataset.repeat: the count must be a positive integer. Received: %d.".formatted(times));
    }
    this.source = source;
    this.times = times;
  }

  @Override
  public long cardinality() {
    long once = source.cardinality();
    return times == null ? ENDLESS : once < 0 ? once : Math.multiplyExact(once, (long) times);
  }

  @Override
  public Iterator<Batch> iterator() {
    return new Pass();
  }

  @Override
  public boolean batched() {
    return source.batched();
  }

  @Override
  public void skipPass() {
    source.skipPass();
  }

  private final class Pass extends Passes.Chained {
    private int started = 1;

    Pass() {
      super(source.iterator());
    }

    @Override
    boolean isLast() {
      return times != null && started >= times;
    }

    @Override
    Iterator<Batch> following() {
      Iterator<Batch> pass = source.iterator();
      started++;
      if (!pass.hasNext()) {
        Passes.close(pass);
        throw new IllegalStateException(
            "Dataset.repeat: the dataset has no batches to repeat. Its iterator() must start a"
                + " new pass each time.");
      }
      return pass;
    }
  }
}
