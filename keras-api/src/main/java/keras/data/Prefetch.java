package keras.data;

import java.lang.ref.Cleaner;
import java.util.Iterator;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * A dataset whose next batches are made by a thread of their own, while the last one is used.
 *
 * <p>Each pass has a thread. It ends with the pass, when the pass is closed, when whoever waits for
 * a batch is interrupted, and when the pass is forgotten. What the stream throws is thrown to the
 * caller, after the batches before it.
 */
final class Prefetch implements Dataset {
  private static final Cleaner CLEANER = Cleaner.create();
  private static final long WAIT_FOR_END_MS = 1000;

  private final Dataset source;
  private final int ahead;

  Prefetch(Dataset source, int ahead) {
    if (ahead < 1) {
      throw new IllegalArgumentException(
          "Dataset.prefetch: the number of batches must be a positive integer. Received: %d."
              .formatted(ahead));
    }
    this.source = source;
    this.ahead = ahead;
  }

  @Override
  public long cardinality() {
    return source.cardinality();
  }

  @Override
  public boolean batched() {
    return source.batched();
  }

  @Override
  public void skipPass() {
    source.skipPass();
  }

  @Override
  public Iterator<Batch> iterator() {
    return new Pass(new Worker(source, ahead));
  }

  /** What the thread hands over: a batch, what was thrown, or the end. */
  private record Item(@Nullable Batch batch, @Nullable Throwable failure) {}

  /** The thread, which knows nothing of the pass that takes its batches. */
  private static final class Worker extends Thread {
    private final Dataset source;
    private final BlockingQueue<Item> made;
    private volatile boolean stopped;

    Worker(Dataset source, int ahead) {
      super("keras-prefetch");
      this.source = source;
      made = new ArrayBlockingQueue<>(ahead);
      setDaemon(true);
    }

    @Override
    public void run() {
      try {
        hand(makeAll());
      } catch (InterruptedException e) {
        interrupt(); // the pass was closed: nobody waits for more
      }
    }

    /** Hands over all batches, and returns what follows them. */
    private Item makeAll() throws InterruptedException {
      try {
        Iterator<Batch> batches = source.iterator();
        try {
          while (!stopped && batches.hasNext()) {
            hand(new Item(batches.next(), null));
          }
        } finally {
          Passes.close(batches);
        }
        return new Item(null, null);
      } catch (InterruptedException e) {
        throw e;
      } catch (Throwable e) { // whatever it is, the caller gets it
        return new Item(null, e);
      }
    }

    private void hand(Item item) throws InterruptedException {
      if (!stopped) {
        made.put(item);
      }
    }

    void end() {
      stopped = true;
      interrupt();
    }
  }

  private static final class Pass implements Iterator<Batch>, AutoCloseable {
    private final Worker worker;
    private final Cleaner.Cleanable ending;
    private @Nullable Item next;
    private boolean ended;

    Pass(Worker worker) {
      this.worker = worker;
      this.ending = CLEANER.register(this, worker::end);
      worker.start();
    }

    @Override
    public boolean hasNext() {
      return ahead() != null;
    }

    @Override
    public Batch next() {
      Batch batch = ahead();
      if (batch == null) {
        throw Passes.ended();
      }
      next = null;
      return batch;
    }

    /** Waits for the next batch; null at the end. */
    private @Nullable Batch ahead() {
      if (ended) {
        return null;
      }
      Item item = next;
      if (item == null) {
        item = take();
        next = item;
      }
      ended = item.batch() == null;
      Throwable failure = item.failure();
      if (failure instanceof RuntimeException e) {
        throw e;
      } else if (failure instanceof Error e) {
        throw e;
      } else if (failure != null) { // a stream in another language may throw what Java would check
        throw new IllegalStateException("The stream of a Dataset failed.", failure);
      }
      return item.batch();
    }

    private Item take() {
      try {
        return worker.made.take();
      } catch (InterruptedException e) {
        ended = true;
        ending.clean();
        Thread.currentThread().interrupt();
        CancellationException cancelled =
            new CancellationException("Dataset.prefetch: interrupted while waiting for a batch.");
        cancelled.initCause(e);
        throw cancelled;
      }
    }

    /** Ends the thread, and waits a moment for what it does at its end. */
    @Override
    public void close() {
      ended = true;
      next = null;
      ending.clean();
      try {
        worker.join(WAIT_FOR_END_MS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
