package keras.io.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import keras.saving.ModelFormatException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonTest {
  @Test
  void printsDocumentsAsPythonDoes() throws IOException {
    List<String> lines = golden("documents.tsv");
    for (String line : lines) {
      String[] columns = line.split("\t", -1);
      assertEquals(columns[1], Json.write(Json.parse(columns[0])), columns[0]);
    }
    assertEquals(45, lines.size());
  }

  @Test
  void printsFloatsAsPythonDoes() throws IOException {
    List<String> lines = golden("floats.tsv");
    for (String line : lines) {
      String[] columns = line.split("\t", -1);
      double value = Double.longBitsToDouble(Long.parseUnsignedLong(columns[0], 16));
      assertEquals(columns[1], Json.write(value), columns[0]);
      assertEquals(value, Json.parse(columns[1]), columns[0]);
    }
    assertEquals(3435, lines.size());
  }

  @Test
  void readsWholeNumbersIntoTheSmallestTypeAndOthersIntoDouble() {
    assertEquals(
        List.of(1, 2147483648L, new BigInteger("9223372036854775808"), 1.0, 1e3),
        Json.parse("[1, 2147483648, 9223372036854775808, 1.0, 1e3]"));
  }

  @Test
  void keepsTheOrderOfKeys() {
    Map<?, ?> map =
        (Map<?, ?>) Objects.requireNonNull(Json.parse("{\"z\": 1, \"a\": 2, \"m\": null}"));
    assertEquals(List.of("z", "a", "m"), List.copyOf(map.keySet()));
  }

  @Test
  void writesKeysThatAreNotStringsAsPythonDoes() {
    Map<@Nullable Object, Object> map = new LinkedHashMap<>();
    map.put(1, "a");
    map.put(0.5, "b");
    map.put(true, "c");
    map.put(null, "d");
    assertEquals(
        "{\"1\": \"a\", \"0.5\": \"b\", \"true\": \"c\", \"null\": \"d\"}", Json.write(map));
  }

  @Test
  void writesFloatsOfSinglePrecisionAsTheDoubleTheyAre() {
    assertEquals("[0.10000000149011612, 0.5]", Json.write(new Object[] {0.1f, 0.5f}));
  }

  @Test
  void namesFilePlaceLineAndColumnOfBrokenText() {
    assertEquals(
        "model.h5: attribute `model_config`, line 2 column 7: not valid JSON: Unexpected character ('}' (code 125)):"
            + " expected a valid value.",
        message(() -> Json.parse("{\"a\": 1,\n \"b\": }", "model.h5", "attribute `model_config`")));
  }

  @Test
  void refusesWhatPythonRefuses() {
    for (String text :
        List.of(
            "",
            " ",
            "{",
            "[1,]",
            "[1 2]",
            "{'a': 1}",
            "01",
            "+1",
            ".5",
            "1.",
            "INF",
            "-INF",
            "nan",
            "tru",
            "\"\n\"",
            "\"\\x\"",
            "// no\n1",
            "{\"a\" 1}",
            "{1: 2}",
            "1 2",
            "]")) {
      assertThrows(ModelFormatException.class, () -> Json.parse(text), text);
    }
  }

  @Test
  void refusesTextAfterTheValue() {
    assertEquals(
        "JSON: line 1 column 4: expected the end of the JSON text after its value.",
        message(() -> Json.parse("{} []")));
  }

  @Test
  void refusesTextThatNestsTooDeep() {
    String deepest = "[".repeat(1000) + "]".repeat(1000);
    assertEquals(deepest, Json.write(Json.parse(deepest)));
    assertThrows(ModelFormatException.class, () -> Json.parse("[" + deepest + "]"));
    assertThrows(ModelFormatException.class, () -> Json.parse("[".repeat(1_000_000)));
    assertThrows(ModelFormatException.class, () -> Json.parse("{\"a\":".repeat(1_000_000)));
  }

  @Test
  void refusesToWriteAListThatContainsItself() {
    List<Object> list = new ArrayList<>();
    list.add(list);
    assertEquals(
        "Json.write: values may nest 1000 levels deep. Received: deeper, or a map or list that contains itself.",
        assertThrows(IllegalArgumentException.class, () -> Json.write(list)).getMessage());
  }

  @Test
  void refusesToWriteOtherObjectsAndSaysWhere() {
    Object value = Map.of("layers", Arrays.asList(1, Map.of("units", new int[] {3})));
    assertEquals(
        "Json.write: $.layers[1].units: expected a string, number, boolean, map, list or null. Received: [I.",
        assertThrows(IllegalArgumentException.class, () -> Json.write(value)).getMessage());
  }

  private static String message(Runnable action) {
    return Objects.requireNonNull(
        assertThrows(ModelFormatException.class, action::run).getMessage());
  }

  private static List<String> golden(String name) throws IOException {
    try (InputStream in = Objects.requireNonNull(JsonTest.class.getResourceAsStream(name))) {
      return List.of(new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n"));
    }
  }
}
