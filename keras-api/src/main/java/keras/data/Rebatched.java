package keras.data;

import java.util.Iterator;

/**
 * A dataset whose batches are joined and cut anew.
 *
 * @param source whose samples are cut
 * @param size of the batches, the last one smaller where they do not divide
 */
record Rebatched(Dataset source, int size) implements Dataset {
  Rebatched {
    Batches.requirePositive(size);
  }

  @Override
  public Iterator<Batch> iterator() {
    return new Rebatch(source.iterator(), size);
  }

  @Override
  public long cardinality() {
    return Cuts.of(this).batches();
  }

  @Override
  public boolean batched() {
    return true;
  }

  @Override
  public void skipPass() {
    source.skipPass();
  }
}
