package keras.tuner;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import keras.config.ConstructionOrder;
import keras.tuner.CrossValidation.Split;
import keras.utils.Console;
import org.jspecify.annotations.Nullable;

/** All fits of one search: each candidate on each parting of the samples. */
final class SearchRun {
  private final String who;
  private final Job.Task task;
  private final List<Params> candidates;
  private final List<Split> splits;
  private final Outcome[][] outcomes;
  private final List<Job> jobs = new ArrayList<>();

  SearchRun(String who, Job.Task task, List<Params> candidates, CrossValidation cv) {
    this.who = who;
    this.task = task;
    this.candidates = candidates;
    int count = task.x().count();
    requireCount("y", task.y(), count);
    requireCount("sampleWeight", task.sampleWeight(), count);
    if (task.sampleWeight() != null
        && task.sampleWeight().arrays().stream().anyMatch(a -> a.sampleSize() != 1)) {
      throw new IllegalArgumentException(
          who + ": `sampleWeight` must be one number a sample. Received: several.");
    }
    splits = cv.split(count, task.y().all());
    if (candidates.isEmpty() || splits.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: no fits to do: %d candidates on %d partings of the samples."
              .formatted(who, candidates.size(), splits.size()));
    }
    for (Split split : splits) {
      requireSamples(split.train(), count);
      requireSamples(split.test(), count);
    }
    outcomes = new Outcome[candidates.size()][splits.size()];
  }

  private void requireCount(String name, @Nullable Rows rows, int count) {
    if (rows != null && rows.count() != count) {
      throw new IllegalArgumentException(
          "%s: x has %d samples, %s has %d. All arrays need the same first axis."
              .formatted(who, count, name, rows.count()));
    }
  }

  private void requireSamples(int[] indices, int count) {
    boolean known = Arrays.stream(indices).allMatch(i -> i >= 0 && i < count);
    if (indices.length == 0 || !known) {
      throw new IllegalArgumentException(
          "%s: a parting needs samples on both sides, of the numbers 0 to %d. Received: %s."
              .formatted(who, count - 1, Arrays.toString(indices)));
    }
  }

  /** Does what is not done yet. */
  CvResults run(int threads, int verbose, @Nullable Path path) {
    SearchFile file =
        path == null ? null : SearchFile.open(path, task, candidates, splits, outcomes);
    int done = (int) Arrays.stream(outcomes).flatMap(Arrays::stream).filter(o -> o != null).count();
    if (threads > 1) {
      ConstructionOrder.takeAllTurns();
    }
    for (int c = 0; c < candidates.size(); c++) {
      for (int s = 0; s < splits.size(); s++) {
        Long seed = seed(threads);
        if (outcomes[c][s] == null) {
          jobs.add(new Job(task, c, s, candidates.get(c), splits.get(s), seed));
        }
      }
    }
    SearchReport report = new SearchReport(verbose, candidates.size(), splits.size(), done);
    Jobs.run(
        jobs,
        threads,
        (job, outcome) -> {
          outcomes[job.candidate()][job.split()] = outcome;
          if (file != null) {
            file.add(job, outcome);
          }
          report.add(job, outcome);
        });
    tellOfFailures();
    requireAllRead();
    CvResults results = new CvResults(candidates, outcomes);
    tellOfNonFinite(results);
    return results;
  }

  /** The estimator's seed; without one, threads need one for each fit, drawn in their order. */
  private @Nullable Long seed(int threads) {
    Long seed = task.estimator().seed();
    return seed == null && threads > 1 ? Long.valueOf(ConstructionOrder.drawSeed()) : seed;
  }

  private void tellOfFailures() {
    Map<String, Integer> errors = new LinkedHashMap<>();
    int failed = 0;
    for (Outcome outcome : Arrays.stream(outcomes).flatMap(Arrays::stream).toList()) {
      if (outcome.error() != null) {
        errors.merge(outcome.error(), 1, Integer::sum);
        failed++;
      }
    }
    StringBuilder details = new StringBuilder();
    errors.forEach((error, n) -> details.append("%n%d fits failed with %s".formatted(n, error)));
    int all = candidates.size() * splits.size();
    if (failed == all) {
      RuntimeException first =
          jobs.stream().map(Job::failure).filter(f -> f != null).findFirst().orElse(null);
      throw new IllegalStateException(
          "%s: all the %d fits failed. It is very likely that the model is misconfigured; errorScore(\"raise\") throws the first error.%s"
              .formatted(who, all, details),
          first);
    }
    if (failed > 0) {
      Console.printLine(
          "%d fits failed out of a total of %d. The score on these train-test partitions for these parameters will be set to %s.%s"
              .formatted(failed, all, task.errorScore(), details));
    }
  }

  /** Refuses parameters that neither the model-building function nor the options of fit read. */
  private void requireAllRead() {
    Set<String> unread = new LinkedHashSet<>();
    jobs.forEach(job -> unread.addAll(job.params().map().keySet()));
    jobs.forEach(job -> unread.removeAll(job.params().asked()));
    if (!unread.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: neither the model-building function nor the options of fit read the parameters %s."
              .formatted(who, unread));
    }
  }

  private static void tellOfNonFinite(CvResults results) {
    for (String column : results.columns().keySet()) {
      if (column.startsWith("mean_test_") || column.startsWith("mean_train_")) {
        double[] means = results.numbers(column);
        if (!Arrays.stream(means).allMatch(Double::isFinite)) {
          Console.printLine(
              "One or more of the %s scores are non-finite: %s"
                  .formatted(
                      column.startsWith("mean_test_") ? "test" : "train", Arrays.toString(means)));
        }
      }
    }
  }
}
