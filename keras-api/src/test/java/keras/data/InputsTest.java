package keras.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class InputsTest {

  @Test
  void readsOneArray() {
    Inputs x = Inputs.of("model.fit", "x", new float[3][2]);
    assertEquals(3, x.count());
    assertFalse(x.isNamed());
    assertEquals(x.rows(), x.inOrder(List.of("any")));
  }

  @Test
  void readsAListInItsOrder() {
    Inputs x = Inputs.of("model.fit", "x", List.of(new float[3][2], new int[3]));
    assertEquals("int32", x.inOrder(List.of("a", "b")).get(1).dtype());
  }

  @Test
  void readsAMapByName() {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("deep", new float[3][2]);
    data.put("wide", new int[3]);
    Inputs x = Inputs.of("model.fit", "x", data);
    assertTrue(x.isNamed());
    assertEquals("int32", x.inOrder(List.of("wide", "deep")).get(0).dtype());
    assertEquals("float32", x.inOrder(List.of("wide", "deep")).get(1).dtype());
  }

  @Test
  void leavesOutWeightsOfSomeOutputs() {
    Inputs weights = Inputs.of("model.fit", "sampleWeight", Map.of("b", new float[3]));
    assertNull(weights.inOrderOrNull(List.of("a", "b")).get(0));
    assertSame(weights.rows().get(0), weights.inOrderOrNull(List.of("a", "b")).get(1));
  }

  @Test
  void slicesEveryArray() {
    Inputs list = Inputs.of("model.fit", "x", List.of(new float[5][2], new int[] {0, 1, 2, 3, 4}));
    assertEquals(2, list.slice(3, 5).count());
    assertEquals(4, list.slice(3, 5).rows().get(1).number(1));
    Inputs map = Inputs.of("model.fit", "x", Map.of("a", new int[] {0, 1, 2})).slice(1, 2);
    assertEquals(1, map.inOrder(List.of("a")).get(0).number(0));
    assertEquals(1, map.rows().get(0).count());
  }

  @Test
  void refusesCountsThatDiffer() {
    Inputs x = Inputs.of("model.fit", "x", new float[60000][1]);
    Inputs y = Inputs.of("model.fit", "y", new int[59000]);
    assertRefused(
        "model.fit: x has 60000 samples, y has 59000. All arrays need the same first axis.",
        () -> Inputs.requireSameCount(List.of(x, y)));
    Inputs several = Inputs.of("model.fit", "y", List.of(new int[5], new int[5]));
    assertRefused(
        "model.fit: x has 60000 samples, y[0] has 5. All arrays need the same first axis.",
        () -> Inputs.requireSameCount(List.of(x, several)));
    assertRefused(
        "model.fit: y has 5 samples, x has 60000. All arrays need the same first axis.",
        () -> Inputs.requireSameCount(List.of(several, x)));
    assertEquals(5, Inputs.requireSameCount(List.of(several)));
  }

  @Test
  void refusesCountsThatDifferWithinAnArgument() {
    assertRefused(
        "model.fit: x[0] has 3 samples, x[1] has 4. All arrays need the same first axis.",
        () -> Inputs.of("model.fit", "x", List.of(new int[3], new int[4])));
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("a", new int[3]);
    data.put("b", new int[4]);
    assertRefused(
        "model.fit: x['a'] has 3 samples, x['b'] has 4. All arrays need the same first axis.",
        () -> Inputs.of("model.fit", "x", data));
  }

  @Test
  void refusesAMissingName() {
    Inputs x = Inputs.of("model.fit", "x", Map.of("wide", new float[3]));
    assertRefused(
        "model.fit: x has no array for 'deep'. Expected one for each of [wide, deep]."
            + " Received: [wide].",
        () -> x.inOrder(List.of("wide", "deep")));
  }

  @Test
  void refusesAnUnknownName() {
    Inputs x = Inputs.of("model.fit", "x", Map.of("wdie", new float[3]));
    assertRefused(
        "model.fit: x names 'wdie', which the model does not have. Expected: [wide].",
        () -> x.inOrder(List.of("wide")));
  }

  @Test
  void refusesAWrongNumberOfArrays() {
    Inputs x = Inputs.of("model.fit", "x", List.of(new float[3][1], new float[3][1]));
    assertRefused(
        "model.fit: expected 1 array for x, one for each of [a]. Received: 2.",
        () -> x.inOrder(List.of("a")));
    Inputs one = Inputs.of("model.fit", "x", new float[3]);
    assertRefused(
        "model.fit: expected 2 arrays for x, one for each of [a, b]. Received: 1.",
        () -> one.inOrder(List.of("a", "b")));
  }

  @Test
  void saysThatAListOfAMatrixIsAListOfItsRows() {
    Inputs x = Inputs.of("model.fit", "x", List.of(new float[][] {{1, 2}, {3, 4}, {5, 6}}));
    assertRefused(
        "model.fit: expected 1 array for x, one for each of [a]. Received: 3. A list holds one"
            + " array for each input, and List.of(x) of a float[][] makes a list of its rows. Give"
            + " x itself; make an array of a list of rows by rows.toArray(new float[0][]).",
        () -> x.inOrder(List.of("a")));
  }

  @Test
  void takesAListOfNumbersAsOneArray() {
    Inputs y = Inputs.of("model.fit", "y", List.of(3, 1, 2));
    assertEquals(3, y.count());
    assertEquals("int32", y.rows().get(0).dtype());
    assertEquals(1.0, y.rows().get(0).number(1));
    assertEquals(2, Inputs.of("model.fit", "y", List.of(List.of(1f), List.of(2f))).rows().size());
  }

  @Test
  void refusesWhatIsNoArray() {
    assertRefused(
        "model.fit: x is empty. Expected one array or more.",
        () -> Inputs.of("model.fit", "x", List.of()));
    assertRefused(
        "model.fit: x[1] is null. Expected an array.",
        () -> Inputs.of("model.fit", "x", Arrays.asList(new float[1], null)));
    assertRefused(
        "model.fit: the keys of x must be names of the model's inputs or outputs. Received: 1.",
        () -> Inputs.of("model.fit", "x", Map.of(1, new float[1])));
    assertRefused(
        "model.fit: y: expected an NdArray, a nested Java array of float, double, int, long, short,"
            + " byte, boolean or String, or a list of numbers or strings. Received:"
            + " java.lang.String.",
        () -> Inputs.of("model.fit", "y", "labels"));
  }

  private static void assertRefused(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
