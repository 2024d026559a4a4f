package keras.io.kerasv3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.ObjIntConsumer;
import keras.io.Allocation;
import keras.io.json.Json;
import keras.io.storage.AtomicFile;
import keras.io.weights.FileLayout;
import keras.saving.ModelFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZipArchiveTest {
  private static final int DIRECTORY = 0x02014b50;
  private final Path file;

  ZipArchiveTest(@TempDir Path dir) {
    file = dir.resolve("m.keras");
  }

  private Path stored() {
    AtomicFile.write(
        file,
        channel -> {
          try (ZipWriter zip = new ZipWriter(channel)) {
            zip.add("a.txt", c -> c.write(ByteBuffer.wrap(Zips.utf8("hello"))));
            zip.add("b.txt", c -> c.write(ByteBuffer.allocate(100_000)));
          }
        });
    return file;
  }

  private Path deflated() {
    Map<String, byte[]> members = new LinkedHashMap<>();
    members.put("a.txt", Zips.utf8("hello"));
    members.put("b.txt", new byte[100_000]);
    Zips.write(file, members);
    return file;
  }

  private static void check(Path path) {
    try (Archive archive = Archive.open(path)) {
      assertEquals("[a.txt, b.txt]", archive.members().toString());
      assertEquals("hello", archive.text("a.txt"));
      assertArrayEquals(new byte[100_000], archive.bytes("b.txt"));
    }
  }

  @Test
  void readsStoredMembers() {
    check(stored());
  }

  @Test
  void readsCompressedMembers() {
    check(deflated());
  }

  @Test
  void writesTheSameBytesForTheSameMembers() {
    byte[] first = Zips.bytes(stored());
    assertArrayEquals(first, Zips.bytes(stored()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../evil", "a/../../evil", "/etc/passwd", "C:evil", "..\\evil", ".."})
  void refusesNamesThatLeadOut(String name) {
    Zips.write(file, Map.of(name, new byte[1]));
    assertEquals(
        file
            + ": expected a .keras archive, a zip, but its member '"
            + name
            + "' leads out of the archive.",
        refusal());
  }

  @Test
  void refusesTwoMembersOfOneName() {
    byte[] bytes = Zips.bytes(stored());
    replace(bytes, "b.txt", "a.txt");
    Zips.write(file, bytes);
    assertEquals(
        file + ": expected a .keras archive, a zip, but it has two members named 'a.txt'.",
        refusal());
  }

  @Test
  void refusesAMemberThatIsNamedOtherwiseInItsHeader() {
    stored();
    edit("a.txt", (bytes, at) -> bytes.put(at + 46, (byte) 'z'));
    assertEquals(
        file + ": z.txt: the archive's directory gives it another name than its header.",
        refusal("z.txt"));
  }

  @Test
  void refusesWhatIsNoZip() {
    Zips.write(file, Zips.utf8("not a zip at all, but long enough to look into"));
    assertEquals(
        file
            + ": expected a .keras archive, a zip, but it has no directory: it is truncated, or no"
            + " zip at all.",
        refusal());
  }

  @Test
  void refusesABombBeforeItUnfolds() {
    deflated();
    edit("b.txt", (bytes, at) -> bytes.putInt(at + 24, 200 << 20));
    assertTrue(
        refusal("b.txt").startsWith(file + ": b.txt: it declares 209715200 bytes, but only "),
        refusal("b.txt"));
  }

  @Test
  void refusesTextThatUnfoldsFromNearlyNothing() {
    Zips.write(file, Map.of("a.txt", new byte[8 << 20]));
    String message = Allocation.within(4, this::refusal);
    assertTrue(message.startsWith(file + ": a.txt: it declares 8388608 bytes, but only "), message);
    assertTrue(message.endsWith(" are stored, as in a decompression bomb."), message);
  }

  @Test
  void refusesMembersThatLieOverEachOther() {
    stored();
    edit("b.txt", (bytes, at) -> bytes.putInt(at + 42, 0));
    assertEquals(
        file
            + ": expected a .keras archive, a zip, but its members 'a.txt' and 'b.txt' lie over"
            + " each other.",
        refusal());
  }

  @Test
  void refusesWideSizesThatAreNotThere() {
    stored();
    edit("a.txt", (bytes, at) -> bytes.putInt(at + 24, -1));
    assertEquals(
        file + ": expected a .keras archive, a zip, but its member 'a.txt' has no size.",
        refusal());
  }

  /**
   * A zip may say that a member is a link; here a member is what it holds, whatever it is called.
   */
  @Test
  void takesALinkForText() {
    stored();
    edit("a.txt", (bytes, at) -> bytes.put(at + 5, (byte) 3).putInt(at + 38, 0xa1ff0000));
    check(file);
  }

  @Test
  void refusesSizesThatDiffer() {
    stored();
    edit("a.txt", (bytes, at) -> bytes.putInt(at + 24, 6));
    assertEquals(file + ": a.txt: it declares 6 bytes, but 5 are stored.", refusal("a.txt"));
  }

  @Test
  void refusesAWrongChecksum() {
    byte[] bytes = Zips.bytes(stored());
    replace(bytes, "hello", "hallo");
    Zips.write(file, bytes);
    assertEquals(file + ": a.txt: its checksum is wrong: the file is damaged.", refusal("a.txt"));
  }

  @Test
  void refusesEncryptedMembers() {
    stored();
    edit("a.txt", (bytes, at) -> bytes.putShort(at + 8, (short) 1));
    assertEquals(file + ": a.txt: it is encrypted, and Keras has no passwords.", refusal("a.txt"));
  }

  @Test
  void refusesOtherCompressions() {
    stored();
    edit("a.txt", (bytes, at) -> bytes.putShort(at + 10, (short) 93));
    assertEquals(
        file
            + ": a.txt: it is compressed by method 93. Read are stored members, deflate, bzip2 and"
            + " LZMA, as Python's zipfile does.",
        refusal("a.txt"));
  }

  /** Python wrote both, several blocks of bzip2 long, by src/test/python/make_zips.py. */
  @ParameterizedTest
  @ValueSource(strings = {"bzip2.zip", "lzma.zip"})
  void readsWhatPythonCompresses(String name) {
    try (Archive archive = Archive.open(golden(name))) {
      String text = archive.text("text.txt");
      StringBuilder expected = new StringBuilder();
      for (int i = 0; i < 200_000; i++) {
        expected.append((long) i * i % 7919).append(i % 1000 == 0 ? "=".repeat(i / 500) : " ");
      }
      assertEquals(expected.toString(), text);
      assertEquals("", archive.text("empty.txt"));
      assertEquals("a", archive.text("one.txt"));
      byte[] all = archive.bytes("bytes.bin");
      for (int i = 0; i < 3000; i++) {
        assertEquals((byte) ((i * i) >> 3), all[i], "byte " + i);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bzip2.zip", "lzma.zip"})
  void readsDamagedCompressionsOrSaysWhatIsWrong(String name) {
    byte[] whole = Zips.bytes(golden(name));
    Random random = new Random(12);
    int refused = 0;
    for (int i = 0; i < 60; i++) {
      byte[] damaged = whole.clone();
      for (int flips = 1 << random.nextInt(5); flips > 0; flips--) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      }
      Zips.write(file, damaged);
      try (Archive archive = Archive.open(file)) {
        archive.members().forEach(archive::bytes);
      } catch (ModelFormatException e) {
        refused++;
      }
    }
    assertTrue(refused > 50, "refused " + refused);
  }

  @Test
  void takesNoMemoryForADictionaryThatIsOnlyClaimed() {
    byte[] bytes = Zips.bytes(golden("lzma.zip"));
    int at = new String(bytes, ISO_8859_1).indexOf("one.txt") + "one.txt".length();
    Arrays.fill(bytes, at + 5, at + 9, (byte) 0xff);
    Zips.write(file, bytes);
    Allocation.within(
        4,
        () -> {
          try (Archive archive = Archive.open(file)) {
            return archive.text("one.txt");
          }
        });
  }

  @Test
  void passesOverBytesInFrontOfTheZip() {
    byte[] zip = Zips.bytes(deflated());
    byte[] front = Zips.utf8("some bytes first\n");
    byte[] both = Arrays.copyOf(front, front.length + zip.length);
    System.arraycopy(zip, 0, both, front.length, zip.length);
    Zips.write(file, both);
    check(file);
    assertTrue(FileLayout.isZip(both));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
  void readsTextAsPythonDoes(String charset) {
    for (String mark : List.of("", "\uFEFF")) {
      byte[] text = (mark + "{\"é\": 1}").getBytes(Charset.forName(charset));
      Zips.write(file, Map.of("a.txt", text));
      try (Archive archive = Archive.open(file)) {
        assertEquals(Map.of("é", 1), Json.parse(archive.text("a.txt")));
      }
    }
  }

  @Test
  void refusesBytesThatAreNoText() {
    Zips.write(file, Map.of("a.txt", new byte[] {'{', (byte) 0xff, '}'}));
    var e =
        assertThrows(
            ModelFormatException.class,
            () -> {
              try (Archive archive = Archive.open(file)) {
                archive.text("a.txt");
              }
            });
    assertEquals(file + ": a.txt: it is not text in UTF-8.", e.getMessage());
  }

  private static Path golden(String name) {
    try {
      return Path.of(Objects.requireNonNull(ZipArchiveTest.class.getResource(name)).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void refusesAMemberThatIsMissing() {
    stored();
    assertEquals(
        file + ": c.txt: expected this member. The archive holds [a.txt, b.txt].",
        refusal("c.txt"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void readsDamagedZipsOrSaysWhatIsWrong(boolean compressed) {
    byte[] whole = Zips.bytes(compressed ? deflated() : stored());
    Random random = new Random(11);
    int refused = 0;
    for (int i = 0; i < 300; i++) {
      byte[] damaged =
          i % 3 == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
      for (int flips = i % 3 == 0 ? 0 : 1 << random.nextInt(5); flips > 0; flips--) {
        int at = i % 2 == 0 ? whole.length - 1 - random.nextInt(200) : random.nextInt(whole.length);
        damaged[at] ^= (byte) (1 << random.nextInt(8));
      }
      Zips.write(file, damaged);
      try (Archive archive = Archive.open(file)) {
        archive.members().forEach(archive::bytes);
      } catch (ModelFormatException e) {
        refused++;
      }
    }
    assertTrue(refused > 200, "refused " + refused);
  }

  // ---------------------------------------------------------------- mutations

  /** Changes a member's record in the directory. */
  private void edit(String name, ObjIntConsumer<ByteBuffer> change) {
    byte[] bytes = Zips.bytes(file);
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    byte[] wanted = Zips.utf8(name);
    for (int at = 0; at < bytes.length - 46; at++) {
      if (buffer.getInt(at) == DIRECTORY
          && Arrays.equals(bytes, at + 46, at + 46 + wanted.length, wanted, 0, wanted.length)) {
        change.accept(buffer, at);
      }
    }
    Zips.write(file, bytes);
  }

  private static void replace(byte[] bytes, String from, String to) {
    byte[] old = Zips.utf8(from);
    for (int at = 0; at <= bytes.length - old.length; at++) {
      if (Arrays.equals(bytes, at, at + old.length, old, 0, old.length)) {
        System.arraycopy(Zips.utf8(to), 0, bytes, at, old.length);
      }
    }
  }

  private String refusal() {
    return refusal("a.txt");
  }

  private String refusal(String member) {
    ModelFormatException e =
        assertThrows(
            ModelFormatException.class,
            () -> {
              try (Archive archive = Archive.open(file)) {
                archive.bytes(member);
              }
            });
    return Objects.requireNonNull(e.getMessage());
  }
}
