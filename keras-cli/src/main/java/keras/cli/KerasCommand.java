package keras.cli;

import java.util.List;
import java.util.Map;
import keras.io.json.Json;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The command {@code keras} and its subcommands.
 *
 * <p>Exit codes: 0 where all went well; 1 where it did not, or where {@code diff} and {@code
 * verify} find a difference; 2 where the command line is wrong. With {@code --json} an error is an
 * object with the key {@code error} on standard output.
 */
@Command(
    name = "keras",
    mixinStandardHelpOptions = true,
    version = "keras 0.1.0-SNAPSHOT",
    description = "Inspects, runs, trains, converts and compares Keras models.",
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:all went well",
      "1:it failed, or diff and verify found a difference",
      "2:the command line is wrong"
    },
    subcommands = {
      InspectCommand.class,
      PredictCommand.class,
      EvaluateCommand.class,
      FitCommand.class,
      ConvertCommand.class,
      DiffCommand.class,
      VerifyCommand.class,
      DoctorCommand.class
    })
public final class KerasCommand implements Runnable {
  @Option(
      names = "--stacktrace",
      scope = ScopeType.INHERIT,
      description = "Print where in the code an error arose.")
  private boolean stacktrace;

  @Spec private CommandSpec spec;

  private KerasCommand() {}

  /** Runs the command and ends the JVM with its exit code. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** Returns the command, ready to execute. */
  public static CommandLine commandLine() {
    KerasCommand command = new KerasCommand();
    return new CommandLine(command)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setParameterExceptionHandler(
            (failure, args) -> {
              CommandLine line = failure.getCommandLine();
              String name = line.getCommandSpec().qualifiedName();
              boolean json = List.of(args).contains(Report.JSON);
              say(line, json, name, failure.getMessage());
              if (!json) {
                line.getErr().printf("See `%s --help`.%n", name);
              }
              return CommandLine.ExitCode.USAGE;
            })
        .setExecutionExceptionHandler(
            (failure, line, parsed) -> {
              boolean json = line.getParseResult().hasMatchedOption(Report.JSON);
              say(line, json, "keras " + line.getCommandName(), failure.getMessage());
              if (command.stacktrace) {
                failure.printStackTrace(line.getErr());
              }
              return CommandLine.ExitCode.SOFTWARE;
            });
  }

  /**
   * Tells an error: to people on the error stream, to machines as the JSON object they wait for.
   */
  private static void say(
      CommandLine line, boolean json, String command, @Nullable String message) {
    if (json) {
      line.getOut().println(Json.write(Map.of("error", String.valueOf(message))));
      line.getOut().flush();
    } else {
      line.getErr().println(command + ": " + message);
    }
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command.");
  }
}
