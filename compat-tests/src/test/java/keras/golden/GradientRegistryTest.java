package keras.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import keras.engine.gradients.VectorJacobianProducts;
import org.junit.jupiter.api.Test;

/** Holds what is said of ops without a gradient to what Python's registry says. */
class GradientRegistryTest {
  private static final Path NO_GRADIENT =
      Path.of("../keras-api/src/test/resources/keras/engine/gradients/no_gradient.txt");

  /** The ops of which we too say that nothing flows back through them. */
  private static final Set<String> NOTHING_BACK =
      new TreeSet<>(
          Set.of(
              "ArgMax",
              "ArgMin",
              "Ceil",
              "Floor",
              "FloorDiv",
              "LinSpace",
              "OneHot",
              "OnesLike",
              "Range",
              "Rint",
              "Round",
              "StopGradient",
              "TruncateDiv",
              "ZerosLike"));

  private static Set<String> python(String key) throws IOException {
    JsonNode all =
        new ObjectMapper().readTree(Path.of("golden/ops/gradients.json").toFile()).get(key);
    Set<String> names = new TreeSet<>();
    all.forEach(name -> names.add(name.asText()));
    return names;
  }

  @Test
  void agreesThatTheOpsInNoGradientHaveNone() throws IOException {
    Set<String> listed =
        Files.readAllLines(NO_GRADIENT).stream()
            .filter(line -> !line.startsWith("#"))
            .map(line -> line.split(": ", 2)[0])
            .collect(Collectors.toCollection(TreeSet::new));
    assertTrue(listed.contains("Shape"), "found the list");
    listed.retainAll(python("gradient"));
    assertEquals(Set.of(), listed, "Ops in no_gradient.txt that Python differentiates");
  }

  @Test
  void hasGradientsOfItsOwnWherePythonHasOnesOnly() throws IOException {
    Set<String> own = new TreeSet<>(VectorJacobianProducts.opTypes());
    own.retainAll(python("none"));
    assertEquals(
        NOTHING_BACK, own, "Op types in VectorJacobianProducts that Python does not differentiate");
  }
}
