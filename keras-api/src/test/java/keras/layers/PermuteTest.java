package keras.layers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class PermuteTest {
  @Test
  void refusesAnAxisThatIsMissing() {
    var e = assertThrows(IllegalArgumentException.class, () -> new Permute(1, 3));
    assertEquals(
        "Permute: `dims` must hold each axis from 1 on once. Received: dims=[1, 3].",
        e.getMessage());
  }

  @Test
  void refusesInputsOfOtherRank() {
    Permute layer = new Permute(2, 1).name("p");
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () -> layer.applyAll(List.of(Calls.tensor(-1, 3, 4, 5))));
    assertEquals(
        "Permute 'p': expected inputs of 3 axes. Received: shape (None, 3, 4, 5).", e.getMessage());
  }
}
