package keras.bits;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * What TensorFlow's kernels choose their instructions by, and so the last bits of their results.
 */
final class Processor {
  private static final Path FLAGS = Path.of("/proc/cpuinfo");
  private static final List<String> VECTORS =
      List.of(
          "avx",
          "avx2",
          "fma",
          "avx_vnni",
          "avx512f",
          "avx512_vnni",
          "avx512_bf16",
          "avx512_fp16",
          "amx_bf16",
          "amx_fp16");

  private Processor() {}

  /**
   * Returns the maker and the vector instructions of this machine's processor where the system
   * tells them, or its architecture, in one line.
   */
  static String describe() {
    if (!Files.isReadable(FLAGS)) {
      return System.getProperty("os.arch");
    }
    try {
      List<String> lines = Files.readAllLines(FLAGS);
      Set<String> flags = Set.of(value(lines, "flags").split(" +", -1));
      List<String> vectors = VECTORS.stream().filter(flags::contains).toList();
      return (value(lines, "vendor_id") + " " + String.join(" ", vectors)).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String value(List<String> lines, String key) {
    return lines.stream()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("");
  }
}
