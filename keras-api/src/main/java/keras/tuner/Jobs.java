package keras.tuner;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** Runs the fits of a search: one after the other, or some side by side, each in its thread. */
final class Jobs {
  private Jobs() {}

  /**
   * Runs jobs, and hands over what each came to, in the calling thread and one at a time. The first
   * that fails ends the others, after their current batch.
   */
  static void run(List<Job> jobs, int threads, BiConsumer<Job, Outcome> done) {
    if (threads == 1) {
      for (Job job : jobs) {
        if (Thread.currentThread().isInterrupted()) {
          throw new CancellationException("The search was interrupted between two fits.");
        }
        done.accept(job, job.run());
      }
      return;
    }
    ExecutorService pool =
        Executors.newFixedThreadPool(
            Math.min(threads, jobs.size()),
            work -> {
              Thread thread = new Thread(work, "keras-search");
              thread.setDaemon(true);
              return thread;
            });
    try {
      collect(jobs, new ExecutorCompletionService<>(pool), done);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      CancellationException cancelled =
          new CancellationException("The search was interrupted between two fits.");
      cancelled.initCause(e);
      throw cancelled;
    } finally {
      pool.shutdownNow();
      await(pool);
    }
  }

  private record Finished(Job job, Outcome outcome) {}

  private static void collect(
      List<Job> jobs, ExecutorCompletionService<Finished> pool, BiConsumer<Job, Outcome> done)
      throws InterruptedException {
    List<Future<Finished>> futures = new ArrayList<>();
    for (Job job : jobs) {
      futures.add(pool.submit(() -> new Finished(job, job.run())));
    }
    for (int i = 0; i < futures.size(); i++) {
      try {
        Finished finished = pool.take().get();
        done.accept(finished.job(), finished.outcome());
      } catch (ExecutionException e) {
        if (e.getCause() instanceof RuntimeException thrown) {
          throw thrown;
        }
        if (e.getCause() instanceof Error thrown) {
          throw thrown;
        }
        throw new IllegalStateException("A fit of the search failed.", e.getCause());
      }
    }
  }

  /** Waits until no thread trains any more: a batch is never left half done. */
  private static void await(ExecutorService pool) {
    boolean interrupted = false;
    for (boolean ended = false; !ended; ) {
      try {
        ended = pool.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
