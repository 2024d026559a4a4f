package keras.tuner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keras.data.SampleArray;
import keras.data.WholeFile;
import keras.tuner.CrossValidation.Split;

/**
 * The file of a search that may be interrupted: what is searched, then a line for each fit that is
 * done. It is written anew after each fit, beside its place, and moved there whole.
 *
 * <pre>
 * keras search 1
 * estimator KerasRegressor(42)
 * scores score
 * data 5a0f…
 * folds 77c2…
 * candidate 0 {n_hidden=1}
 * fit 0 0 1.25 0.03 test.score=0.5
 * failed 0 1 0.5 java.lang.IllegalArgumentException: …
 * </pre>
 */
final class SearchFile {
  private static final String FIRST = "keras search 1";

  private final Path file;
  private final List<String> head;
  private final List<String> fits = new ArrayList<>();

  private SearchFile(Path file, List<String> head) {
    this.file = file;
    this.head = head;
  }

  /**
   * Opens the file of a search; what it holds of the same search is put where it belongs.
   *
   * @throws IllegalArgumentException where the file is of another search
   */
  static SearchFile open(
      Path file, Job.Task task, List<Params> candidates, List<Split> splits, Outcome[][] done) {
    List<String> head = new ArrayList<>();
    head.add(FIRST);
    head.add("estimator " + task.estimator());
    head.add("scores " + scores(task));
    head.add("data " + digest(task));
    head.add("folds " + digest(splits));
    for (int i = 0; i < candidates.size(); i++) {
      head.add("candidate %d %s".formatted(i, candidates.get(i)));
    }
    head.replaceAll(SearchFile::line);
    SearchFile search = new SearchFile(file, head);
    if (Files.exists(file)) {
      search.read(done);
    }
    return search;
  }

  /** Says which scores there are, and which one a fit that fails has, unless that is NaN. */
  private static String scores(Job.Task task) {
    Map<String, String> named = new LinkedHashMap<>();
    task.scorers()
        .forEach(
            (name, scorer) ->
                named.put(name, scorer instanceof Scores.Metric m ? m.toString() : "a function"));
    Double failed = task.errorScore();
    String failures =
        failed == null ? " failures thrown" : failed.isNaN() ? "" : " failures " + failed;
    return named + (task.trainScores() ? " train, too" : "") + failures;
  }

  /** Writes a name without white space and punctuation. */
  private static String word(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8);
  }

  private static String name(String word) {
    return URLDecoder.decode(word, StandardCharsets.UTF_8);
  }

  private static String line(String text) {
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
  }

  private void read(Outcome[][] done) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("%s could not be read.".formatted(file), e);
    }
    for (int i = 0; i < head.size(); i++) {
      String stored = i < lines.size() ? lines.get(i) : "nothing";
      if (!stored.equals(head.get(i))) {
        throw new IllegalArgumentException(
            "%s holds another search: line %d is '%s', this search has '%s'. Delete it, or name another file."
                .formatted(file, i + 1, stored, head.get(i)));
      }
    }
    for (int i = head.size(); i < lines.size(); i++) {
      try {
        read(lines.get(i), done);
      } catch (RuntimeException e) {
        throw new IllegalArgumentException(
            "%s is damaged at line %d: '%s'. Delete the line; the fit is then done again."
                .formatted(file, i + 1, lines.get(i)),
            e);
      }
      fits.add(lines.get(i));
    }
  }

  private static void read(String line, Outcome[][] done) {
    boolean failed = line.startsWith("failed ");
    String[] words = line.split(" ", failed ? 7 : -1);
    if (!failed && !words[0].equals("fit")) {
      throw new IllegalArgumentException("unknown line");
    }
    Map<String, Double> test = new LinkedHashMap<>();
    Map<String, Double> train = new LinkedHashMap<>();
    for (int i = 5; i < words.length && !(failed && i == 6); i++) {
      for (String score : words[i].split(";", -1)) {
        int equals = score.lastIndexOf('=');
        double value = Double.parseDouble(score.substring(equals + 1));
        if (score.startsWith("test.")) {
          test.put(name(score.substring(5, equals)), value);
        } else if (score.startsWith("train.")) {
          train.put(name(score.substring(6, equals)), value);
        } else {
          throw new IllegalArgumentException("unknown score " + score);
        }
      }
    }
    done[Integer.parseInt(words[1])][Integer.parseInt(words[2])] =
        new Outcome(
            test,
            train,
            Double.parseDouble(words[3]),
            Double.parseDouble(words[4]),
            failed ? words[6] : null);
  }

  /** Adds a fit that is done. */
  void add(Job job, Outcome outcome) {
    List<String> scores = new ArrayList<>();
    outcome.test().forEach((name, score) -> scores.add("test." + word(name) + "=" + score));
    outcome.train().forEach((name, score) -> scores.add("train." + word(name) + "=" + score));
    String line =
        "%s %d %d %s %s %s"
            .formatted(
                outcome.error() == null ? "fit" : "failed",
                job.candidate(),
                job.split(),
                outcome.fitTime(),
                outcome.scoreTime(),
                String.join(";", scores));
    fits.add(outcome.error() == null ? line : line + " " + line(outcome.error()));
    StringBuilder text = new StringBuilder();
    head.forEach(l -> text.append(l).append('\n'));
    fits.forEach(l -> text.append(l).append('\n'));
    WholeFile.write(file, out -> out.write(text.toString().getBytes(StandardCharsets.UTF_8)));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no SHA-256, which every Java must have.", e);
    }
  }

  private static String digest(Job.Task task) {
    MessageDigest digest = sha256();
    List<SampleArray> arrays = new ArrayList<>(task.x().arrays());
    arrays.addAll(task.y().arrays());
    if (task.sampleWeight() != null) {
      arrays.addAll(task.sampleWeight().arrays());
    }
    for (SampleArray array : arrays) {
      String kind = array.dtype() + Arrays.toString(array.shape().asArray());
      digest.update(kind.getBytes(StandardCharsets.UTF_8));
      if (array.dtype().equals("string")) {
        array
            .toNdArray()
            .scalars()
            .forEach(s -> digest.update((s.getObject() + "\0").getBytes(StandardCharsets.UTF_8)));
        continue;
      }
      for (int i = 0; i < array.count(); i++) {
        ByteBuffer row = ByteBuffer.allocate(8 * array.sampleSize());
        array.copy(i, i + 1, row);
        digest.update(row.array(), 0, row.position());
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String digest(List<Split> splits) {
    MessageDigest digest = sha256();
    for (Split split : splits) {
      digest.update(
          (Arrays.toString(split.train()) + Arrays.toString(split.test()))
              .getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
