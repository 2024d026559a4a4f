package keras.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32;
import keras.engine.HostTensor;
import keras.engine.Values;
import keras.engine.Variable;
import keras.io.storage.AtomicFile;
import keras.io.storage.Disk;
import keras.io.storage.Disks;
import keras.models.Model;
import keras.saving.ModelFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** In every format what is saved is there as a whole, or what was there before. */
class SavedOrNotTest {
  private static final int STEPS = 60;

  private final Path dir;

  SavedOrNotTest(@TempDir Path dir) {
    this.dir = dir;
  }

  private static List<Variable> variables(Model model) {
    List<Variable> all = new ArrayList<>(model.weights());
    all.addAll(model.optimizer().variables());
    return all;
  }

  /** Returns the size of what is written, over an older file. */
  private long size(SavedFormat format, Model model, Path folder) {
    AtomicLong bytes = new AtomicLong();
    format.write(
        model,
        folder,
        (path, body) -> {
          AtomicFile.write(path, body);
          bytes.addAndGet(path.toFile().length());
        });
    return bytes.get();
  }

  /** The rooms that are tried: the first and last bytes of each piece, and many between. */
  private static Set<Long> rooms(long size) {
    Set<Long> rooms = new TreeSet<>();
    for (long i = 0; i <= STEPS; i++) {
      rooms.add(Math.min(size - 1, size * i / STEPS));
    }
    rooms.addAll(Set.of(1L, 2L, size - 2, size - 3));
    return rooms;
  }

  @ParameterizedTest
  @EnumSource(SavedFormat.class)
  void holdsWhereTheDiskIsFullAtAnyByte(SavedFormat format) {
    try (Model model = SavedFormat.model();
        Model other = SavedFormat.model()) {
      format.write(model, dir, AtomicFile::write);
      Map<String, String> old = SavedFormat.files(dir);
      List<HostTensor> before = Values.read(model.weights());
      model.fit(SavedFormat.X, SavedFormat.Y, f -> f.verbose(0));
      List<HostTensor> after = Values.read(model.weights());
      Path probe = dir.resolve("probe");
      probe.toFile().mkdirs();
      format.write(model, probe, AtomicFile::write);
      long size = size(format, model, probe);
      delete(probe);
      int failed = 0;
      for (long room : rooms(size)) {
        boolean saved = fits(format, model, room);
        other.loadWeights(format.in(dir).toString());
        assertEquals(saved ? after : before, Values.read(other.weights()), "room " + room);
        if (saved) {
          restore(old);
        } else {
          assertEquals(old, SavedFormat.files(dir), "room " + room);
          failed++;
        }
      }
      assertTrue(failed > STEPS / 3, failed + " failed");
      assertTrue(fits(format, model, size));
      assertEquals(old.keySet(), SavedFormat.files(dir).keySet());
    }
  }

  private boolean fits(SavedFormat format, Model model, long room) {
    Disk disk =
        Disks.withRoom(
            room,
            () -> {
              throw new IOException("No space left on device");
            });
    try {
      format.write(model, dir, disk);
      return true;
    } catch (UncheckedIOException e) {
      assertTrue(String.valueOf(e.getMessage()).endsWith("No space left on device."));
      return false;
    }
  }

