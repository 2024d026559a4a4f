package keras.io.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class StoredWeightsTest {
  @Test
  void countsNumbersInNamesByTheirValue() {
    assertEquals(
        List.of("0", "2", "10", "dense", "dense_2", "dense_10", "dense_10b"),
        List.of("dense_10b", "10", "dense_10", "2", "dense_2", "0", "dense").stream()
            .sorted(StoredWeights::compare)
            .toList());
  }
}
