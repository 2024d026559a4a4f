package keras.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import keras.saving.ModelFormat;
import org.jspecify.annotations.Nullable;
import org.tensorflow.TensorFlow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says whether this machine can run models, and what to add where it cannot. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = "Says whether all is there, and the line to add where something is missing.")
final class DoctorCommand implements Callable<Integer> {
  @Mixin private Report report;

  @Override
  public Integer call() {
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    String platform = platform();
    String version = tensorFlow();
    List<String> formats = new ArrayList<>();
    ServiceLoader.load(ModelFormat.class)
        .forEach(format -> formats.add(format.getClass().getSimpleName()));
    answer.put("java", System.getProperty("java.version"));
    answer.put("platform", platform);
    answer.put("tensorflow", version);
    answer.put("formats", formats);
    List<String> lines = new ArrayList<>();
    answer.forEach((key, value) -> lines.add("%-11s %s".formatted(key + ":", value)));
    if (version == null) {
      String add = "org.tensorflow:tensorflow-core-native:1.1.0:" + platform;
      answer.put("add", add);
      lines.add("TensorFlow's native library is missing. Add the dependency " + add);
    }
    report.answer(answer, lines);
    return version == null ? 1 : 0;
  }

  /** Returns TensorFlow's version, or null where its native library cannot be loaded. */
  private static @Nullable String tensorFlow() {
    try {
      return TensorFlow.version();
    } catch (LinkageError missing) {
      return null;
    }
  }

  private static String platform() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String system = os.contains("win") ? "windows" : os.contains("mac") ? "macosx" : "linux";
    String arch = System.getProperty("os.arch");
    return system + "-" + (arch.matches("aarch64|arm64") ? "arm64" : "x86_64");
  }
}
