package keras.data;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A dataset that keeps the batches of its first whole pass, and gives them in all later ones. */
final class Cache implements Dataset {
  private final Dataset source;
  private volatile @Nullable List<Batch> kept;

  Cache(Dataset source) {
    this.source = source;
  }

  @Override
  public long cardinality() {
    List<Batch> known = kept;
    return known == null ? source.cardinality() : known.size();
  }

  @Override
  public boolean batched() {
    return source.batched();
  }

  @Override
  public void skipPass() {
    if (kept == null) {
      source.skipPass();
    }
  }

  @Override
  public Iterator<Batch> iterator() {
    List<Batch> known = kept;
    return known == null ? new Filling(source.iterator()) : known.iterator();
  }

  /** A pass that is not kept unless it comes to its end. */
  private final class Filling extends Passes.Derived {
    private final List<Batch> batches = new ArrayList<>();

    Filling(Iterator<Batch> source) {
      super(source);
    }

    @Override
    public boolean hasNext() {
      boolean more = source.hasNext();
      if (!more) {
        kept = List.copyOf(batches);
      }
      return more;
    }

    @Override
    public Batch next() {
      Batch batch = source.next();
      batches.add(batch);
      return batch;
    }
  }
}
