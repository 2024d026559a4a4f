package keras.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import keras.io.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * What the real Kerases said of files, kept in {@code golden/verdicts}, one line each: the
 * question, the hash of all that the answer depends on, and the answer.
 *
 * <p>What the library writes is the same on every machine, so a build writes a file, finds its hash
 * and need not ask Python again. A question whose hash is new is asked, and the answer is kept: in
 * {@code golden/verdicts} on a developer's machine, who commits it, and in {@code target/verdicts}
 * where {@code CI} is true. Only a test that a real Keras has just passed keeps a verdict; nobody
 * writes one by hand. {@code mvn -Pjudge verify} asks every question anew.
 */
public final class Verdicts {
  private static final Path KEPT = Path.of("golden", "verdicts");
  private static final Path SEEN = Path.of("target", "verdicts");
  private static final boolean JUDGE = Boolean.getBoolean("keras.judge");

  private final String name;
  private final Map<String, Verdict> kept = new TreeMap<>();
  private final Map<String, Verdict> now = new TreeMap<>();
  private int asked;

  private record Verdict(String hash, String answer) {}

  private Verdicts(String name) {
    this.name = name;
  }

  /** Reads the verdicts of a test. */
  public static Verdicts of(Class<?> test) {
    Verdicts verdicts = new Verdicts(test.getSimpleName());
    Path file = KEPT.resolve(verdicts.name + ".txt");
    if (Files.exists(file)) {
      for (String line : lines(file)) {
        String[] parts = line.split("\t", 3);
        verdicts.kept.put(parts[0], new Verdict(parts[1], parts[2]));
      }
    }
    return verdicts;
  }

  /**
   * Returns what was answered to a question, unless what it depends on has changed since, or all is
   * to be asked anew.
   */
  public Optional<Map<String, @Nullable Object>> find(String question, String hash) {
    Verdict verdict = JUDGE ? null : kept.get(question);
    if (verdict == null || !verdict.hash().equals(hash)) {
      return Optional.empty();
    }
    now.put(question, verdict);
    return Optional.of(JsonObject.of(Json.parse(verdict.answer())).map());
  }

  /** Keeps what a real Keras has answered. */
  public void keep(String question, String hash, Map<String, ?> answer) {
    asked++;
    now.put(question, new Verdict(hash, Json.write(answer).replaceAll("\\s*\n\\s*", " ")));
  }

  /** Says how many questions were asked, and writes what is to be kept. */
  public void close() {
    System.out.printf(
        "%s: real Keras was asked %d of %d questions; the other answers were kept.%n",
        name, asked, now.size());
    Path folder = "true".equals(System.getenv("CI")) ? SEEN : KEPT;
    if (asked > 0 || now.size() != kept.size() || folder.equals(SEEN)) {
      write(folder.resolve(name + ".txt"));
    }
  }

  private void write(Path file) {
    List<String> lines = new ArrayList<>();
    now.forEach((q, v) -> lines.add(q + "\t" + v.hash() + "\t" + v.answer()));
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns the hash of all that an answer depends on: the bytes of files, and of all files in
   * folders with their names, and the words of whatever else there is.
   */
  public static String hash(Object... on) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Object each : on) {
        if (each instanceof Path path) {
          add(digest, path);
        } else {
          digest.update(String.valueOf(each).getBytes(StandardCharsets.UTF_8));
        }
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256.", e);
    }
  }

  private static void add(MessageDigest digest, Path path) {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        digest.update(path.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
        digest.update(Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
