package keras.io.hdf5;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A program without a logging library reads a file, and nothing is printed. */
class QuietLoggingTest {
  @Test
  void printsNothingWhereNobodyLogs() throws IOException, InterruptedException {
    String path =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(p -> !p.contains("slf4j-nop"))
            .collect(Collectors.joining(File.pathSeparator));
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                path,
                QuietLoggingTest.class.getName())
            .redirectErrorStream(true)
            .start();
    String printed = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(child.waitFor(60, TimeUnit.SECONDS));
    assertEquals("1\n", printed);
  }

  /** Reads a file, and prints 1 if the verbosity of SLF4J is as it was. */
  public static void main(String[] args) {
    int links = Fixtures.root("names.h5").names().size();
    boolean unset = System.getProperty("slf4j.internal.verbosity") == null;
    System.out.println(links > 0 && unset ? 1 : 0);
  }
}
