package keras.data;

import java.util.Iterator;

/**
 * A dataset whose samples, or whose batches, go through a buffer, in another order in each pass.
 *
 * @param source whose samples are shuffled, or whose batches if they were asked for
 * @param bufferSize how many of them the buffer holds
 * @param seeds gives each pass its random numbers
 */
record Shuffled(Dataset source, int bufferSize, RandomShuffle seeds) implements Dataset {
  Shuffled {
    SampleBuffer.requireSize(bufferSize);
  }

  @Override
  public Iterator<Batch> iterator() {
    Iterator<Batch> pass = source.iterator();
    if (!pass.hasNext()) {
      return pass;
    }
    if (source.batched()) {
      return new SampleBuffer(pass, bufferSize, SampleBuffer.nextPass(seeds));
    }
    Rebatch samples = new Rebatch(pass, 1);
    return new Rebatch(
        new SampleBuffer(samples, bufferSize, SampleBuffer.nextPass(seeds)), samples.firstSize());
  }

  @Override
  public long cardinality() {
    return source.batched() ? source.cardinality() : Cuts.of(source).batches();
  }

  @Override
  public boolean batched() {
    return source.batched();
  }

  @Override
  public void skipPass() {
    source.skipPass();
    SampleBuffer.nextPass(seeds);
  }
}
