package keras.tuner;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import keras.utils.Console;
import keras.utils.Progbar;
import keras.utils.PythonFormat;
import org.jspecify.annotations.Nullable;

/** What a search prints: nothing, a progress bar, or scikit-learn's line for each fit. */
final class SearchReport {
  private static final int WIDTH = 80;

  private final int verbose;
  private final int splits;
  private final @Nullable Progbar bar;
  private int done;

  SearchReport(int verbose, int candidates, int splits, int done) {
    this.verbose = verbose;
    this.splits = splits;
    this.done = done;
    long fits = (long) candidates * splits;
    bar =
        verbose == 1
            ? new Progbar(fits)
                .unitName("fit")
                .verbose(Progbar.isTerminal() ? 1 : 2)
                .output(Console::print)
            : null;
    if (verbose > 0) {
      Console.printLine(
          "Fitting %d folds for each of %d candidates, totalling %d fits"
              .formatted(splits, candidates, fits));
    }
    if (done > 0 && verbose > 0) {
      Console.printLine("%d of them were done before".formatted(done));
    }
  }

  /** Tells of a fit. */
  void add(Job job, Outcome outcome) {
    done++;
    if (bar != null) {
      bar.update(done);
    }
    if (verbose > 1) {
      Console.printLine(line(job, outcome));
    }
  }

  private String line(Job job, Outcome outcome) {
    StringBuilder params = new StringBuilder();
    new TreeMap<>(job.params().map())
        .forEach((k, v) -> params.append(params.isEmpty() ? "" : ", ").append(k + "=" + v));
    String end =
        "[CV%s] END ".formatted(verbose > 2 ? " %d/%d".formatted(job.split() + 1, splits) : "");
    String result = params + (params.isEmpty() ? "" : ";");
    if (verbose > 2) {
      result += scores(outcome);
    }
    double time = outcome.fitTime() + outcome.scoreTime();
    result +=
        " total time="
            + (time > 60
                ? String.format(Locale.ROOT, "%4.1fmin", time / 60)
                : String.format(Locale.ROOT, " %5.1fs", time));
    return end + ".".repeat(Math.max(0, WIDTH - end.length() - result.length())) + result;
  }

  private static String scores(Outcome outcome) {
    Map<String, Double> test = new LinkedHashMap<>(outcome.test());
    if (List.copyOf(test.keySet()).equals(List.of("score"))) {
      String value = fixed(test.get("score"));
      return ", score="
          + (outcome.train().isEmpty()
              ? value
              : "(train=%s, test=%s)".formatted(fixed(outcome.train().get("score")), value));
    }
    StringBuilder text = new StringBuilder();
    new TreeMap<>(test)
        .forEach(
            (name, score) ->
                text.append(" %s: (".formatted(name))
                    .append(
                        outcome.train().isEmpty()
                            ? ""
                            : "train=%s, ".formatted(fixed(outcome.train().get(name))))
                    .append("test=%s)".formatted(fixed(score))));
    return text.toString();
  }

  private static String fixed(@Nullable Double score) {
    return score == null || score.isNaN() ? "nan" : PythonFormat.fixed(score, 3);
  }
}
