package keras.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Writes the inputs that fuzzing begins with into a folder for each target. */
public final class SeedFiles {
  private SeedFiles() {}

  /** Writes them all under a folder. */
  public static void main(String[] args) throws IOException {
    for (FuzzTarget target : FuzzTarget.values()) {
      Path folder = Files.createDirectories(Path.of(args[0], target.name()));
      for (Map.Entry<String, byte[]> seed : target.seeds().entrySet()) {
        Files.write(folder.resolve(seed.getKey()), seed.getValue());
      }
    }
  }
}
