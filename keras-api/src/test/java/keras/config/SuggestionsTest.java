package keras.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionsTest {
  private static final List<String> KNOWN =
      List.of(
          "relu",
          "relu6",
          "leaky_relu",
          "elu",
          "selu",
          "sigmoid",
          "categorical_crossentropy",
          "sparse_categorical_crossentropy",
          "binary_crossentropy");

  @ParameterizedTest
  @CsvSource({
    "rleu, relu",
    "Relu, relu",
    "rel, relu",
    "ReLU6, relu6",
    "LeakyReLU, leaky_relu",
    "sigmod, sigmoid",
    "binary_cross_entropy, binary_crossentropy",
    "sparse_categorical, sparse_categorical_crossentropy",
    "spares_categorical, sparse_categorical_crossentropy"
  })
  void findsWhatWasMeant(String wrong, String meant) {
    assertEquals(Optional.of(meant), Suggestions.nearest(wrong, KNOWN));
  }

  @Test
  void findsNothingNearAStranger() {
    assertEquals(Optional.empty(), Suggestions.nearest("swoosh", KNOWN));
    assertEquals(Optional.empty(), Suggestions.nearest("", KNOWN));
  }

  @Test
  void endsAnErrorWithTheNearestOrWithAll() {
    assertEquals("Did you mean 'relu'?", Suggestions.sentence("rleu", List.of("elu", "relu")));
    assertEquals("Known: elu, relu.", Suggestions.sentence("swoosh", List.of("elu", "relu")));
  }
}
