package keras.data;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.LongUnaryOperator;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the passes of datasets have in common. */
public final class Passes {
  /** The count of a dataset that has as many batches as the one it is made of. */
  static final LongUnaryOperator AS_MANY = n -> n;

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

  /** Returns the cardinality of a dataset that ends with the shorter one of two. */
  static long shorter(long a, long b) {
    if (a == Dataset.ENDLESS || b == Dataset.ENDLESS) {
      return a == Dataset.ENDLESS ? b : a;
    }
    return a == Dataset.UNKNOWN || b == Dataset.UNKNOWN ? Dataset.UNKNOWN : Math.min(a, b);
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

    @Override
    public boolean batched() {
      return source.batched();
    }

    @Override
    public void skipPass() {
      source.skipPass();
    }
  }

  /** Two datasets, of which the second one's inputs are the targets. */
  record Both(Dataset inputs, Dataset targets) implements Dataset {
    @Override
    public Iterator<Batch> iterator() {
      return new Zipped(inputs.iterator(), targets.iterator());
    }

    @Override
    public long cardinality() {
      return shorter(inputs.cardinality(), targets.cardinality());
    }

    @Override
    public boolean batched() {
      return inputs.batched();
    }

    @Override
    public void skipPass() {
      inputs.skipPass();
      targets.skipPass();
    }
  }

  /** Batches whose samples belong together. */
  record Whole(Dataset source) implements Dataset {
    @Override
    public Iterator<Batch> iterator() {
      return source.iterator();
    }

    @Override
    public boolean batched() {
      return true;
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

  /** Passes one after another: where one ends it is closed, and the next one starts. */
  abstract static class Chained implements Iterator<Batch>, AutoCloseable {
    private Iterator<Batch> current;

    Chained(Iterator<Batch> first) {
      this.current = first;
    }

    /** Whether no pass follows. */
    abstract boolean isLast();

    /** Starts the pass that follows. */
    abstract Iterator<Batch> following();

    @Override
    public boolean hasNext() {
      while (!current.hasNext() && !isLast()) {
        Passes.close(current);
        current = following();
      }
      return current.hasNext();
    }

    @Override
    public Batch next() {
      if (!hasNext()) {
        throw ended();
      }
      return current.next();
    }

    @Override
    public void close() {
      Passes.close(current);
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

  /** The batches of a pass for which a test holds. */
  static final class Filtered extends Derived {
    private final Predicate<Batch> test;
    private @Nullable Batch found;

    Filtered(Iterator<Batch> source, Predicate<Batch> test) {
      super(source);
      this.test = test;
    }

    @Override
    public boolean hasNext() {
      while (found == null && source.hasNext()) {
        Batch next = source.next();
        found = test.test(next) ? next : null;
      }
      return found != null;
    }

    @Override
    public Batch next() {
      Batch next = hasNext() ? found : null;
      if (next == null) {
        throw ended();
      }
      found = null;
      return next;
    }
  }

  /** The inputs of two passes: those of the second one are the targets. */
  static final class Zipped extends Derived {
    private final Iterator<Batch> targets;

    Zipped(Iterator<Batch> inputs, Iterator<Batch> targets) {
      super(inputs);
      this.targets = targets;
    }

    @Override
    public boolean hasNext() {
      return source.hasNext() && targets.hasNext();
    }

    @Override
    public Batch next() {
      Batch inputs = source.next();
      return new Batch(inputs.x(), targets.next().x(), null, inputs.names());
    }

    @Override
    public void close() {
      try {
        super.close();
      } finally {
        Passes.close(targets);
      }
    }
  }
}
