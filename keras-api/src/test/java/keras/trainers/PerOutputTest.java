package keras.trainers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PerOutputTest {
  private static final List<String> NAMES = List.of("main", "aux");

  private static @Nullable String refusal(Object loss) {
    return assertThrows(
            IllegalArgumentException.class, () -> PerOutput.losses(loss, NAMES, NAMES.size()))
        .getMessage();
  }

  @Test
  void ordersAMapByTheOutputs() {
    Map<String, Object> loss = new LinkedHashMap<>();
    loss.put("aux", null);
    loss.put("main", "mse");
    assertEquals(Arrays.asList("mse", null), PerOutput.losses(loss, NAMES, NAMES.size()));
  }

  @Test
  void refusesAMapWithoutAnOutput() {
    assertEquals(
        "compile: `loss` has no entry for output 'aux'. The outputs are [main, aux]; an entry may"
            + " be null.",
        refusal(Map.of("main", "mse")));
  }

  @Test
  void refusesAnOutputThatIsNotThere() {
    assertEquals(
        "compile: `loss` names output 'nope'. The outputs are [main, aux].",
        refusal(Map.of("nope", "mse")));
  }

  @Test
  void refusesAShortList() {
    assertEquals(
        "compile: `loss` needs one entry for each of the 2 outputs [main, aux]. Received: 1"
            + " entries.",
        refusal(List.of("mse")));
  }
}
