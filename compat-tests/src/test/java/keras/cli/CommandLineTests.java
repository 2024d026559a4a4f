package keras.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** Tests of the command line, in this process, with all that it printed. */
abstract class CommandLineTests {
  final StringWriter out = new StringWriter();
  final StringWriter err = new StringWriter();

  /** Returns the exit code. */
  final int run(String... args) {
    CommandLine line = KerasCommand.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(args);
  }

  /** Demands the exit code 0. */
  final void runWell(String... args) {
    assertEquals(0, run(args), err::toString);
  }
}
