package keras.attacks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import keras.Keras;
import keras.config.CustomObjects;
import keras.models.Model;
import keras.saving.Inspection;
import keras.saving.ModelFormatException;
import keras.saving.ModelFormats;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives whose members, or the weights in them, attack who reads them; by golden/attacks.py. */
class ArchiveAttackTest {
  private static final Path SOUND = Path.of("golden/cases/regression_mlp/model.keras");

  private final Path file;

  ArchiveAttackTest(@TempDir Path dir) {
    file = dir.resolve("x.keras");
  }

  private static String golden(String name) {
    try {
      return Path.of(Objects.requireNonNull(ArchiveAttackTest.class.getResource(name)).toURI())
          .toString();
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static Inspection inspect(String path) {
    return ModelFormats.inspect(path, CustomObjects.none());
  }

  private static String refusal(String path) {
    return within(
        () ->
            String.valueOf(
                assertThrows(ModelFormatException.class, () -> Keras.loadModel(path).close())
                    .getMessage()));
  }

  /** Runs with little memory. */
  private static <T> T within(Supplier<T> action) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    T made = action.get();
    long taken = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(taken < 200L << 20, () -> "took " + (taken >> 20) + " MB");
    return made;
  }

  /** CVE-2026-0897, CVE-2026-12570: 6.4 GB that a file of some kilobytes only declares. */
  @ParameterizedTest
  @ValueSource(strings = {"bomb_chunked.keras", "bomb_contiguous.keras"})
  void refusesShapesThatTheFileCannotHold(String name) {
    String message = refusal(golden(name));
    assertTrue(message.contains("/layers/dense/vars/0: its shape [40000, 40000] of"), message);
    assertTrue(message.contains(" needs 6400000000 bytes, more than the file of "), message);
  }

  /** CVE-2026-1669, keras #23168: a group on the way to the weights is a link. */
  @ParameterizedTest
  @CsvSource({"soft, soft", "external, external"})
  void followsNoLinkOnTheWayToTheWeights(String name, String kind) {
    List<String> paths =
        List.of("/layers", "/layers/dense", "/layers/dense/vars", "/layers/dense/vars/0");
    for (int depth = 0; depth < paths.size(); depth++) {
      String path = golden("%s_%d.keras".formatted(name, depth));
      assertEquals(
          "%s: model.weights.h5: %s: it is a link of the kind '%s', which is never followed."
              .formatted(path, paths.get(depth), kind),
          refusal(path));
      assertEquals(
          List.of("link: %s: %s link, which is never followed".formatted(paths.get(depth), kind)),
          inspect(path).findings().stream().map(Object::toString).toList());
    }
  }

  /** CVE-2026-1669: the values would be those of another file. */
  @Test
  void opensNoOtherFileForValues() {
    String message = refusal(golden("storage.keras"));
    assertTrue(message.contains("/layers/dense/vars/0: "), message);
    assertEquals(
        List.of(
            "storage: /layers/dense/vars/0: data in other files, which are never opened",
            "storage: /layers/dense/vars/1: a virtual dataset of other files, which are never"
                + " opened"),
        inspect(golden("storage.keras")).findings().stream().map(Object::toString).toList());
  }

  private void write(String member, byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(SOUND));
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (ZipEntry e = in.getNextEntry(); e != null; e = in.getNextEntry()) {
        byte[] bytes = in.readAllBytes();
        zip.putNextEntry(new ZipEntry(e.getName()));
        zip.write(e.getName().equals(member) ? content : bytes);
      }
      if (!List.of("config.json", "metadata.json", "model.weights.h5").contains(member)) {
        zip.putNextEntry(new ZipEntry(member));
        zip.write(content);
      }
    }
    Files.write(file, out.toByteArray());
  }

  /** keras #23101, #23303: text that unfolds from nearly nothing. */
  @ParameterizedTest
  @ValueSource(strings = {"config.json", "metadata.json"})
  void refusesBombsInConfigAndMetadata(String member) throws IOException {
    write(member, " ".repeat(64 << 20).getBytes(StandardCharsets.UTF_8));
    String message = refusal(file.toString());
    assertTrue(message.startsWith(file + ": " + member + ": it declares 67108864 bytes"), message);
    assertTrue(message.endsWith(" are stored, as in a decompression bomb."), message);
  }

  /** keras #23101: Keras unpacks all members; here nothing is unpacked that nobody asked for. */
  @Test
  void unfoldsNoMemberThatNobodyAskedFor() throws IOException {
    write("assets/zeros.bin", new byte[512 << 20]);
    within(
        () -> {
          try (Model model = Keras.loadModel(file.toString())) {
            return model.weights().size();
          }
        });
    assertEquals(
        List.of("member: assets/zeros.bin: only a layer of one's own may read it"),
        inspect(file.toString()).findings().stream().map(Object::toString).toList());
    try (Stream<Path> beside = Files.list(Objects.requireNonNull(file.getParent()))) {
      assertEquals(List.of(file), beside.toList());
    }
  }

  /** GHSA-hqp4-2352-xf5r: names that were held against the working directory, not the target. */
  @ParameterizedTest
  @ValueSource(strings = {"CWD/evil", "assets/../../evil", "/evil", "..", "a/..\\..\\evil"})
  void takesNoNameForAPlaceOnTheDisk(String name) throws IOException {
    String member = name.replace("CWD", Path.of("").toAbsolutePath().toString());
    write(member, new byte[3]);
    assertEquals(
        file
            + ": expected a .keras archive, a zip, but its member '"
            + member
            + "' leads out of the archive.",
        refusal(file.toString()));
  }

  /** A pickle is a program; Keras loads one as weights where `weights_format="npz"`. */
  @Test
  void listsPicklesAndRunsNone() throws IOException {
    write("model.weights.npz", "cos\nsystem\n(S'id'\ntR.".getBytes(StandardCharsets.UTF_8));
    Keras.loadModel(file.toString()).close();
    assertEquals(
        List.of("member: model.weights.npz: Python pickles, which are programs; never run"),
        inspect(file.toString()).findings().stream().map(Object::toString).toList());
  }

  @Test
  void findsNothingInASoundFile() {
    assertEquals(List.of(), inspect(SOUND.toString()).findings());
  }
}
