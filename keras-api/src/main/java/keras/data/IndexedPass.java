package keras.data;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import keras.config.ConstructionOrder;
import keras.config.PythonRandom;
import org.jspecify.annotations.Nullable;

/** One pass over batches by their numbers; threads may make the next ones. */
final class IndexedPass implements Iterator<Batch>, AutoCloseable {
  private final IndexedDataset data;
  private final Iterator<Integer> order;
  private final @Nullable ExecutorService workers;
  private final Deque<Future<Batch>> ahead = new ArrayDeque<>();
  private boolean ended;

  private IndexedPass(
      IndexedDataset data, Iterator<Integer> order, @Nullable ExecutorService workers) {
    this.data = data;
    this.order = order;
    this.workers = workers;
  }

  static IndexedPass of(IndexedDataset data, boolean shuffle) {
    long batches = data.numBatches();
    if (batches != Dataset.ENDLESS && (batches < 0 || batches > Integer.MAX_VALUE)) {
      throw refusal("numBatches() must be 0 or more, or Dataset.ENDLESS", batches);
    }
    if (data.workers() < 0) {
      throw refusal("workers() must be 0 or more", data.workers());
    }
    if (data.maxQueueSize() < 1) {
      throw refusal("maxQueueSize() must be positive", data.maxQueueSize());
    }
    Iterator<Integer> order =
        batches == Dataset.ENDLESS
            ? IntStream.iterate(0, i -> i + 1).iterator()
            : IntStream.of(order((int) batches, shuffle)).iterator();
    return new IndexedPass(data, order, data.workers() > 1 ? pool(data.workers()) : null);
  }

  private static IllegalArgumentException refusal(String expected, long received) {
    return new IllegalArgumentException(
        "IndexedDataset: %s. Received: %d.".formatted(expected, received));
  }

  private static int[] order(int n, boolean shuffle) {
    int[] order = IntStream.range(0, n).toArray();
    if (shuffle) {
      PythonRandom.shuffle(order, ConstructionOrder::drawBelow);
    }
    return order;
  }

  /** Makes threads that end when they have nothing to do, as after a pass that is forgotten. */
  private static ExecutorService pool(int workers) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            workers,
            workers,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "keras-indexed-dataset");
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  @Override
  public boolean hasNext() {
    if (!ended && ahead.isEmpty() && !order.hasNext()) {
      close();
    }
    return !ended;
  }

  @Override
  public Batch next() {
    if (!hasNext()) {
      throw Passes.ended();
    }
    ExecutorService pool = workers;
    try {
      return pool == null ? data.get(order.next()) : next(pool);
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private Batch next(ExecutorService pool) {
    while (ahead.size() < data.maxQueueSize() && order.hasNext()) {
      int index = order.next();
      ahead.add(pool.submit(() -> data.get(index)));
    }
    try {
      return ahead.remove().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      } else if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException("IndexedDataset: a batch could not be made.", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      CancellationException cancelled =
          new CancellationException("IndexedDataset: interrupted while waiting for a batch.");
      cancelled.initCause(e);
      throw cancelled;
    }
  }

  @Override
  public void close() {
    ended = true;
    ahead.forEach(f -> f.cancel(true));
    ahead.clear();
    ExecutorService pool = workers;
    if (pool != null) {
      pool.shutdownNow();
    }
  }
}