  private void restore(Map<String, String> files) {
    SavedFormat.files(dir).keySet().forEach(name -> delete(dir.resolve(name)));
    files.forEach(
        (name, hex) -> {
          try {
            Files.write(dir.resolve(name), HexFormat.of().parseHex(hex));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static void delete(Path path) {
    try {
      if (Files.isDirectory(path)) {
        SavedFormat.files(path).keySet().forEach(name -> delete(path.resolve(name)));
      }
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // ---------------------------------------------------------------- other processes

  /** A process that saves in all formats, each stopped at some byte, is killed. */
  @Test
  void holdsWhereTheProcessIsKilled() throws IOException, InterruptedException {
    try (Model model = SavedFormat.model()) {
      List<HostTensor> before = Values.read(model.weights());
      for (SavedFormat format : SavedFormat.values()) {
        for (int part = 0; part < PARTS; part++) {
          format.write(model, folder(format, part), AtomicFile::write);
        }
      }
      Process child = child("kill", dir);
      try (BufferedReader out = child.inputReader(StandardCharsets.UTF_8)) {
        assertEquals("stopped", out.readLine());
        child.destroyForcibly();
        assertTrue(child.waitFor(60, TimeUnit.SECONDS));
      }
      int old = 0;
      for (SavedFormat format : SavedFormat.values()) {
        for (int part = 0; part < PARTS; part++) {
          Path folder = folder(format, part);
          assertTrue(SavedFormat.files(folder).keySet().stream().anyMatch(n -> n.contains(".tmp")));
          Values.write(model.weights(), before.stream().map(SavedOrNotTest::zeros).toList());
          model.loadWeights(format.in(folder).toString());
          old += before.equals(Values.read(model.weights())) ? 1 : 0;
          assertTrue(
              List.of(before, Values.read(trained())).contains(Values.read(model.weights())),
              format + " " + part);
        }
      }
      assertTrue(old >= 3 * SavedFormat.values().length, old + " old");
    }
  }

  private static HostTensor zeros(HostTensor like) {
    int bytes = like.data().remaining();
    return new HostTensor(like.dtype(), like.shape(), ByteBuffer.allocate(bytes));
  }

  private static List<Variable> trained() {
    Model model = SavedFormat.model();
    step(model);
    return model.weights();
  }

  private static void step(Model model) {
    model.fit(SavedFormat.X, SavedFormat.Y, f -> f.verbose(0).shuffle(false));
  }

  /** The same model gives the same bytes, also in another process, but for the date. */
  @Test
  void givesTheSameBytesInAnotherProcess() throws IOException, InterruptedException {
    Process child = child("save", dir);
    assertTrue(child.waitFor(120, TimeUnit.SECONDS));
    assertEquals(0, child.exitValue());
    try (Model model = SavedFormat.model()) {
      for (SavedFormat format : SavedFormat.values()) {
        Path here = dir.resolve("here-" + format);
        here.toFile().mkdirs();
        format.write(model, here, AtomicFile::write);
        Map<String, String> first = dated(SavedFormat.files(here));
        assertEquals(first, dated(SavedFormat.files(folder(format, 0))), format.name());
        format.write(model, here, AtomicFile::write);
        assertEquals(first, dated(SavedFormat.files(here)), format + " over an older one");
      }
    }
  }

  /** Puts one date into the place of all, in bytes that zips do not compress. */
  private static Map<String, String> dated(Map<String, String> files) {
    files.replaceAll(
        (name, hex) -> {
          byte[] bytes = HexFormat.of().parseHex(hex);
          String text = new String(bytes, StandardCharsets.ISO_8859_1);
          return name.endsWith(".keras") ? withoutDate(text) : text;
        });
    return files;
  }

  /**
   * The checksum of the member with the date stands before it, and in the directory. Its bytes may
   * be those of a brace, so the member is found by how it begins.
   */
  private static String withoutDate(String zip) {
    String at = "\\d{4}-\\d\\d-\\d\\d@\\d\\d:\\d\\d:\\d\\d";
    String dated = zip.replaceAll(at, "DATE");
    CRC32 crc = new CRC32();
    int start = zip.indexOf("{\"keras_version\"");
    int end = zip.indexOf("}", start) + 1;
    crc.update(zip.substring(start, end).getBytes(StandardCharsets.ISO_8859_1));
    StringBuilder four = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      four.append((char) ((crc.getValue() >> (8 * i)) & 0xff));
    }
    assertTrue(dated.contains(four), "the checksum of metadata.json is there");
    return dated.replace(four, "CRC ");
  }

  private static final int PARTS = 4;

  private Path folder(SavedFormat format, int part) {
    return folder(dir, format, part);
  }

  private static Path folder(Path dir, SavedFormat format, int part) {
    Path folder = dir.resolve(format + "-" + part);
    folder.toFile().mkdirs();
    return folder;
  }

  private static Process child(String what, Path dir) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            SavedOrNotTest.class.getName(),
            what,
            dir.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** Saves in all formats, or begins to and stops for good in each. */
  public static void main(String[] args) throws InterruptedException {
    Path dir = Path.of(args[1]);
    try (Model model = SavedFormat.model()) {
      if (args[0].equals("save")) {
        for (SavedFormat format : SavedFormat.values()) {
          format.write(model, folder(dir, format, 0), AtomicFile::write);
        }
        return;
      }
      step(model);
      CountDownLatch stopped = new CountDownLatch(SavedFormat.values().length * PARTS);
      for (SavedFormat format : SavedFormat.values()) {
        Path measured = folder(dir, format, PARTS);
        format.write(model, measured, AtomicFile::write);
        AtomicLong size = new AtomicLong();
        format.write(
            model,
            measured,
            (path, body) -> {
              AtomicFile.write(path, body);
              size.addAndGet(path.toFile().length());
            });
        for (int part = 0; part < PARTS; part++) {
          long room = size.get() * part / PARTS;
          Path folder = folder(dir, format, part);
          Disk disk = Disks.withRoom(room, () -> stop(stopped));
          Thread thread = new Thread(() -> format.write(model, folder, disk));
          thread.setDaemon(true);
          thread.start();
        }
      }
      stopped.await();
      System.out.println("stopped");
      System.out.flush();
      while (true) {
        LockSupport.park();
      }
    }
  }

  private static void stop(CountDownLatch stopped) {
    stopped.countDown();
    while (true) {
      LockSupport.park();
    }
  }

  // ---------------------------------------------------------------- loads that fail

  /** A file that is cut leaves weights and optimizer as they were; so does one of other shapes. */
  @ParameterizedTest
  @EnumSource(SavedFormat.class)
  void leavesTheModelAsItWasWhereAFileIsCut(SavedFormat format) throws IOException {
    try (Model model = SavedFormat.model()) {
      format.write(model, dir, AtomicFile::write);
      step(model);
      List<HostTensor> before = Values.read(variables(model));
      int refused = 0;
      for (Map.Entry<String, String> file : SavedFormat.files(dir).entrySet()) {
        byte[] whole = HexFormat.of().parseHex(file.getValue());
        for (int i = 0; i < 25 && !file.getKey().equals("checkpoint"); i++) {
          byte[] cut = Arrays.copyOf(whole, whole.length * i / 25);
          Files.write(dir.resolve(file.getKey()), cut);
          try {
            model.loadWeights(format.in(dir).toString());
          } catch (RuntimeException e) {
            assertTrue(String.valueOf(e.getMessage()).contains(dir.toString()), e::toString);
            refused++;
          }
          assertEquals(before, Values.read(variables(model)), file.getKey() + " cut at " + i);
        }
        Files.write(dir.resolve(file.getKey()), whole);
      }
      assertTrue(refused >= 25, refused + " refused");
    }
  }

  @ParameterizedTest
  @EnumSource(SavedFormat.class)
  void leavesTheModelAsItWasWhereShapesDiffer(SavedFormat format) {
    try (Model model = SavedFormat.model();
        Model wider = SavedFormat.wider()) {
      format.write(wider, dir, AtomicFile::write);
      List<HostTensor> before = Values.read(variables(model));
      ModelFormatException e =
          assertThrows(
              ModelFormatException.class, () -> model.loadWeights(format.in(dir).toString()));
      assertTrue(String.valueOf(e.getMessage()).contains("(2, 4)"), e::toString);
      assertEquals(before, Values.read(variables(model)));
    }
  }
}
