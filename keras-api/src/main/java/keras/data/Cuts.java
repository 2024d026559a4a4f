package keras.data;

/**
 * How the samples of a dataset are cut: how many there are, and how many a batch has, the last one
 * fewer.
 *
 * @param samples how many a pass has, or {@link Dataset#UNKNOWN}
 * @param size of a batch
 */
record Cuts(long samples, int size) {
  private static final Cuts UNKNOWN = new Cuts(Dataset.UNKNOWN, 1);

  /** Returns how the samples of arrays are cut, also shuffled, mapped, or taken one by one. */
  static Cuts of(Dataset dataset) {
    if (dataset instanceof Batches arrays) {
      return arrays.cuts();
    } else if (dataset instanceof Shuffled shuffled) {
      return of(shuffled.source());
    } else if (dataset instanceof Rebatched cut) {
      return new Cuts(of(cut.source()).samples(), cut.size());
    } else if (dataset instanceof Passes.Of derived) {
      Cuts cuts = of(derived.source());
      if (derived.count() == Passes.AS_MANY) {
        return cuts;
      } else if (cuts.size == 1 && cuts.samples >= 0) { // single samples, some of them taken
        return new Cuts(derived.cardinality(), 1);
      }
    }
    return UNKNOWN;
  }

  /** Returns how many batches a pass has, or {@link Dataset#UNKNOWN}. */
  long batches() {
    return samples < 0 ? Dataset.UNKNOWN : -Math.floorDiv(-samples, size);
  }
}
