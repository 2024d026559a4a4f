package keras.engine.gradients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
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

  static List<GradientCase> casesOfAnyShape() {
    return cases().stream().filter(line -> !line.shapesKnown).toList();
  }

  @ParameterizedTest
  @MethodSource("casesOfAnyShape")
  void equalsCentralDifferencesWhereShapesAreUnknown(GradientCase line) {
    NumericalGradient.check(line, true);
  }

  @Test
  void checksEveryGradientOfOurOwn() {
    Set<String> unchecked = new TreeSet<>(VectorJacobianProducts.opTypes());
    cases().forEach(line -> unchecked.remove(line.opType));
    unchecked.removeAll(OpAudit.STRAIGHT_THROUGH); // of which differences are steps
    assertEquals(Set.of("PreventGradient"), unchecked, "PreventGradient throws: GradientsTest");
  }

  @Test
  void checksNothingThatIsSaidToHaveNoGradient() {
    Set<String> both = new TreeSet<>(OpAudit.noGradient().keySet());
    both.retainAll(cases().stream().map(line -> line.opType).toList());
    assertEquals(Set.of(), both, "Ops in no_gradient.txt that are checked: remove them there.");
  }
}
