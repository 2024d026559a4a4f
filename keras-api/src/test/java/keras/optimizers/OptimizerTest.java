package keras.optimizers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import keras.config.Configs;
import keras.config.Names;
import keras.constraints.Constraint;
import keras.engine.GraphFunction;
import keras.engine.Variable;
import keras.engine.WorkspaceRef;
import keras.ops.Expr;
import keras.optimizers.schedules.ExponentialDecay;
import keras.utils.Console;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OptimizerTest {
  private static final Map<String, Supplier<Optimizer>> CASES = new LinkedHashMap<>();

  static {
    CASES.put("sgd", SGD::new);
    CASES.put("sgd_momentum", () -> new SGD(0.1).momentum(0.9));
    CASES.put("sgd_nesterov", () -> new SGD(0.1).momentum(0.9).nesterov(true));
    CASES.put("sgd_weight_decay", () -> new SGD(0.1).weightDecay(0.05));
    CASES.put("sgd_clipnorm", () -> new SGD(0.1).clipnorm(0.7));
    CASES.put("sgd_clipvalue", () -> new SGD(0.1).clipvalue(0.3));
    CASES.put("sgd_global_clipnorm", () -> new SGD(0.1).globalClipnorm(1.1));
    CASES.put("sgd_loss_scale", () -> new SGD(0.1).lossScaleFactor(3.0));
    CASES.put(
        "sgd_accumulation",
        () -> new SGD(0.1).momentum(0.9).gradientAccumulationSteps(2).weightDecay(0.05));
    CASES.put("sgd_ema", () -> new SGD(0.1).useEma(true).emaMomentum(0.8));
    CASES.put("adam", Adam::new);
    CASES.put(
        "adam_options", () -> new Adam(0.01).beta1(0.8).beta2(0.99).epsilon(1e-3).amsgrad(true));
    CASES.put("adam_exclude", () -> new Adam(0.01).weightDecay(0.1).excludeFromWeightDecay("bias"));
    CASES.put(
        "adam_everything",
        () ->
            new Adam(0.01)
                .weightDecay(0.1)
                .clipnorm(1.0)
                .useEma(true)
                .emaMomentum(0.9)
                .emaOverwriteFrequency(2)
                .gradientAccumulationSteps(2)
                .lossScaleFactor(8.0));
    CASES.put(
        "adam_ema_overwrite",
        () -> new Adam(0.01).useEma(true).emaMomentum(0.9).emaOverwriteFrequency(2));
    CASES.put("rmsprop", RMSprop::new);
    CASES.put(
        "rmsprop_options",
        () -> new RMSprop(0.01).rho(0.8).momentum(0.5).epsilon(1e-4).centered(true));
    CASES.put("sgd_exponential_decay", () -> new SGD(new ExponentialDecay(0.1, 3, 0.9)));
  }

  static List<String> cases() {
    return List.copyOf(Goldens.ALL.cases().keySet());
  }

  private static Optimizer make(String id) {
    Names.reset();
    return Objects.requireNonNull(CASES.get(id), id).get();
  }

  private static Goldens.Case golden(String id) {
    return Objects.requireNonNull(Goldens.ALL.cases().get(id));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void takesFiveStepsAsKerasDoes(String id) {
    Optimizer optimizer = make(id);
    Map<String, String> got = new LinkedHashMap<>();
    try (Trained trained = new Trained(optimizer).steps()) {
      List<Variable> all = new ArrayList<>(trained.variables());
      all.addAll(optimizer.variables());
      all.forEach(v -> got.put(v.path(), Goldens.bits(v.value())));
    }
    assertAlmostEqual(golden(id).variables(), got);
  }

  /**
   * Within eight units in the last place of 1 or of the value, whichever is larger; of integers
   * every bit. Roots, quotients and norms may round otherwise on the golden's processor.
   */
  private static void assertAlmostEqual(Map<String, String> expected, Map<String, String> got) {
    assertEquals(List.copyOf(expected.keySet()), List.copyOf(got.keySet()));
    expected.forEach(
        (path, bits) -> {
          String[] e = bits.split(" ", -1);
          String[] g = String.valueOf(got.get(path)).split(" ", -1);
          assertEquals(e.length, g.length);
          for (int i = 0; i < e.length; i++) {
            if (e[i].length() == 16) {
              assertEquals(e[i], g[i], path);
            } else {
              float value = floatOf(e[i]);
              float tolerance = 8 * Math.ulp(Math.max(1, Math.abs(value)));
              assertEquals(value, floatOf(g[i]), tolerance, path);
            }
          }
        });
  }

  private static float floatOf(String bits) {
    return Float.intBitsToFloat(Integer.parseUnsignedInt(bits, 16));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void hasKerasConfig(String id) {
    assertEquals(golden(id).config(), json(make(id).config()));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void readsItsOwnConfig(String id) {
    Optimizer optimizer = make(id);
    var read = Configs.deserialize(Configs.serialize(optimizer));
    assertEquals(optimizer.getClass(), read.getClass());
    assertEquals(json(optimizer.config()), json(read.config()));
  }

  private static String json(Object value) {
    if (value instanceof Map<?, ?> m) {
      List<String> parts = new ArrayList<>();
      m.forEach((k, v) -> parts.add("\"" + k + "\": " + (v == null ? "null" : json(v))));
      return "{" + String.join(", ", parts) + "}";
    } else if (value instanceof List<?> l) {
      return "["
          + String.join(", ", l.stream().map(x -> json(Objects.requireNonNull(x))).toList())
          + "]";
    } else if (value instanceof String s) {
      return "\"" + s + "\"";
    } else if (value instanceof Double d && d != 0 && Math.abs(d) < 1e-4) {
      return "%.0e".formatted(d);
    } else if (value instanceof Double d && d == 1e-4) {
      return "0.0001";
    }
    return value.toString();
  }

  @Test
  void givesTheRateThatWasSetBetweenSteps() {
    SGD optimizer = new SGD(0.5);
    try (Trained trained = new Trained(optimizer)) {
      optimizer.learningRate(0);
      String before = Goldens.bits(trained.kernel.value());
      trained.step(Goldens.ALL.gradients().get(0));
      assertEquals(before, Goldens.bits(trained.kernel.value()));
      assertEquals(0.0, optimizer.learningRate());
      optimizer.learningRate(0.25);
      trained.step(Goldens.ALL.gradients().get(0));
      assertFalse(before.equals(Goldens.bits(trained.kernel.value())));
      assertEquals(0.25, optimizer.learningRate());
      assertEquals(2, optimizer.iterations());
    }
  }

  @Test
  void evaluatesAScheduleAtTheNextStep() {
    SGD optimizer = new SGD(new ExponentialDecay(0.5, 1, 0.5));
    assertEquals(0.5, optimizer.learningRate());
    try (Trained trained = new Trained(optimizer)) {
      trained.step(Goldens.ALL.gradients().get(0));
      assertEquals(0.25, optimizer.learningRate());
    }
  }

  @Test
  void refusesToSetTheRateOfASchedule() {
    SGD optimizer = new SGD(new ExponentialDecay(0.5, 1, 0.5));
    assertMessage(
        "SGD: its learning rate follows a schedule (ExponentialDecay) and cannot be set. To set it,"
            + " construct the optimizer with a number as learning rate.",
        assertThrows(IllegalStateException.class, () -> optimizer.learningRate(0.1)));
  }

  @Test
  void projectsVariablesByTheirConstraint() {
    Constraint positive =
        new Constraint() {
          @Override
          public Expr call(Expr x) {
            return x.maximum(0);
          }
        };
    try (Trained trained = new Trained(new SGD(0.1), positive).steps()) {
      float[] values = trained.kernel.value().floats();
      float least = Float.MAX_VALUE;
      for (float v : values) {
        least = Math.min(least, v);
      }
      assertEquals(0f, least);
    }
  }

  @Test
  void putsAveragesInThePlaceOfVariablesAtTheEnd() {
    SGD optimizer = new SGD(0.1).useEma(true).name("s");
    try (Trained trained = new Trained(optimizer).steps()) {
      Variable average = optimizer.variables().get(2);
      assertEquals("s/kernel_average", average.path());
      assertFalse(Goldens.bits(average.value()).equals(Goldens.bits(trained.kernel.value())));
      optimizer.finalizeVariableValues();
      assertEquals(Goldens.bits(average.value()), Goldens.bits(trained.kernel.value()));
    }
  }

  @Test
  void updatesWithTheMeanOfAccumulatedGradients() {
    SGD optimizer = new SGD(0.1).gradientAccumulationSteps(3);
    try (Trained trained = new Trained(optimizer)) {
      String before = Goldens.bits(trained.kernel.value());
      trained.step(Goldens.ALL.gradients().get(0));
      trained.step(Goldens.ALL.gradients().get(0));
      assertEquals(before, Goldens.bits(trained.kernel.value()));
      assertEquals(0, optimizer.iterations());
      trained.step(Goldens.ALL.gradients().get(0));
      assertFalse(before.equals(Goldens.bits(trained.kernel.value())));
      assertEquals(1, optimizer.iterations());
    }
  }

  @Test
  void saysWhichVariablesHaveNoGradient() {
    StringBuilder printed = new StringBuilder();
    Consumer<String> before = Console.redirect(printed::append);
    try {
      withGradients(false);
    } finally {
      Console.redirect(before);
    }
    assertEquals(
        "Gradients do not exist for variables ['bias'] when minimizing the loss. If using"
            + " `model.compile()`, did you forget to provide a `loss` argument?\n",
        printed.toString());
  }

  @Test
  void refusesToStepWithoutAnyGradient() {
    assertMessage(
        "SGD: no gradients provided for any variable. The loss depends on none of them.",
        assertThrows(IllegalArgumentException.class, () -> withGradients(true)));
  }

  private static void withGradients(boolean none) {
    SGD optimizer = new SGD();
    try (Trained trained = new Trained(optimizer);
        WorkspaceRef home = new WorkspaceRef()) {
      GraphFunction f =
          new GraphFunction(
              home,
              "f",
              true,
              List.of(),
              trained.variables(),
              (ctx, in) -> {
                Expr g = none ? null : ctx.readRaw(trained.kernel);
                optimizer.apply(trained.variables(), Arrays.asList(g, null), ctx);
                return List.of();
              });
      assertEquals(List.of(), f.run(List.of(), List::copyOf));
    }
  }

  @Test
  void refusesAVariableItWasNotBuiltWith() {
    SGD optimizer = new SGD();
    try (Trained first = new Trained(optimizer);
        Trained other = new Trained(optimizer)) {
      assertEquals(2, first.variables().size());
      assertMessage(
          "SGD: unknown variable <Variable path=kernel, shape=(3, 4), dtype=float32>. This"
              + " optimizer can only be called for the variables it was originally built with. When"
              + " working with a new set of variables, you should recreate a new optimizer"
              + " instance.",
          assertThrows(
              IllegalArgumentException.class, () -> other.step(Goldens.ALL.gradients().get(0))));
    }
  }

  @Test
  void refusesAnOptionAfterBuild() {
    SGD optimizer = new SGD();
    optimizer.build(List.of());
    assertMessage(
        "SGD is already built; set its options before its first use.",
        assertThrows(IllegalStateException.class, () -> optimizer.momentum(0.9)));
  }

  @Test
  void refusesTwoKindsOfClipping() {
    assertMessage(
        "Adam: only one of `clipnorm`, `clipvalue` and `global_clipnorm` can be set. Received:"
            + " clipnorm=1.0, clipvalue=2.0, global_clipnorm=null.",
        assertThrows(
            IllegalArgumentException.class, () -> new Adam().clipnorm(1.0).clipvalue(2.0)));
  }

  @Test
  void refusesBadOptions() {
    assertMessage(
        "Adam: `gradient_accumulation_steps` must be an integer >= 2. Received:"
            + " gradient_accumulation_steps=1.",
        assertThrows(
            IllegalArgumentException.class, () -> new Adam().gradientAccumulationSteps(1)));
    assertMessage(
        "Adam: `ema_momentum` must be in the range [0, 1]. Received: ema_momentum=1.5.",
        assertThrows(
            IllegalArgumentException.class, () -> new Adam().useEma(true).emaMomentum(1.5)));
    assertMessage(
        "SGD: `momentum` must be a float between [0, 1]. Received: momentum=-0.1.",
        assertThrows(IllegalArgumentException.class, () -> new SGD().momentum(-0.1)));
    assertMessage(
        "ExponentialDecay: `decay_steps` must be > 0. Received: decay_steps=0.",
        assertThrows(IllegalArgumentException.class, () -> new ExponentialDecay(0.1, 0, 0.9)));
  }

  @Test
  void findsOptimizersByKerasNames() {
    assertInstanceOf(SGD.class, Optimizer.get("sgd"));
    assertInstanceOf(Adam.class, Optimizer.get("Adam"));
    assertInstanceOf(RMSprop.class, Optimizer.get("rmsprop"));
    assertMessage(
        "Unknown optimizer 'adamm'. Did you mean 'adam'?",
        assertThrows(IllegalArgumentException.class, () -> Optimizer.get("adamm")));
  }

  @Test
  void namesItselfInTheOrderOfConstruction() {
    Names.reset();
    SGD first = new SGD();
    SGD second = new SGD();
    assertEquals("sgd_1", second.name());
    assertEquals("sgd", first.name());
    assertEquals("sgd/iteration", first.variables().get(0).path());
    assertEquals("rm_sprop", new RMSprop().name());
  }

  private static void assertMessage(String expected, Throwable e) {
    assertEquals(expected, e.getMessage());
  }
}
