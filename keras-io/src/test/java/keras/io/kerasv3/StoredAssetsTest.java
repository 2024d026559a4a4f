package keras.io.kerasv3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import keras.Keras;
import keras.layers.InputLayer;
import keras.layers.TextVectorization;
import keras.models.Model;
import keras.models.Sequential;
import keras.saving.ModelFormatException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Vocabularies in archives: whole, damaged, and made to harm. */
class StoredAssetsTest {
  private static final String MEMBER = "assets/layers/text_vectorization/vocabulary.txt";
  private static final String INNER =
      "assets/layers/text_vectorization/_lookup_layer/vocabulary.txt";

  private final Path dir;
  private final Path file;

  StoredAssetsTest(@TempDir Path dir) {
    this.dir = dir;
    this.file = dir.resolve("m.keras");
  }

  @BeforeEach
  void save() {
    Keras.clearSession();
    TextVectorization words = new TextVectorization();
    words.adapt(List.of("b a", "b ß"));
    try (Model model = new Sequential(new InputLayer(1).dtype("string"), words)) {
      model.save(file.toString());
    }
  }

  private String refused() {
    return String.valueOf(
        assertThrows(ModelFormatException.class, () -> Keras.loadModel(file)).getMessage());
  }

  private void replace(String member, byte[] bytes) {
    Map<String, byte[]> members = Zips.read(file);
    members.put(member, bytes);
    Zips.write(file, members);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void standWhereKerasHasThem() {
    Map<String, byte[]> members = Zips.read(file);
    assertTrue(members.keySet().containsAll(Set.of(MEMBER, INNER)), () -> "" + members.keySet());
    assertEquals("\n[UNK]\nb\nß\na", new String(members.get(MEMBER), StandardCharsets.UTF_8));
  }

  @Test
  void areReadFromAnUnpackedArchive() throws IOException {
    Path folder = unpacked();
    try (Model model = Keras.loadModel(folder)) {
      assertEquals(
          List.of("", "[UNK]", "b", "ß", "a"),
          ((TextVectorization) model.layers().get(0)).getVocabulary());
    }
  }

  private Path unpacked() throws IOException {
    Path folder = Files.createDirectory(dir.resolve("unpacked"));
    for (Map.Entry<String, byte[]> member : Zips.read(file).entrySet()) {
      Path to = folder.resolve(member.getKey());
      Files.createDirectories(to.getParent());
      Files.write(to, member.getValue());
    }
    return folder;
  }

  @Test
  void followNoLinkOutOfAFolder() throws IOException {
    Path folder = unpacked();
    Path secret = Files.writeString(dir.resolve("secret"), "not\nfor\nyou");
    Files.delete(folder.resolve(MEMBER));
    Files.createSymbolicLink(folder.resolve(MEMBER), secret);
    String message =
        String.valueOf(
            assertThrows(ModelFormatException.class, () -> Keras.loadModel(folder)).getMessage());
    assertTrue(message.contains("it is a link that leads out of the folder"), message);
  }

  @Test
  void mustBeThere() {
    Map<String, byte[]> members = Zips.read(file);
    members.remove(MEMBER);
    Zips.write(file, members);
    assertEquals(
        file
            + ": "
            + MEMBER
            + ": expected this member, without which TextVectorization 'text_vectorization' has no"
            + " vocabulary.",
        refused());
  }

  @Test
  void mustBeUtf8() {
    replace(MEMBER, new byte[] {'\n', 'a', '\n', (byte) 0xe4});
    assertEquals(
        file
            + ": "
            + MEMBER
            + ": TextVectorization 'text_vectorization': expected a vocabulary file of UTF-8."
            + " Received: vocabulary.txt, which is not.",
        refused());
  }

  @Test
  void mayNotRepeatAWord() {
    replace(MEMBER, utf8("\n[UNK]\nb\na\nb"));
    assertEquals(
        file
            + ": "
            + MEMBER
            + ": TextVectorization 'text_vectorization': the passed vocabulary has at least one"
            + " repeated term. Give each once. The repeated terms are: [b].",
        refused());
  }

  @Test
  void noConfigNamesAFileOfTheMachine() {
    String config = new String(Zips.read(file).get("config.json"), StandardCharsets.UTF_8);
    replace(
        "config.json",
        utf8(config.replace("\"vocabulary\": null", "\"vocabulary\": \"/etc/passwd\"")));
    String message = refused();
    assertTrue(
        message.contains(
            "a config may not name a file outside of its archive, which could be any on this"
                + " machine. Give the vocabulary by code. Received: vocabulary='/etc/passwd'."),
        message);
  }

  @Test
  void noVocabularyIsLostInHdf5() {
    Path h5 = dir.resolve("m.h5");
    try (Model model = Keras.loadModel(file)) {
      model.save(h5.toString());
    }
    try (Model model = Keras.loadModel(h5)) {
      assertEquals(
          List.of("", "[UNK]", "b", "ß", "a"),
          ((TextVectorization) model.layers().get(0)).getVocabulary());
    }
  }
}
