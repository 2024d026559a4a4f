package keras.engine.gradients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import keras.engine.EmittedOps;
import org.tensorflow.Graph;

/**
 * Compares the ops that the library emits with those whose gradient a {@link GradientCase} checks
 * numerically, and with those that have none.
 */
public final class OpAudit {
  /** Ops each of which is differentiated by its maker: ScanTest, ControlContractTest. */
  private static final Set<String> BY_NODE =
      Set.of("StatelessCase", "StatelessIf", "StatelessWhile");

  /** Ops that Python differentiates, and that are given words and whole numbers alone here. */
  private static final Set<String> OF_WORDS = Set.of("RaggedTensorToTensor");

  /** An op that Python differentiates as its distribution does, and that is refused here. */
  private static final Set<String> REFUSED = Set.of("StatelessRandomGammaV3");

  /** Ops that are differentiated as if they rounded nothing, beside Python: TfFunctionsTest. */
  static final Set<String> STRAIGHT_THROUGH =
      Set.of(
          "FakeQuantWithMinMaxArgs",
          "FakeQuantWithMinMaxVars",
          "FakeQuantWithMinMaxVarsPerChannel",
          "QuantizeAndDequantizeV2",
          "QuantizeAndDequantizeV4",
          "QuantizeAndDequantizeV4Grad");

  /** Ops that stand where a gradient ends with an error: GradientsTest. */
  private static final Set<String> THROWING = Set.of("PreventGradient");

  /** An op that takes whole training steps, each with its gradients inside: StepLoopTest. */
  private static final Set<String> AROUND_STEPS = Set.of("While");

  private OpAudit() {}

  /**
   * Throws unless the gradients of all ops are tested, switch by switch.
   *
   * @param emitted op types, and types with a switch, as {@link EmittedOps} keeps them
   */
  public static void requireTests(Set<String> emitted) {
    Set<String> types = types(emitted);
    Set<String> untested = new TreeSet<>(emitted);
    untested.removeAll(tested(types));
    untested.removeIf(op -> BY_NODE.contains(type(op)) || OF_WORDS.contains(type(op)));
    untested.removeIf(op -> REFUSED.contains(type(op)) || AROUND_STEPS.contains(type(op)));
    untested.removeIf(op -> STRAIGHT_THROUGH.contains(type(op)));
    untested.removeAll(THROWING);
    untested.removeIf(op -> noGradient().containsKey(type(op)));
    assertEquals(
        Set.of(),
        untested,
        "Ops that the library emits without a numerical test of their gradient: add a GradientCase,"
            + " or a line with the reason to no_gradient.txt.");
  }

  /** Throws unless every op that is said to have no gradient is emitted. */
  public static void requireNothingListedInVain(Set<String> emitted) {
    Set<String> vain = new TreeSet<>(noGradient().keySet());
    vain.removeAll(emitted);
    assertEquals(Set.of(), vain, "Ops in no_gradient.txt that no test sees emitted: remove them.");
  }

  private static String type(String op) {
    return op.split(" ", 2)[0];
  }

  private static Set<String> types(Set<String> ops) {
    return ops.stream().map(OpAudit::type).collect(Collectors.toCollection(TreeSet::new));
  }

  /** Returns the tested ops of some types. */
  private static Set<String> tested(Set<String> types) {
    Set<String> tested = new TreeSet<>();
    for (GradientCase line : GradientCases.all()) {
      if (types.contains(line.opType)) {
        try (Graph graph = new Graph()) {
          NumericalGradient.Forward.of(line, graph, false);
          EmittedOps.of(graph).stream()
              .filter(op -> type(op).equals(line.opType))
              .forEach(tested::add);
        }
      }
    }
    return tested;
  }

  /** Returns the op types that have no gradient, with the reasons. */
  static Map<String, String> noGradient() {
    Map<String, String> reasons = new TreeMap<>();
    try (InputStream in = OpAudit.class.getResourceAsStream("no_gradient.txt");
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8))) {
      lines
          .lines()
          .filter(line -> !line.startsWith("#"))
          .forEach(line -> reasons.put(line.split(": ", 2)[0], line.split(": ", 2)[1]));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return reasons;
  }
}
