package keras.engine.gradients;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GradientsNumericTest {
  static List<GradientCase> cases() {
    return GradientCases.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void equalsCentralDifferences(GradientCase line) {
    NumericalGradient.check(line, false);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void equalsCentralDifferencesWhereShapesAreUnknown(GradientCase line) {
    NumericalGradient.check(line, true);
  }
}
