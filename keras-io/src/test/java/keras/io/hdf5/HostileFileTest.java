package keras.io.hdf5;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import keras.saving.ModelFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that lie, by accident or on purpose. */
class HostileFileTest {
  private static final int DEEPEST = 6;
  private static final byte[] HEADER = {'O', 'H', 'D', 'R', 2};

  @ParameterizedTest
  @ValueSource(strings = {"bombs.h5", "bombs_latest.h5"})
  void refusesSizesThatTheFileCannotHold(String file) {
    Hdf5Group root = Fixtures.root(file);
    for (String name : List.of("never_written", "no_chunks")) {
      assertTrue(
          Fixtures.refusal(() -> root.dataset(name))
              .startsWith(
                  file
                      + ": /"
                      + name
                      + ": its shape [1099511627776] of float32 needs 4398046511104 bytes, more than the file of "),
          name);
    }
    String damaged = ": it is damaged or of a kind that is not supported: ";
    assertEquals(
        file + ": /inflating" + damaged + "a compressed chunk holds more than it declares.",
        Fixtures.refusal(() -> root.requireDataset("inflating").floats()));
    assertEquals(
        file + ": /short" + damaged + "a chunk should have 4096 bytes and has 4092.",
        Fixtures.refusal(() -> root.requireDataset("short").floats()));
    assertEquals(
        file + ": /cut" + damaged + "a compressed chunk is truncated.",
        Fixtures.refusal(() -> root.requireDataset("cut").floats()));
    assertEquals(
        file + ": /wrong_checksum" + damaged + "the checksum of a chunk is wrong.",
        Fixtures.refusal(() -> root.requireDataset("wrong_checksum").floats()));
    assertTrue(
        Fixtures.refusal(() -> root.requireDataset("huge_chunks").floats())
            .startsWith(file + ": /huge_chunks: "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "variants/plain.h5",
        "variants/libver_latest.h5",
        "variants/gzip_shuffle_fletcher.h5",
        "types.h5",
        "types_latest.h5",
        "chunks.h5",
        "chunks_latest.h5",
        "order_tracked.h5",
        "names.h5",
        "many_latest.h5"
      })
  void readsDamagedFilesOrSaysWhatIsWrong(String name) {
    byte[] whole = Fixtures.bytes(name);
    assertTrue(read(whole));
    Random random = new Random(7);
    int refused = 0;
    for (int i = 0; i < 60; i++) {
      byte[] cut = Arrays.copyOf(whole, random.nextInt(whole.length));
      refused += read(cut) ? 0 : 1;
      byte[] zeroed = Arrays.copyOf(whole, whole.length);
      Arrays.fill(zeroed, random.nextInt(whole.length), whole.length, (byte) 0);
      read(zeroed);
      byte[] flipped = whole.clone();
      for (int flips = 1 << random.nextInt(7); flips > 0; flips--) {
        flipped[random.nextInt(Math.min(whole.length, flips % 2 == 0 ? 4096 : whole.length))] ^=
            (byte) (1 << random.nextInt(8));
      }
      read(flipped);
    }
    assertEquals(60, refused);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "variants/libver_latest.h5",
        "types_latest.h5",
        "chunks_latest.h5",
        "many_latest.h5"
      })
  void readsHeadersThatLieUnderACorrectChecksum(String name) {
    byte[] whole = Fixtures.bytes(name);
    List<Integer> headers = headers(whole);
    assertTrue(headers.size() > 2);
    Random random = new Random(11);
    for (int i = 0; i < 100; i++) {
      byte[] bytes = whole.clone();
      int start = headers.get(random.nextInt(headers.size()));
      int length = headerBytes(bytes, start);
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        byte[] tempting = {0, 1, (byte) 0xff, 0x7f, (byte) random.nextInt()};
        bytes[start + 6 + random.nextInt(length - 6)] = tempting[random.nextInt(tempting.length)];
      }
      ByteBuffer.wrap(bytes)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putInt(start + length, Lookup3.hash(bytes, start, length));
      read(bytes);
    }
  }

  @Test
  void refusesAHeaderThatContinuesInItself() {
    byte[] bytes = Fixtures.bytes("variants/plain.h5");
    ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int root = (int) file.getLong(64);
    file.putShort(root + 16, (short) 16).putLong(root + 24, root + 16).putLong(root + 32, 24);
    String message = Fixtures.refusal(() -> Hdf5File.open("model.h5", bytes).root().names());
    assertEquals(
        "model.h5: /: it is damaged or of a kind that is not supported: the header points back at byte "
            + (root + 16)
            + ".",
        message);
  }

  /**
   * Reads everything there is; false if something was refused. Anything else that is thrown fails
   * the test.
   */
  private static boolean read(byte[] bytes) {
    boolean sound = true;
    try (Hdf5File file = Hdf5File.open("model.h5", bytes)) {
      sound = read(file.root(), 0);
    } catch (ModelFormatException e) {
      assertTrue(String.valueOf(e.getMessage()).startsWith("model.h5: "), e.getMessage());
      sound = false;
    }
    return sound;
  }

  private static boolean read(Hdf5Group group, int depth) {
    boolean sound = sound(() -> readAttributes(group));
    List<String> names = new ArrayList<>();
    sound &= sound(() -> names.addAll(group.names()));
    if (depth < DEEPEST) {
      for (String name : names.subList(0, Math.min(60, names.size()))) {
        boolean isGroup = sound(() -> group.group(name).ifPresent(g -> read(g, depth + 1)));
        sound &=
            isGroup || sound(() -> group.dataset(name).ifPresent(HostileFileTest::readDataset));
      }
    }
    return sound;
  }

  private static void readDataset(Hdf5Dataset dataset) {
    readAttributes(dataset);
    if (dataset.dtype().equals("string")) {
      dataset.strings();
    } else if (dataset.dtype().matches("float\\d+|bfloat16|u?int\\d+|bool")) {
      dataset.floats();
    } else {
      dataset.bytes();
    }
  }

  private static void readAttributes(Hdf5Object object) {
    for (String name : object.attributeNames()) {
      Hdf5Attribute attribute = object.requireAttribute(name);
      if (attribute.dtype().equals("string")) {
        attribute.strings();
      } else if (attribute.dtype().matches("float\\d+|u?int\\d+|bool")) {
        attribute.doubles();
      }
    }
  }

  private static boolean sound(Runnable action) {
    try {
      action.run();
      return true;
    } catch (ModelFormatException e) {
      return false;
    }
  }

  static List<Integer> headers(byte[] bytes) {
    List<Integer> starts = new ArrayList<>();
    for (int i = 0; i + HEADER.length <= bytes.length; i++) {
      if (Arrays.equals(bytes, i, i + HEADER.length, HEADER, 0, HEADER.length)) {
        starts.add(i);
      }
    }
    return starts;
  }

  /** Returns the length of a header without its checksum. */
  static int headerBytes(byte[] bytes, int start) {
    int flags = bytes[start + 5];
    int prefix = 6 + ((flags & 0x20) != 0 ? 16 : 0) + ((flags & 0x10) != 0 ? 4 : 0);
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(start + prefix);
    int width = 1 << (flags & 3);
    return prefix + width + (int) Bytes.unsigned(in, width);
  }
}
