package keras.data;

import static keras.testing.Refusals.refuses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.IntNdArray;
import org.tensorflow.ndarray.StdArrays;

class PipelineTest {
  /** Ten batches of one number each, and how often they were closed. */
  private static final class Numbers implements Dataset {
    private final AtomicInteger made = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();

    @Override
    public Iterator<Batch> iterator() {
      return new Pass();
    }

    @Override
    public long cardinality() {
      return 10;
    }

    private final class Pass implements Iterator<Batch>, AutoCloseable {
      private int next;

      @Override
      public boolean hasNext() {
        return next < 10;
      }

      @Override
      public Batch next() {
        made.incrementAndGet();
        return Batch.of(StdArrays.ndCopyOf(new int[] {next++}));
      }

      @Override
      public void close() {
        closed.incrementAndGet();
      }
    }
  }

  private static List<Integer> numbers(Dataset data) {
    List<Integer> all = new ArrayList<>();
    data.forEach(
        batch -> ((IntNdArray) batch.x().get(0)).scalars().forEach(n -> all.add(n.getInt())));
    return all;
  }

  private static Batch doubled(Batch batch) {
    int n = ((IntNdArray) batch.x().get(0)).getInt(0);
    return Batch.of(StdArrays.ndCopyOf(new int[] {2 * n}));
  }

  @Test
  void takesAndSkipsBatches() {
    Dataset data = new Numbers();
    assertEquals(List.of(0, 1, 2), numbers(data.take(3)));
    assertEquals(List.of(7, 8, 9), numbers(data.skip(7)));
    assertEquals(List.of(2, 3), numbers(data.skip(2).take(2)));
    assertEquals(List.of(), numbers(data.skip(20)));
    assertEquals(3, data.take(3).cardinality());
    assertEquals(10, data.take(30).cardinality());
    assertEquals(7, data.skip(3).cardinality());
    assertEquals(0, data.skip(30).cardinality());
    assertEquals(4, data.repeat().take(4).cardinality());
    assertEquals(Dataset.ENDLESS, data.repeat().skip(4).cardinality());
    refuses(
        "Dataset.take: the number of batches must not be negative. Received: -1.",
        () -> data.take(-1));
  }

  @Test
  void mapsBatches() {
    assertEquals(List.of(0, 2, 4, 6), numbers(new Numbers().map(PipelineTest::doubled).take(4)));
    assertEquals(10, new Numbers().map(PipelineTest::doubled).cardinality());
  }

