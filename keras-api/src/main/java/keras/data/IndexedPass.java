package keras.data;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import keras.config.ConstructionOrder;
import org.jspecify.annotations.Nullable;

/** One pass over batches by their numbers; threads may make the next ones. */
final class IndexedPass implements Iterator<Batch>, AutoCloseable {
  private final IndexedDataset data;
  private final Iterator<Integer> order;
  private final @Nullable ExecutorService workers;
  private final Deque<Future<Batch>> ahead = new ArrayDeque<>();

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

  /** Draws an order as Python's {@code random.shuffle} does. */
  private static int[] order(int n, boolean shuffle) {
    int[] order = IntStream.range(0, n).toArray();
    for (int i = n - 1; shuffle && i > 0; i--) {
      int j = ConstructionOrder.drawBelow(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return order;
  }

  private static ExecutorService pool(int workers) {
    return Executors.newFixedThreadPool(
        workers,
        task -> {
          Thread thread = new Thread(task, "keras-indexed-dataset");
          thread.setDaemon(true);
          return thread;
        });
  }

  @Override
  public boolean hasNext() {
    boolean more = !ahead.isEmpty() || order.hasNext();
    if (!more) {
      close();
    }
    return more;
  }

  @Override
  public Batch next() {
    ExecutorService pool = workers;
    if (pool == null) {
      return data.get(order.next());
    }
    while (ahead.size() < data.maxQueueSize() && order.hasNext()) {
      int index = order.next();
      ahead.add(pool.submit(() -> data.get(index)));
    }
    Future<Batch> first = ahead.poll();
    if (first == null) {
      throw Passes.ended();
    }
    try {
      return first.get();
    } catch (ExecutionException e) {
      close();
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      } else if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException("IndexedDataset: a batch could not be made.", e.getCause());
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new CancellationException("IndexedDataset: interrupted while waiting for a batch.");
    }
  }

  @Override
  public void close() {
    ahead.forEach(f -> f.cancel(true));
    ahead.clear();
    ExecutorService pool = workers;
    if (pool != null) {
      pool.shutdownNow();
    }
  }
}
