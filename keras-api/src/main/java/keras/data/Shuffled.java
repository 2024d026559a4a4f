package keras.data;

import java.util.Iterator;

/**
 * A dataset whose samples go through a buffer, in another order in each pass.
 *
 * @param source whose samples are shuffled
 * @param bufferSize how many samples the buffer holds
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
    Rebatch samples = new Rebatch(pass, 1);
    return new Rebatch(
        new SampleBuffer(samples, bufferSize, SampleBuffer.nextPass(seeds)), samples.firstSize());
  }

  @Override
  public long cardinality() {
    return Cuts.of(source).batches();
  }

  @Override
  public void skipPass() {
    source.skipPass();
    SampleBuffer.nextPass(seeds);
  }
}
