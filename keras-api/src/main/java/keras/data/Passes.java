package keras.data;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.LongUnaryOperator;

/** What the passes of datasets have in common. */
public final class Passes {
  private Passes() {}

  /** Ends a pass that is not used any more: frees what it holds, if it says how. */
  public static void close(Iterator<?> pass) {
    if (pass instanceof AutoCloseable open) {
      try {
        open.close();
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException("Closing a pass over a Dataset failed.", e);
      }
    }
  }

  static NoSuchElementException ended() {
    return new NoSuchElementException("The pass over the dataset has ended.");
  }

  /** A dataset of which each pass is made of a pass of another one. */
  record Of(Dataset source, LongUnaryOperator count, PassMaker passes) implements Dataset {
    @Override
    public Iterator<Batch> iterator() {
      return passes.over(source.iterator());
    }

    @Override
    public long cardinality() {
      return count.applyAsLong(source.cardinality());
    }
  }

  /** Makes a pass of another one. */
  interface PassMaker {
    Iterator<Batch> over(Iterator<Batch> source);
  }

  /** A pass that ends another one with itself. */
  abstract static class Derived implements Iterator<Batch>, AutoCloseable {
    final Iterator<Batch> source;

    Derived(Iterator<Batch> source) {
      this.source = source;
    }

    @Override
    public boolean hasNext() {
      return source.hasNext();
    }

    @Override
    public void close() {
      Passes.close(source);
    }
  }

  /** Some batches of a pass: without the first ones, and no more than a number. */
  static final class Some extends Derived {
    private long skipped;
    private long left;

    Some(Iterator<Batch> source, long skip, long take) {
      super(source);
      this.skipped = skip;
      this.left = take;
    }

    @Override
    public boolean hasNext() {
      for (; skipped > 0 && source.hasNext(); skipped--) {
        source.next();
      }
      return left > 0 && source.hasNext();
    }

    @Override
    public Batch next() {
      if (!hasNext()) {
        throw ended();
      }
      left--;
      return source.next();
    }
  }
}
