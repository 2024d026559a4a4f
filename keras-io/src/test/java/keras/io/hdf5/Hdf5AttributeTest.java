package keras.io.hdf5;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Hdf5AttributeTest {
  private static Hdf5Group attributes(String file) {
    return Fixtures.root(file).requireGroup("attributes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"types.h5", "types_latest.h5"})
  void readsStringsAsUtf8WhateverTheyClaimToBe(String file) {
    Hdf5Group group = attributes(file);
    for (String name : List.of("str", "bytes")) {
      assertEquals("слой €", group.requireAttribute(name).string());
    }
    assertEquals("слой", group.requireAttribute("fixed_scalar").string());
    assertEquals("", group.requireAttribute("empty_str").string());
    assertEquals("abc", group.requireAttribute("null_terminated").string());
    assertEquals("abc", group.requireAttribute("space_padded").string());
    assertEquals("UTF-8", group.requireAttribute("имя").string());
    assertEquals(70_000, group.requireAttribute("long").string().length());
    assertEquals(List.of("one", "слой", ""), group.requireAttribute("list_str").strings());
    assertEquals(List.of("one", "слой"), group.requireAttribute("list_bytes").strings());
    assertEquals(List.of("one", "слой", ""), group.requireAttribute("fixed").strings());
  }

  @ParameterizedTest
  @ValueSource(strings = {"types.h5", "types_latest.h5"})
  void readsNumbers(String file) {
    Hdf5Group group = attributes(file);
    assertArrayEquals(new long[] {3}, group.requireAttribute("int").longs());
    assertArrayEquals(new double[] {3}, group.requireAttribute("int").doubles());
    assertArrayEquals(new double[] {0.5}, group.requireAttribute("float").doubles());
    assertArrayEquals(new double[] {0.1f}, group.requireAttribute("float32").doubles());
    assertArrayEquals(new long[] {1, 2, 3, 4}, group.requireAttribute("ints").longs());
    assertEquals(List.of(2L, 2L), group.requireAttribute("ints").shape());
    assertEquals("int32", group.requireAttribute("ints").dtype());
    assertArrayEquals(new long[] {1}, group.requireAttribute("bool").longs());
    assertEquals(List.of(), group.requireAttribute("int").shape());
  }

  @ParameterizedTest
  @ValueSource(strings = {"empty_list", "empty_fixed", "empty_text"})
  void takesWhatHasNoElementsForAnEmptyListOfAnything(String name) {
    Hdf5Attribute attribute = attributes("types.h5").requireAttribute(name);
    assertEquals(List.of(), attribute.strings());
    assertEquals(0, attribute.doubles().length);
    assertEquals(0, attribute.longs().length);
  }

  @Test
  void tellsMissingFromEmpty() {
    Hdf5Group group = attributes("types.h5");
    assertEquals(Optional.empty(), group.attribute("missing"));
    assertEquals(List.of(), group.strings("missing"));
    assertEquals(List.of(), group.strings("empty_list"));
    assertEquals(19, group.attributeNames().size());
    assertEquals(
        "types.h5: /text: expected an attribute `missing`. Received: [].",
        Fixtures.refusal(
            () -> Fixtures.root("types.h5").requireGroup("text").requireAttribute("missing")));
  }

  @Test
  void saysWhichTypeItExpected() {
    Hdf5Group group = attributes("types.h5");
    assertEquals(
        "types.h5: /attributes attribute `int`: expected strings. Received: int64.",
        Fixtures.refusal(() -> group.requireAttribute("int").string()));
    assertEquals(
        "types.h5: /attributes attribute `str`: expected numbers. Received: string.",
        Fixtures.refusal(() -> group.requireAttribute("str").doubles()));
    assertEquals(
        "types.h5: /attributes attribute `float`: expected integers. Received: float64.",
        Fixtures.refusal(() -> group.requireAttribute("float").longs()));
    assertEquals(
        "types.h5: /attributes attribute `fixed`: expected one string. Received: 3.",
        Fixtures.refusal(() -> group.requireAttribute("fixed").string()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"names.h5", "names_latest.h5"})
  void joinsListsThatKerasCutIntoPieces(String file) {
    Hdf5Group root = Fixtures.root(file);
    List<String> whole = root.requireDataset("whole").strings("layer_names");
    assertEquals(10, whole.size());
    assertEquals("layer_09", whole.get(9));
    assertEquals(whole, root.requireDataset("pieces").strings("layer_names"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"many.h5", "many_latest.h5"})
  void readsMoreAttributesThanAHeaderHolds(String file) {
    Hdf5Group group = Fixtures.root(file).requireGroup("links");
    assertEquals(60, group.attributeNames().size());
    for (int i = 0; i < 60; i++) {
      assertArrayEquals(
          new long[] {i}, group.requireAttribute(String.format("attribute_%02d", i)).longs());
    }
  }
}
