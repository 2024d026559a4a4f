package keras.io.h5;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import keras.Keras;
import keras.engine.HostTensor;
import keras.engine.Values;
import keras.io.GoldenCases;
import keras.models.Model;
import keras.saving.LoadOptions;
import keras.saving.ModelFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that were cut, overwritten or never models: an error of this library, nothing else. */
class DamagedFilesTest {
  private final Path folder;

  DamagedFilesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @ParameterizedTest
  @CsvSource({
    "opt_adam_amsgrad, model.h5",
    "wide_deep, model.h5",
    "wide_deep, model_v3.h5",
    "siamese_nested, model.h5"
  })
  void readsOrRefusesDamagedModels(String name, String file) throws IOException {
    byte[] whole = Files.readAllBytes(GoldenCases.file(name, file));
    Random random = new Random(5);
    int refused = 0;
    for (int i = 0; i < 40; i++) {
      refused += loads(Arrays.copyOf(whole, random.nextInt(whole.length))) ? 0 : 1;
    }
    assertEquals(40, refused);
    for (int i = 0; i < 120; i++) {
      loads(flipped(whole, random));
    }
  }

  /** Overwrites letters and digits of the configs alone, so that they stay JSON more often. */
  @ParameterizedTest
  @CsvSource({"opt_adam_amsgrad, model.h5", "wide_deep, model_v3.h5", "siamese_nested, model.h5"})
  void readsOrRefusesConfigsThatMakeNoSense(String name, String file) throws IOException {
    byte[] whole = Files.readAllBytes(GoldenCases.file(name, file));
    String text = new String(whole, StandardCharsets.ISO_8859_1);
    int start = text.indexOf("{\"class_name\"");
    int end = text.indexOf("\0", start);
    List<Integer> letters = new ArrayList<>();
    for (int i = start; i < end; i++) {
      if (Character.isLetterOrDigit(text.charAt(i))) {
        letters.add(i);
      }
    }
    Random random = new Random(6);
    for (int i = 0; i < 150; i++) {
      byte[] bytes = whole.clone();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        bytes[letters.get(random.nextInt(letters.size()))] =
            (byte) "0123456789abcdefnullinputdense".charAt(random.nextInt(30));
      }
      loads(bytes);
    }
  }

  private static byte[] flipped(byte[] whole, Random random) {
    byte[] bytes = whole.clone();
    for (int flips = 1 << random.nextInt(6); flips > 0; flips--) {
      bytes[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return bytes;
  }

  private boolean loads(byte[] bytes) throws IOException {
    Path file = folder.resolve("damaged.h5");
    Files.write(file, bytes);
    LoadOptions options = LoadOptions.defaults().report(r -> {});
    return accepts(f -> Keras.loadModel(f, options).close(), file);
  }

  /** Whether a file is read; anything but an error of this library fails the test. */
  private static boolean accepts(Consumer<String> reader, Path file) {
    try {
      reader.accept(file.toString());
      return true;
    } catch (ModelFormatException | UnsupportedOperationException e) {
      String message = String.valueOf(e.getMessage());
      assertTrue(message.startsWith(file.toString()), message);
      return false;
    }
  }

  @Test
  void leavesTheModelAsItWasWhenWeightsAreDamaged() throws IOException {
    byte[] whole = Files.readAllBytes(GoldenCases.file("regression_mlp", "weights.h5"));
    Path file = folder.resolve("damaged.h5");
    Random random = new Random(8);
    try (Model model = Keras.modelFromJson(GoldenCases.text("regression_mlp", "config.json"))) {
      List<HostTensor> before = Values.read(model.weights());
      int refused = 0;
      for (int i = 0; i < 120; i++) {
        Files.write(
            file,
            i % 2 == 0
                ? Arrays.copyOf(whole, random.nextInt(whole.length))
                : flipped(whole, random));
        if (!accepts(model::loadWeights, file)) {
          assertEquals(before, Values.read(model.weights()));
          refused++;
        }
        Values.write(model.weights(), before);
      }
      assertTrue(refused > 60, refused + " refused");
    }
  }
}