  @Test
  void makesBatchesAheadInOrder() {
    Numbers data = new Numbers();
    Dataset ahead = data.map(PipelineTest::doubled).prefetch(3);
    assertEquals(10, ahead.cardinality());
    for (int pass = 0; pass < 2; pass++) {
      assertEquals(List.of(0, 2, 4, 6, 8, 10, 12, 14, 16, 18), numbers(ahead));
    }
    assertEquals(20, data.made.get());
    assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), numbers(data.prefetch(1).batch(4)));
    refuses(
        "Dataset.prefetch: the number of batches must be a positive integer. Received: 0.",
        () -> data.prefetch(0));
  }

  @Test
  void throwsWhatTheStreamThrowsAfterTheBatchesBefore() {
    RuntimeException own = new UncheckedIOException(new NoSuchFileException("seventh.npy"));
    Dataset broken =
        new Numbers()
            .map(
                batch -> {
                  if (((IntNdArray) batch.x().get(0)).getInt(0) == 7) {
                    throw own;
                  }
                  return batch;
                })
            .prefetch(2);
    List<Integer> seen = new ArrayList<>();
    Iterator<Batch> pass = broken.iterator();
    RuntimeException thrown =
        assertThrows(
            UncheckedIOException.class,
            () -> {
              while (pass.hasNext()) {
                seen.add(((IntNdArray) pass.next().x().get(0)).getInt(0));
              }
            });
    assertSame(own, thrown);
    assertEquals(List.of(0, 1, 2, 3, 4, 5, 6), seen);
    assertFalse(pass.hasNext());
  }

  @Test
  void throwsAnErrorOfTheStream() {
    Dataset broken =
        () -> {
          throw new StackOverflowError("deep");
        };
    assertThrows(StackOverflowError.class, () -> broken.prefetch(1).iterator().hasNext());
  }

  @Test
  void endsEveryPassThatItStarted() {
    Numbers data = new Numbers();
    assertEquals(List.of(0, 1, 0, 1, 0, 1), numbers(data.take(2).repeat(3)));
    assertEquals(3, data.closed.get());
  }

  /** What a stream throws at its end reaches the caller, who would wait for ever otherwise. */
  @Test
  void throwsWhatTheStreamThrowsAtItsEnd() {
    Dataset bad =
        () ->
            new Closing(
                List.of(Batch.of(StdArrays.ndCopyOf(new int[] {7}))).iterator(),
                new UncheckedIOException(new NoSuchFileException("x.npy")));
    List<Integer> seen = new ArrayList<>();
    Iterator<Batch> pass = bad.prefetch(1).iterator();
    seen.add(((IntNdArray) pass.next().x().get(0)).getInt(0));
    assertEquals(
        "java.nio.file.NoSuchFileException: x.npy",
        assertThrows(UncheckedIOException.class, pass::hasNext).getMessage());
    assertEquals(List.of(7), seen);
  }

  /** A stream that fails when it is closed. */
  private record Closing(Iterator<Batch> batches, RuntimeException failure)
      implements Iterator<Batch>, AutoCloseable {
    @Override
    public boolean hasNext() {
      return batches.hasNext();
    }

    @Override
    public Batch next() {
      return batches.next();
    }

    @Override
    public void close() {
      throw failure;
    }
  }

  @Test
  void endsTheThreadWithThePass() throws Exception {
    Numbers data = new Numbers();
    Iterator<Batch> pass = data.map(PipelineTest::doubled).prefetch(1).iterator();
    pass.next();
    Thread thread = worker();
    ((AutoCloseable) pass).close();
    thread.join();
    assertEquals(1, data.closed.get());
    assertFalse(pass.hasNext());
  }

  @Test
  void endsTheThreadWhereTheCallerIsInterrupted() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch waits = new CountDownLatch(1);
    AtomicReference<Thread> maker = new AtomicReference<>();
    Dataset slow =
        new Numbers()
            .map(
                batch -> {
                  maker.set(Thread.currentThread());
                  waits.countDown();
                  try {
                    never.await();
                  } catch (InterruptedException e) {
                    throw new IllegalStateException("interrupted", e);
                  }
                  return batch;
                });
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread caller =
        new Thread(
            () -> {
              try {
                slow.prefetch(1).iterator().next();
              } catch (CancellationException e) {
                thrown.set(Thread.currentThread().isInterrupted() ? e : null);
              }
            });
    caller.start();
    waits.await();
    caller.interrupt();
    caller.join();
    Objects.requireNonNull(maker.get()).join();
    assertEquals(
        "Dataset.prefetch: interrupted while waiting for a batch.",
        thrown.get() == null ? null : thrown.get().getMessage());
  }

  private static Thread worker() {
    Thread[] all = new Thread[Thread.activeCount() + 8];
    int n = Thread.enumerate(all);
    Thread found = null;
    for (int i = 0; i < n; i++) {
      if (all[i].getName().equals("keras-prefetch") && all[i].isAlive()) {
        found = all[i];
      }
    }
    return Objects.requireNonNull(found, "a thread makes batches");
  }

  @Test
  void keepsTheBatchesOfATest() {
    Dataset even = new Numbers().filter(b -> ((IntNdArray) b.x().get(0)).getInt(0) % 2 == 0);
    assertEquals(List.of(0, 2, 4, 6, 8), numbers(even));
    assertEquals(Dataset.UNKNOWN, even.cardinality());
    assertEquals(List.of(), numbers(even.filter(b -> false)));
    assertThrows(NoSuchElementException.class, even.filter(b -> false).iterator()::next);
  }

  @Test
  void makesCachedBatchesOnce() {
    Numbers data = new Numbers();
    Dataset cached = data.cache();
    cached.iterator().next();
    assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), numbers(cached));
    assertEquals(11, data.made.get());
    assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), numbers(cached));
    assertEquals(11, data.made.get());
    assertEquals(10, cached.cardinality());
  }

  @Test
  void zipsInputsAndTargets() {
    Numbers targets = new Numbers();
    Dataset zipped = Dataset.zip(new Numbers().take(3), targets.map(PipelineTest::doubled));
    List<Integer> sums = new ArrayList<>();
    zipped.forEach(
        b ->
            sums.add(
                100 * ((IntNdArray) b.x().get(0)).getInt(0)
                    + ((IntNdArray) b.y().get(0)).getInt(0)));
    assertEquals(List.of(0, 102, 204), sums);
    assertEquals(3, zipped.cardinality());
    assertEquals(1, targets.closed.get());
    assertEquals(
        Dataset.UNKNOWN,
        Dataset.zip(new Numbers().repeat(), () -> targets.iterator()).cardinality());
  }
}
