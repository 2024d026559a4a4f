package keras.io.hdf5;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import keras.io.Allocation;
import keras.io.weights.StoredWeights;
import org.junit.jupiter.api.Test;

/**
 * Known attacks on readers of HDF5: a few bytes that stand for very many. Links, external storage
 * and virtual datasets are in {@link Hdf5GroupTest}, declared shapes in {@link HostileFileTest}.
 */
class Hdf5AttackTest {
  private static final String DAMAGED = ": it is damaged or of a kind that is not supported: ";
  private static final int UNKNOWN_FILTER = 305;
  private static final byte USER_DEFINED = 70;

  /** Returns where some bytes stand, the first time. */
  private static int find(byte[] bytes, byte[] wanted) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int at = text.indexOf(new String(wanted, StandardCharsets.ISO_8859_1));
    assertTrue(at >= 0);
    return at;
  }

  private static ByteBuffer buffer(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Test
  void refusesGroupsThatLeadInCircles() {
    byte[] bytes = Fixtures.bytes("circles.h5");
    String message =
        Allocation.within(
            500,
            () ->
                Fixtures.refusal(
                    () -> StoredWeights.of(Hdf5File.open("circles.h5", bytes).root())));
    assertTrue(message.startsWith("circles.h5: /circle/left/circle/left/"), message);
    assertTrue(
        message.endsWith(DAMAGED + "its links lead in circles, or too often to the same objects."),
        message);
  }

  @Test
  void refusesOneDatasetUnderAThousandNames() {
    byte[] bytes = Fixtures.bytes("circles.h5");
    Hdf5Group aliases = Hdf5File.open("circles.h5", bytes).root().requireGroup("aliases");
    String message =
        Allocation.within(
            300,
            () ->
                Fixtures.refusal(
                    () -> aliases.names().forEach(name -> aliases.requireDataset(name).floats())));
    assertTrue(message.startsWith("circles.h5: /aliases/"), message);
    assertTrue(message.contains("what it holds unfolds to more than "), message);
    assertTrue(message.endsWith(", as in a decompression bomb."), message);
  }

  @Test
  void refusesZerosThatUnfoldALotBeforeTheyDo() {
    byte[] bytes = Fixtures.bytes("circles.h5");
    Hdf5Group root = Hdf5File.open("circles.h5", bytes).root();
    String message =
        Allocation.within(4, () -> Fixtures.refusal(() -> root.requireDataset("zeros").bytes()));
    assertEquals(
        "circles.h5: /zeros: its shape [134217728] of uint8 needs 134217728 bytes, more than the"
            + " file of %d bytes can hold there.".formatted(bytes.length),
        message);
  }

  @Test
  void refusesOneTextFourThousandTimes() {
    byte[] bytes = Fixtures.bytes("circles.h5");
    int at = find(bytes, new byte[] {(byte) 0x50, (byte) 0xc3, 0, 0}); // 50,000
    for (int i = 1; i <= 4000; i++) {
      System.arraycopy(bytes, at, bytes, at + 16 * i, 16);
    }
    Hdf5Attribute names =
        Hdf5File.open("circles.h5", bytes).root().requireDataset("texts").requireAttribute("names");
    String message = Allocation.within(40, () -> Fixtures.refusal(names::strings));
    assertEquals(
        "circles.h5: /texts attribute `names`"
            + DAMAGED
            + "its structures point at each other without end.",
        message);
  }

  @Test
  void refusesATreeThatIsItsOwnBranch() {
    byte[] bytes = Fixtures.bytes("variants/plain.h5");
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    for (int at = text.indexOf("TREE"); at >= 0; at = text.indexOf("TREE", at + 1)) {
      buffer(bytes).put(at + 5, (byte) 1).putShort(at + 6, (short) 1).putLong(at + 32, at);
    }
    String message =
        Allocation.within(
            100, () -> Fixtures.refusal(() -> Hdf5File.open("plain.h5", bytes).root().names()));
    assertTrue(message.startsWith("plain.h5: /: it is damaged"), message);
  }

  @Test
  void refusesFiltersItDoesNotKnow() {
    byte[] bytes = Fixtures.bytes("variants/gzip.h5");
    byte[] filter = {1, 0, 8, 0, 1, 0, 1, 0, 'd', 'e', 'f', 'l', 'a', 't', 'e', 0};
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    String wanted = new String(filter, StandardCharsets.ISO_8859_1);
    for (int at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
      buffer(bytes).putShort(at, (short) UNKNOWN_FILTER);
    }
    Hdf5Group weights = Hdf5File.open("gzip.h5", bytes).root().requireGroup("model_weights");
    List<String> layers = weights.strings("layer_names");
    Hdf5Group layer = weights.requireGroup(layers.get(layers.size() - 1));
    String message =
        Fixtures.refusal(() -> layer.requireDataset(layer.strings("weight_names").get(0)).floats());
    assertTrue(message.endsWith(DAMAGED + "the filter 'deflate' (305) is not supported."), message);
  }

  @Test
  void refusesLinksOfAKindThatAUserDefined() {
    byte[] bytes = Fixtures.bytes("links_latest.h5");
    int at = find(bytes, new byte[] {1, 4, 's', 'o', 'f', 't'});
    bytes[at] = USER_DEFINED;
    for (int start : HostileFileTest.headers(bytes)) {
      int length = HostileFileTest.headerBytes(bytes, start);
      buffer(bytes).putInt(start + length, Lookup3.hash(bytes, start, length));
    }
    Hdf5Group root = Hdf5File.open("links_latest.h5", bytes).root();
    assertEquals(
        "links_latest.h5: /soft: it is a link of the kind 'user-defined', which is never followed.",
        Fixtures.refusal(() -> root.dataset("soft")));
  }

  @Test
  void takesNoDotsForAWayUp() {
    Hdf5Group root = Fixtures.root("types.h5");
    assertTrue(root.dataset("numbers/../numbers/int8").isEmpty());
    assertTrue(root.requireGroup("numbers").dataset("../numbers/int8").isEmpty());
    assertTrue(root.dataset("/numbers/int8").isEmpty());
  }

  @Test
  void readsAnAttributeOfElementsWithoutBytesAsNone() {
    byte[] bytes = Fixtures.bytes("types.h5");
    byte[] name = "ints\0".getBytes(StandardCharsets.US_ASCII);
    int at = find(bytes, name) + 8; // the datatype follows the padded name
    buffer(bytes).putInt(at + 4, 0);
    Hdf5Attribute attribute =
        Hdf5File.open("types.h5", bytes).root().requireGroup("attributes").requireAttribute("ints");
    assertEquals(0, attribute.doubles().length);
    assertEquals(0, attribute.longs().length);
  }
}
