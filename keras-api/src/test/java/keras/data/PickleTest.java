package keras.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PickleTest {
  private static Object read(String pickle) throws IOException {
    return Pickle.read(
        "x.pkl", new ByteArrayInputStream(pickle.getBytes(StandardCharsets.ISO_8859_1)));
  }

  @Test
  void readsPlainData() throws IOException {
    assertEquals(List.of(1, "a", true), read("(lK\u0001aX\u0001\u0000\u0000\u0000aa\u0088a."));
    assertEquals(Map.of("k", 300), read("}U\u0001kM,\u0001s."));
  }

  /** Each ends in another exception of Java's, or in none, unless it is looked after. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "]px\n.",
        "gx\n.",
        "Fx\n.",
        "Ix\n.",
        ")K\u0001a.",
        "(K\u0001(\u0087t.",
        "a.",
        ".",
        "e.",
        "(.",
        "K\u0001K\u0002s.",
        "]]s.",
        "}]]s.",
        "cnumpy\ndtype\n]]a\u0085R."
      })
  void saysThatAPickleIsDamaged(String pickle) {
    String message =
        String.valueOf(assertThrows(IOException.class, () -> read(pickle)).getMessage());
    assertEquals(true, message.startsWith("x.pkl: the pickle "), message);
  }

  @Test
  void saysThatAPickleIsCut() {
    assertEquals(
        "x.pkl: the pickle is truncated.",
        assertThrows(IOException.class, () -> read("]K")).getMessage());
  }
}
