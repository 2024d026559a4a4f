package keras.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import keras.architecture.Library;
import keras.config.Configs;
import keras.config.KerasObject;
import keras.io.json.Json;
import org.junit.jupiter.api.Test;

/** Holds docs/PINNED.md: the arguments that stay at Keras' default are those it lists. */
class PinnedArgumentsTest {
  @Test
  void areThoseThatAreListed() throws IOException {
    List<String> rows = new ArrayList<>();
    for (Class<? extends KerasObject> type : Library.kerasObjects()) {
      for (String key : Configs.pinned(type)) {
        String value = Json.write(Configs.defaults(type).get(key));
        rows.add("| `%s` | `%s` | `%s` |".formatted(type.getName(), key, value));
      }
    }
    List<String> listed =
        Files.readAllLines(Library.root().resolve("docs").resolve("PINNED.md")).stream()
            .filter(line -> line.startsWith("| `"))
            .toList();
    assertEquals(String.join("\n", rows), String.join("\n", listed));
  }
}
