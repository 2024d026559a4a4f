package keras.attacks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import keras.Keras;
import keras.fuzz.Seeds;
import keras.models.Model;
import keras.saving.ModelFormatException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders whose links, and maps of weights whose names, lead to other files of the machine. */
class FolderAttackTest {
  private static final Path CASE = Path.of("golden", "cases", "regression_mlp");

  private final Path folder;
  private final Path secret;

  FolderAttackTest(@TempDir Path root) {
    this.folder = root.resolve("model");
    this.secret = root.resolve("secret");
  }

  @BeforeEach
  void make() throws IOException {
    Files.createDirectories(folder);
    Files.writeString(secret, "not for you");
  }

  private static String refusal(Executable action) {
    return Objects.requireNonNull(assertThrows(ModelFormatException.class, action).getMessage());
  }

  private String leadsOut(Path of, String name) throws IOException {
    return of
        + ": "
        + name
        + ": it is a link that leads out of the folder, to "
        + secret.toRealPath()
        + ". Put a copy of that file in its place, if it is meant.";
  }

  @ParameterizedTest
  @ValueSource(strings = {"config.json", "metadata.json", "model.weights.h5"})
  void followsNoLinkOutOfAnUnpackedArchive(String member) throws IOException {
    Path whole = folder.resolve("x.keras");
    Files.copy(CASE.resolve("model.keras"), whole);
    Seeds.unpack(whole, folder);
    Files.delete(whole);
    Keras.loadModel(folder.toString()).close();
    Path inside = folder.resolve("copy of " + member);
    Files.move(folder.resolve(member), inside);
    Files.createSymbolicLink(folder.resolve(member), inside.getFileName());
    Keras.loadModel(folder.toString()).close();
    Files.delete(folder.resolve(member));
    Files.createSymbolicLink(folder.resolve(member), secret);
    assertEquals(leadsOut(folder, member), refusal(() -> Keras.loadModel(folder.toString())));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "keras_metadata.pb",
        "variables/variables.index",
        "variables/variables.data-00000-of-00001"
      })
  void followsNoLinkOutOfASavedModel(String file) throws IOException {
    byte[] metadata = Files.readAllBytes(CASE.resolve("saved_model/keras_metadata.pb"));
    Path saved = Seeds.savedModel(folder, metadata);
    Keras.loadModel(saved.toString()).close();
    Files.delete(saved.resolve(file));
    Files.createSymbolicLink(saved.resolve(file), secret);
    assertEquals(leadsOut(saved, file), refusal(() -> Keras.loadModel(saved.toString())));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../secret.weights.h5",
        "/tmp/secret.weights.h5",
        "..",
        "",
        "C:x.weights.h5",
        "a\\\\x.weights.h5",
        "secret"
      })
  void opensNoShardElsewhere(String name) throws IOException {
    Path map = folder.resolve("x.weights.json");
    Files.writeString(map, "{\"weight_map\": {\"/layers/dense/vars\": [\"" + name + "\"]}}");
    try (Model model = Keras.modelFromJson(Files.readString(CASE.resolve("config.json")))) {
      assertEquals(
          map
              + ": weight_map `/layers/dense/vars`: expected the name of a .weights.h5 file in the"
              + " same folder. Received: %s.".formatted(name.replace("\\\\", "\\")),
          refusal(() -> model.loadWeights(map.toString())));
    }
  }

  @Test
  void followsNoLinkOfAShard() throws IOException {
    Path map = folder.resolve("x.weights.json");
    String shard = "x_00000.weights.h5";
    Files.createSymbolicLink(folder.resolve(shard), secret);
    Files.writeString(map, "{\"weight_map\": {\"/layers/dense/vars\": \"" + shard + "\"}}");
    try (Model model = Keras.modelFromJson(Files.readString(CASE.resolve("config.json")))) {
      assertEquals(
          leadsOut(folder.toAbsolutePath(), shard),
          refusal(() -> model.loadWeights(map.toString())));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 1_000_000})
  void refusesMetadataThatNestWithoutEnd(int depth) throws IOException {
    byte[] groups = new byte[depth];
    java.util.Arrays.fill(groups, (byte) (9 << 3 | 3));
    Path saved = Seeds.savedModel(folder, groups);
    assertEquals(
        saved.resolve("keras_metadata.pb") + ": it is damaged.",
        refusal(() -> Keras.loadModel(saved.toString())));
    byte[] lengths = {1 << 3 | 2, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 7, 0};
    Files.write(saved.resolve("keras_metadata.pb"), lengths);
    String message = refusal(() -> Keras.loadModel(saved.toString()));
    assertTrue(message.endsWith("keras_metadata.pb: it is damaged."), message);
  }
}
