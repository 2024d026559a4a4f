package keras.io.kerasv3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.UnaryOperator;
import keras.Keras;
import keras.layers.Dense;
import keras.layers.Dropout;
import keras.models.Model;
import keras.models.Sequential;
import keras.saving.ModelFormatException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives that were damaged, or made to harm. */
class HostileKerasFileTest {
  private static final String CONFIG = "config.json";
  private static final String WEIGHTS = "model.weights.h5";

  private final Path file;
  private final Model model = stack();

  HostileKerasFileTest(@TempDir Path dir) {
    file = dir.resolve("m.keras");
  }

  private static Sequential stack() {
    Keras.clearSession();
    return new Sequential(
        new Dense(4, "relu").inputShape(3).name("h1"), new Dropout(0.5), new Dense(2).name("out"));
  }

  @BeforeEach
  void save() {
    model.save(file.toString());
  }

  @AfterEach
  void close() {
    model.close();
  }

  @Test
  void refusesBytecode() {
    rewrite(
        CONFIG,
        text ->
            text.replaceFirst(
                "\\{\"module\": \"keras.layers\", \"class_name\": \"Dropout\", \"config\": \\{",
                "{\"module\": \"keras.layers\", \"class_name\": \"Lambda\", \"config\":"
                    + " {\"function\": {\"class_name\": \"__lambda__\", \"config\": {\"code\":"
                    + " \"4wEAAAA=\", \"defaults\": null, \"closure\": null}}, "));
    assertEquals(
        file
            + ": config.json: Lambda 'dropout' is Python bytecode, which is never run; give it in"
            + " Java: LoadOptions.defaults().custom(\"dropout\", x -> ...).",
        refusal(() -> Keras.loadModel(file.toString())));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"java.lang.Runtime", "os.system", "keras.engine.Workspace", "keras.layers.Layer"})
  void refusesOtherClasses(String path) {
    int dot = path.lastIndexOf('.');
    rewrite(
        CONFIG,
        text ->
            text.replaceFirst(
                "\"keras.layers\", \"class_name\": \"Dropout\"",
                "\"%s\", \"class_name\": \"%s\""
                    .formatted(path.substring(0, dot), path.substring(dot + 1))));
    String message = refusal(() -> Keras.loadModel(file.toString()));
    String name = path.substring(dot + 1);
    assertTrue(message.startsWith(file + ": config.json: " + name + " (layer '"), message);
    assertTrue(
        message.endsWith(
            "') is not known; if it is yours, add CustomObjects.of(" + name + ".class)."),
        message);
  }

  @Test
  void refusesPickles() {
    Map<String, byte[]> members = Zips.read(file);
    members.put("model.weights.npz", Objects.requireNonNull(members.remove(WEIGHTS)));
    Zips.write(file, members);
    assertEquals(
        file
            + ": model.weights.npz: it holds Python pickles, which are programs; neither Keras nor"
            + " this library runs them. Save the model again with `weights_format='h5'`.",
        refusal(() -> Keras.loadModel(file.toString())));
  }

  @ParameterizedTest
  @ValueSource(strings = {CONFIG, WEIGHTS})
  void refusesAnArchiveWithoutAMember(String name) {
    Map<String, byte[]> members = Zips.read(file);
    members.remove(name);
    Zips.write(file, members);
    String message = refusal(() -> Keras.loadModel(file.toString()));
    assertTrue(
        message.startsWith(file + ": " + name + ": expected this member. The archive holds ["),
        message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "[]", "{}", "{\"class_name\": \"Sequential\"}", "{\"class_name\": 3}"})
  void refusesOtherConfigs(String config) {
    rewrite(CONFIG, text -> config);
    String message = refusal(() -> Keras.loadModel(file.toString()));
    assertTrue(message.startsWith(file + ": config.json"), message);
  }

  @Test
  void readsDamagedWeightsOrSaysWhatIsWrong() {
    Map<String, byte[]> members = Zips.read(file);
    byte[] whole = Objects.requireNonNull(members.get(WEIGHTS));
    Random random = new Random(5);
    List<?> before = model.getWeights();
    int refused = 0;
    for (int i = 0; i < 300; i++) {
      byte[] damaged =
          i % 3 == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
      for (int flips = i % 3 == 0 ? 0 : 1 << random.nextInt(6); flips > 0; flips--) {
        damaged[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
      }
      members.put(WEIGHTS, damaged);
      Zips.write(file, members);
      try {
        model.loadWeights(file.toString());
        before = model.getWeights();
      } catch (ModelFormatException e) {
        refused++;
        assertEquals(before, model.getWeights(), "a refused file leaves the weights");
      }
    }
    assertTrue(refused > 100, "refused " + refused);
  }

  private void rewrite(String member, UnaryOperator<String> change) {
    Map<String, byte[]> members = Zips.read(file);
    String old = new String(Objects.requireNonNull(members.get(member)), StandardCharsets.UTF_8);
    String text = change.apply(old);
    assertFalse(text.equals(old), "the member changes");
    members.put(member, Zips.utf8(text));
    Zips.write(file, members);
  }

  private static String refusal(Executable action) {
    return Objects.requireNonNull(assertThrows(ModelFormatException.class, action).getMessage());
  }
}
