package keras.tuner;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import keras.models.Model;
import keras.trainers.Fit;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.NdArray;

/**
 * What grid searches and random ones share: candidates are trained and scored on folds of the
 * samples, and the best one is trained anew on all of them. Options, defaults, folds, scores, the
 * table and its ranks are scikit-learn's.
 *
 * <p>Each fit has a model and a session of its own, which are freed once it is scored. With a seed
 * of the estimator, any {@link #nJobs} gives the same numbers.
 *
 * <p>scikit-learn: sklearn/model_selection/_search.py
 *
 * @param <S> the kind of search
 */
public abstract sealed class Search<S extends Search<S>> implements AutoCloseable
    permits GridSearch, RandomizedSearch {
  private final KerasEstimator estimator;
  private final Map<String, Scorer> scorers = new LinkedHashMap<>();
  private @Nullable CrossValidation cv;
  private int folds = 5;
  private int nJobs = 1;
  private boolean refit = true;
  private @Nullable String refitScore;
  private @Nullable ToIntFunction<CvResults> chosen;
  private @Nullable Double errorScore = Double.NaN;
  private boolean returnTrainScore;
  private int verbose;
  private @Nullable Path file;
  private @Nullable Object sampleWeight;
  private @Nullable Best best;

  Search(KerasEstimator estimator) {
    this.estimator = estimator;
  }

  abstract S self();

  /** Returns what is tried, in order. */
  abstract List<Params> candidates();

  String who() {
    return getClass().getSimpleName();
  }

  // ---------------------------------------------------------------- options

  /** Sets the score by name: {@code "accuracy"}; accuracy or R² unless set. */
  public S scoring(String name) {
    return scoring(Scorer.of(name));
  }

  /** Sets the score. */
  public S scoring(Scorer scorer) {
    scorers.clear();
    scorers.put("score", scorer);
    return self();
  }

  /**
   * Sets several scores by name; {@link #refit(String)} says which chooses the best candidate, or
   * {@code refit(false)} that none does.
   */
  public S scoring(List<String> names) {
    Map<String, Scorer> named = new LinkedHashMap<>();
    names.forEach(name -> named.put(name, Scorer.of(name)));
    return scoring(named);
  }

  /** Sets several scores, each by a name of one's own. */
  public S scoring(Map<String, ? extends Scorer> named) {
    if (named.isEmpty()) {
      throw new IllegalArgumentException(who() + ": `scoring` needs at least one score.");
    }
    scorers.clear();
    scorers.putAll(named);
    return self();
  }

  /** Sets the number of folds, 5 unless set: stratified for classes, consecutive for numbers. */
  public S cv(int folds) {
    if (folds < 2) {
      throw new IllegalArgumentException(
          "%s: `cv` must be at least 2. Received: cv=%d.".formatted(who(), folds));
    }
    this.folds = folds;
    cv = null;
    return self();
  }

  /** Sets how samples are parted. */
  public S cv(CrossValidation cv) {
    this.cv = cv;
    return self();
  }

  /** Sets how many fits run side by side: -1 as many as there are processors, 1 unless set. */
  public S nJobs(int jobs) {
    if (jobs == 0) {
      throw new IllegalArgumentException(who() + ": `nJobs` must not be 0. Received: nJobs=0.");
    }
    nJobs = jobs;
    return self();
  }

  /** Sets whether the best candidate is trained anew on all samples; it is unless set. */
  public S refit(boolean refit) {
    this.refit = refit;
    refitScore = null;
    chosen = null;
    return self();
  }

  /** Sets the score, of several, that chooses the candidate to train anew. */
  public S refit(String score) {
    refit(true);
    refitScore = score;
    return self();
  }

  /** Sets what chooses the candidate to train anew, by its row in the table. */
  public S refit(ToIntFunction<CvResults> chosen) {
    refit(true);
    this.chosen = chosen;
    return self();
  }

  /** Sets the score of fits that fail, NaN unless set. */
  public S errorScore(double score) {
    errorScore = score;
    return self();
  }

  /**
   * Sets, by scikit-learn's word {@code "raise"}, that the first fit that fails ends the search.
   */
  public S errorScore(String raise) {
    if (!raise.equals("raise")) {
      throw new IllegalArgumentException(
          "%s: `errorScore` must be \"raise\" or a number. Received: \"%s\"."
              .formatted(who(), raise));
    }
    errorScore = null;
    return self();
  }

  /** Sets whether the samples of training are scored, too; they are not unless set. */
  public S returnTrainScore(boolean trainScore) {
    returnTrainScore = trainScore;
    return self();
  }

  /** Sets what is shown: 0 nothing, 1 a progress bar, 2 a line for each fit, 3 with its scores. */
  public S verbose(int verbose) {
    if (verbose < 0) {
      throw new IllegalArgumentException(
          "%s: `verbose` must be at least 0. Received: verbose=%d.".formatted(who(), verbose));
    }
    this.verbose = verbose;
    return self();
  }

  /**
   * Weighs the samples, one number each, in the losses of training and, as scikit-learn does, in
   * the scores that have names, but for {@code neg_max_error}.
   */
  public S sampleWeight(Object weights) {
    sampleWeight = weights;
    return self();
  }

  /**
   * Keeps what is done in a file, written anew after each fit, and leaves out what it holds already
   * of the same search: an interrupted search goes on where it was.
   *
   * <p>The file tells another search by its candidates, folds, data, scores and seed. That the
   * model-building function and the options of fit are still the same is for the caller to know;
   * values of parameters need a {@code toString} that says what they are.
   */
  public S resumeFrom(Path file) {
    this.file = file;
    return self();
  }

  // ---------------------------------------------------------------- search

  /** Searches, training one epoch in batches of 32. */
  public S fit(Object x, Object y) {
    return fit(x, y, f -> {});
  }

  /** Searches: {@code search.fit(x, y, f -> f.epochs(100).callbacks(new EarlyStopping()))}. */
  public S fit(Object x, Object y, Consumer<Fit> options) {
    return fit(x, y, (f, p) -> options.accept(f));
  }

  /**
   * Searches, training with options that may follow the parameters: {@code (f, p) ->
   * f.batchSize(p.integer("batch_size"))}. The options are made anew for each fit.
   *
   * @param x samples: an array, a list of arrays, or a map of them by the names of inputs
   * @param y their targets, one array
   * @throws IllegalStateException where all fits fail, and for parameters that nothing reads
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  public S fit(Object x, Object y, BiConsumer<Fit, Params> options) {
    close();
    Map<String, Scorer> scores =
        scorers.isEmpty() ? Map.of("score", estimator.scorer()) : new LinkedHashMap<>(scorers);
    String chooser = chooser(scores);
    Rows samples = Rows.of(who() + ": x", x);
    Rows targets = Rows.of(who() + ": y", y);
    Rows weights = sampleWeight == null ? null : Rows.of(who() + ": sampleWeight", sampleWeight);
    Job.Task task =
        new Job.Task(
            estimator, samples, targets, weights, options, scores, returnTrainScore, errorScore);
    SearchRun run = new SearchRun(who(), task, candidates(), parting(y));
    CvResults results = run.run(threads(), verbose, file);
    best = Best.of(who(), results, chosen, chooser);
    if (refit) {
      refit(best, task);
    }
    return self();
  }

  /** Returns the score that chooses the best; empty where a function or nothing does. */
  private String chooser(Map<String, Scorer> scores) {
    boolean several = !scores.containsKey("score") || scores.size() > 1;
    if (refitScore != null && !scores.containsKey(refitScore)) {
      throw new IllegalArgumentException(
          "%s: `refit` must name one of the scores %s. Received: \"%s\"."
              .formatted(who(), scores.keySet(), refitScore));
    }
    if (refitScore != null) {
      return refitScore;
    }
    if (several && refit && chosen == null) {
      throw new IllegalArgumentException(
          "%s: with several scores, `refit` must name the one that chooses, or be false. Scores: %s."
              .formatted(who(), scores.keySet()));
    }
    return several ? "" : "score";
  }

  private CrossValidation parting(Object y) {
    CrossValidation given = cv;
    if (given != null) {
      return given;
    }
    boolean stratified =
        estimator.isClassifier() && Labels.of(who() + ": y", y).type().isOfClasses();
    return stratified ? new StratifiedKFold(folds) : new KFold(folds);
  }

  private int threads() {
    return nJobs > 0 ? nJobs : Math.max(1, Runtime.getRuntime().availableProcessors() + 1 + nJobs);
  }

  private void refit(Best found, Job.Task task) {
    long start = System.nanoTime();
    found.fitted =
        estimator.fit(
            found.results.params().get(found.index).unread(),
            task.x().all(),
            task.y().all(),
            Job.weighted(task.options(), task.sampleWeight(), null),
            estimator.seed());
    found.refitTime = (System.nanoTime() - start) / 1e9;
  }

  // ---------------------------------------------------------------- what was found

  private Best found() {
    if (best == null) {
      throw new IllegalStateException(who() + ": fit has not ended yet; there are no results.");
    }
    return best;
  }

  private int index() {
    if (found().index < 0) {
      throw new IllegalStateException(
          who() + ": no score chooses the best of several; name it: refit(\"accuracy\").");
    }
    return found().index;
  }

  /** Returns the table of candidates, times and scores. */
  public CvResults cvResults() {
    return found().results;
  }

  /** Returns the best candidate's row in the table. */
  public int bestIndex() {
    return index();
  }

  /** Returns the best candidate. */
  public Params bestParams() {
    return found().results.params().get(index());
  }

  /**
   * Returns the best candidate's mean score on the folds.
   *
   * @throws IllegalStateException where a function chose it, or nothing did
   */
  public double bestScore() {
    index();
    Double score = found().score;
    if (score == null) {
      throw new IllegalStateException(
          who() + ": a function chose the candidate, not a score. Look it up in cvResults().");
    }
    return score;
  }

  /** Returns the best candidate, trained on all samples. It is the search's, and closed with it. */
  public FittedModel bestEstimator() {
    FittedModel fitted = found().fitted;
    if (fitted == null) {
      throw new IllegalStateException(
          who() + ": refit(false) leaves the best candidate untrained; set refit(true).");
    }
    return fitted;
  }

  /** Returns the model of {@link #bestEstimator}. */
  public Model bestModel() {
    return bestEstimator().model();
  }

  /** Returns how long the best candidate trained on all samples, in seconds. */
  public double refitTime() {
    bestEstimator();
    return found().refitTime;
  }

  /** Returns what the best model says of samples. */
  public NdArray<?> predict(Object x) {
    return bestEstimator().predict(x);
  }

  /**
   * Returns the best model's score on samples: the one that chose it.
   *
   * @throws IllegalStateException where there are several scores and a function chose the model
   */
  public double score(Object x, Object y) {
    if (scorers.size() > 1 && refitScore == null) {
      throw new IllegalStateException(
          "%s: there are the scores %s, and a function chose the candidate. Compute one with bestEstimator()."
              .formatted(who(), scorers.keySet()));
    }
    Scorer scorer = scorers.get(refitScore == null ? "score" : refitScore);
    return scorer == null ? bestEstimator().score(x, y) : scorer.score(bestEstimator(), x, y);
  }

  /** Frees the best model. */
  @Override
  public void close() {
    Best before = best;
    best = null;
    if (before != null && before.fitted != null) {
      before.fitted.close();
    }
  }
}
