package keras.tuner;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BiConsumer;
import keras.trainers.Fit;
import keras.tuner.CrossValidation.Split;
import keras.utils.Console;
import org.jspecify.annotations.Nullable;

/** One fit of a search: a candidate trained and scored on one parting of the samples. */
final class Job {

  /** What all fits of a search share. */
  record Task(
      KerasEstimator estimator,
      Rows x,
      Rows y,
      @Nullable Rows sampleWeight,
      BiConsumer<Fit, Params> options,
      Map<String, Scorer> scorers,
      boolean trainScores,
      @Nullable Double errorScore) {}

  private final Task task;
  private final int candidate;
  private final int split;
  private final Params params;
  private final Split samples;
  private final @Nullable Long seed;
  private @Nullable RuntimeException failure;

  Job(Task task, int candidate, int split, Params params, Split samples, @Nullable Long seed) {
    this.task = task;
    this.candidate = candidate;
    this.split = split;
    this.params = params;
    this.samples = samples;
    this.seed = seed;
  }

  int candidate() {
    return candidate;
  }

  int split() {
    return split;
  }

  Params params() {
    return params;
  }

  /** Returns what the fit failed with; null where it did not. */
  @Nullable RuntimeException failure() {
    return failure;
  }

  /**
   * Trains and scores.
   *
   * @throws RuntimeException where fitting fails and no error score is set, or was given up
   */
  Outcome run() {
    long start = System.nanoTime();
    FittedModel fitted;
    try {
      fitted =
          task.estimator.fit(
              params,
              task.x.take(samples.train()),
              task.y.take(samples.train()),
              weighted(task.options, task.sampleWeight, samples.train()),
              seed);
    } catch (CancellationException givenUp) {
      throw givenUp;
    } catch (RuntimeException e) {
      Double score = task.errorScore;
      if (score == null) {
        throw e;
      }
      failure = e;
      Map<String, Double> scores = constant(score);
      return new Outcome(
          scores, task.trainScores ? scores : Map.of(), since(start), 0, e.toString());
    }
    try (fitted) {
      double fitTime = since(start);
      Map<String, Double> test = scores(fitted, samples.test());
      double scoreTime = since(start) - fitTime;
      Map<String, Double> train =
          task.trainScores ? scores(fitted, samples.train()) : Map.<String, Double>of();
      return new Outcome(test, train, fitTime, scoreTime, null);
    }
  }

  /** Adds the weights of the samples to the options of fit. */
  static BiConsumer<Fit, Params> weighted(
      BiConsumer<Fit, Params> options, @Nullable Rows weights, int @Nullable [] indices) {
    if (weights == null) {
      return options;
    }
    Object taken = indices == null ? weights.all() : weights.take(indices);
    return (f, p) -> {
      f.sampleWeight(taken);
      options.accept(f, p);
    };
  }

  private Map<String, Double> constant(double score) {
    Map<String, Double> scores = new LinkedHashMap<>();
    task.scorers.keySet().forEach(name -> scores.put(name, score));
    return scores;
  }

  private Map<String, Double> scores(FittedModel fitted, int[] indices) {
    Object y = task.y.take(indices);
    Evaluated evaluated = new Evaluated(fitted, task.x.take(indices), y, weights(indices));
    Map<String, Double> scores = new LinkedHashMap<>();
    task.scorers.forEach(
        (name, scorer) -> {
          try {
            scores.put(
                name,
                scorer instanceof Scores.Metric metric
                    ? metric.of().applyAsDouble(evaluated)
                    : scorer.score(fitted, evaluated.x(), y));
          } catch (CancellationException givenUp) {
            throw givenUp;
          } catch (RuntimeException e) {
            Double score = task.errorScore;
            if (score == null) {
              throw e;
            }
            Console.printLine(
                "Scoring failed. The score on this train-test partition for these parameters will be set to %s. Details: %s"
                    .formatted(score, e));
            scores.put(name, score);
          }
        });
    return scores;
  }

  private double @Nullable [] weights(int[] indices) {
    Rows weights = task.sampleWeight;
    if (weights == null) {
      return null;
    }
    double[][] rows = Evaluated.matrix("sampleWeight", weights.take(indices));
    return Arrays.stream(rows).mapToDouble(row -> row[0]).toArray();
  }

  private static double since(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
