package keras.io.savedmodel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NaturallyTest {
  @Test
  void takesNumbersByTheirValue() {
    List<String> names =
        new ArrayList<>(List.of("output_10", "output_2", "b", "output_02", "a10b2", "a9b3", "a"));
    names.sort(Naturally.ORDER);
    assertEquals(List.of("a", "a9b3", "a10b2", "b", "output_02", "output_2", "output_10"), names);
  }
}
