package keras.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import keras.io.json.Json;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where a command's answer goes: lines for people, or one JSON object with {@code --json}. */
final class Report {
  static final String JSON = "--json";

  @Option(
      names = JSON,
      description = "Answer with one JSON object; an error is one with the key error.")
  private boolean json;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /** Gives the answer in the one form or the other. */
  void answer(Map<String, ? extends @Nullable Object> object, List<String> lines) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.write(object));
    } else {
      lines.forEach(out::println);
    }
    out.flush();
  }

  /** Whether the answer is JSON, so that nothing else may be printed. */
  boolean isJson() {
    return json;
  }
}
