package keras.io.hdf5;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Hdf5GroupTest {
  @Test
  void listsNamesAsH5pyDoes() {
    List<String> sorted = List.of("Zebra", "apple", "b", "mango", "zebra", "éclair");
    List<String> created = List.of("zebra", "apple", "mango", "Zebra", "éclair", "b");
    assertEquals(sorted, Fixtures.root("order.h5").names());
    assertEquals(sorted, Fixtures.root("order_latest.h5").names());
    assertEquals(created, Fixtures.root("order_tracked.h5").names());
    assertEquals(created, Fixtures.root("order_tracked_latest.h5").names());
  }

  @ParameterizedTest
  @ValueSource(strings = {"many.h5", "many_latest.h5"})
  void listsMoreNamesThanAHeaderHolds(String file) {
    Hdf5Group group = Fixtures.root(file).requireGroup("links");
    List<String> names = group.names();
    assertEquals(1500, names.size());
    for (int i = 0; i < 1500; i++) {
      assertEquals(String.format("link_%04d", i), names.get(i));
    }
    assertEquals("/links/link_1499", group.requireGroup("link_1499").path());
  }

  @Test
  void findsChildrenByNameAndByPath() {
    Hdf5Group root = Fixtures.root("types.h5");
    assertEquals("", root.name());
    assertEquals("/", root.path());
    Hdf5Dataset dataset = root.requireGroup("numbers").requireDataset("int8");
    assertEquals("int8", dataset.name());
    assertEquals("/numbers/int8", dataset.path());
    assertEquals("/numbers/int8", root.requireDataset("numbers/int8").path());
    assertTrue(root.has("numbers/int8"));
    assertTrue(root.has("numbers"));
    assertFalse(root.has("numbers/missing"));
    assertFalse(root.has("missing/int8"));
  }

  @Test
  void returnsEmptyForWhatIsNotThere() {
    Hdf5Group root = Fixtures.root("types.h5");
    assertEquals(Optional.empty(), root.group("missing"));
    assertEquals(Optional.empty(), root.dataset("numbers/missing"));
    assertEquals(Optional.empty(), root.dataset("missing/int8"));
    assertEquals(Optional.empty(), root.dataset("numbers/int8/deeper"));
    assertEquals(Optional.empty(), root.dataset(""));
  }

  @Test
  void saysWhatIsThereInstead() {
    Hdf5Group root = Fixtures.root("order.h5");
    assertEquals(
        "order.h5: /: expected a group 'lemon'. Received: Zebra, apple, b, mango, zebra, éclair.",
        Fixtures.refusal(() -> root.requireGroup("lemon")));
    assertEquals(
        "order.h5: /apple: expected a dataset 'x'. Received: nothing.",
        Fixtures.refusal(() -> root.requireGroup("apple").requireDataset("x")));
    assertEquals(
        "order.h5: /apple: expected a dataset. Received: a group.",
        Fixtures.refusal(() -> root.dataset("apple")));
    assertEquals(
        "types.h5: /opaque: expected a group. Received: a dataset.",
        Fixtures.refusal(() -> Fixtures.root("types.h5").group("opaque")));
    assertTrue(
        Fixtures.refusal(() -> Fixtures.root("many.h5").requireGroup("links").requireDataset("x"))
            .endsWith("link_0009 and 1490 more."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"links.h5", "links_latest.h5"})
  void refusesWhateverLeadsElsewhere(String file) {
    Hdf5Group root = Fixtures.root(file);
    assertEquals(
        file + ": /soft: it is a link of the kind 'soft', which is never followed.",
        Fixtures.refusal(() -> root.dataset("soft")));
    assertEquals(
        file + ": /soft_group: it is a link of the kind 'soft', which is never followed.",
        Fixtures.refusal(() -> root.dataset("soft_group/inner")));
    assertEquals(
        file + ": /external: it is a link of the kind 'external', which is never followed.",
        Fixtures.refusal(() -> root.group("external")));
    assertEquals(
        file + ": /stored_elsewhere: its data lie in other files, which are never opened.",
        Fixtures.refusal(() -> root.dataset("stored_elsewhere")));
    assertEquals(
        file
            + ": /virtual: it is a virtual dataset, whose data lie in other files, which are never opened.",
        Fixtures.refusal(() -> root.dataset("virtual")));
    assertEquals(
        file + ": /type: expected a group or a dataset. Received: a named datatype.",
        Fixtures.refusal(() -> root.group("type")));
    assertArrayEquals(new double[] {0, 1, 2}, root.requireDataset("hard").doubles());
    assertArrayEquals(
        new double[] {0, 1, 2}, root.requireDataset("loop/back/loop/back/data").doubles());
    assertEquals(10, root.names().size());
  }
}
