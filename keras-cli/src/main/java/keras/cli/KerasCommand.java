package keras.cli;

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
 * verify} find a difference; 2 where the command line is wrong.
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
        .setExecutionExceptionHandler(
            (failure, line, parsed) -> {
              line.getErr().println("keras " + line.getCommandName() + ": " + failure.getMessage());
              if (command.stacktrace) {
                failure.printStackTrace(line.getErr());
              }
              return CommandLine.ExitCode.SOFTWARE;
            });
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command. See `keras --help`.");
  }
}
