package keras.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fuzzes the readers with Jazzer, one after the other, and prints what came of it: {@code mvn
 * -Pfuzz -DskipTests -pl compat-tests -am package -Dfuzz.args="3600"}. The arguments are the
 * seconds for all together and, to fuzz only some, the names of targets.
 *
 * <p>Inputs that broke a reader are in {@code target/fuzz/found}; once mended, they belong into
 * {@code src/test/resources/keras/fuzz}, where {@link ReadersFuzzTest} keeps to them. The corpus
 * stays in {@code target/fuzz/corpus}, for the next run to go on from.
 */
public final class FuzzRun {
  private static final Path FOLDER = Path.of("target", "fuzz").toAbsolutePath();
  private static final Pattern DONE =
      Pattern.compile("#(\\d+)\\s+DONE\\s+cov: (\\d+) ft: (\\d+) corp: (\\S+)");

  private FuzzRun() {}

  /** Runs. */
  public static void main(String[] args) throws IOException, InterruptedException {
    List<FuzzTarget> targets = new ArrayList<>();
    for (int i = 1; i < args.length; i++) {
      targets.add(FuzzTarget.valueOf(args[i]));
    }
    if (targets.isEmpty()) {
      targets.addAll(List.of(FuzzTarget.values()));
    }
    int seconds = Math.max(1, Integer.parseInt(args[0]) / targets.size());
    System.out.printf(
        "%-16s%12s%8s%8s  %-16s%s%n", "", "executions", "cov", "ft", "corpus", "found");
    boolean sound = true;
    for (FuzzTarget target : targets) {
      sound &= run(target, seconds);
    }
    if (!sound) {
      System.exit(1);
    }
  }

  /** Returns whether the reader stood. */
  private static boolean run(FuzzTarget target, int seconds)
      throws IOException, InterruptedException {
    Path seeds = folder("seeds", target);
    for (Map.Entry<String, byte[]> seed : target.seeds().entrySet()) {
      Files.write(seeds.resolve(seed.getKey()), seed.getValue());
    }
    Path found = folder("found", target);
    Path log = Files.createDirectories(FOLDER.resolve("log")).resolve(target.name() + ".log");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-Xss1m",
            "-Dfuzz.target=" + target.name(),
            "-cp",
            System.getProperty("java.class.path"),
            "com.code_intelligence.jazzer.Jazzer",
            "--target_class=" + Fuzz.class.getName(),
            "--instrumentation_includes=keras.**:io.jhdf.**",
            "--custom_hook_includes=keras.**:io.jhdf.**",
            "--keep_going=30",
            "--reproducer_path=" + found,
            "-artifact_prefix=" + found + "/",
            "-max_total_time=" + seconds,
            "-timeout=25",
            "-rss_limit_mb=3000",
            "-max_len=65536",
            folder("corpus", target).toString(),
            seeds.toString());
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    int exit = process.waitFor();
    String text = new String(Files.readAllBytes(log), StandardCharsets.ISO_8859_1);
    Matcher done = DONE.matcher(text);
    boolean ended = done.find();
    int broken = text.split("\n== ", -1).length - 1 - count(text, "\n== libFuzzer crashing input");
    System.out.printf(
        "%-16s%12s%8s%8s  %-16s%d%s%n",
        target,
        ended ? done.group(1) : "?",
        ended ? done.group(2) : "?",
        ended ? done.group(3) : "?",
        ended ? done.group(4) : "?",
        broken,
        ended ? "" : ", ended with " + exit + ", see " + log);
    return ended && broken == 0;
  }

  private static int count(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }

  private static Path folder(String kind, FuzzTarget target) throws IOException {
    return Files.createDirectories(FOLDER.resolve(kind).resolve(target.name()));
  }
}
