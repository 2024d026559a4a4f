package keras.layers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import keras.Keras;
import keras.config.Arg;
import keras.config.Args;
import keras.constraints.NonNeg;
import keras.engine.CallContext;
import keras.engine.Variable;
import keras.initializers.Initializer;
import keras.ops.Expr;
import keras.regularizers.Regularizer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

/** The options that several layers share: declared once, and set the same way in each. */
class OptionsTest {
  /** A layer of a user's own, which takes the shared options as Keras' layers do. */
  private static final class Scale extends FluentLayer<Scale> implements KernelOptions<Scale> {
    @Arg private boolean squared;

    @Args("kernel")
    private final WeightOptions kernelOptions = new WeightOptions("ones");

    private Variable kernel;

    @Override
    protected void build(Shape input) {
      kernel = addWeight("kernel", Shape.of(input.get(-1)), kernelOptions);
    }

    @Override
    protected Expr call(Expr x, CallContext ctx) {
      Expr k = ctx.read(kernel);
      return x.mul(squared ? k.square() : k);
    }
  }

  /** A layer whose interface promises what it does not declare. */
  private static final class Forgetful extends FluentLayer<Forgetful>
      implements BiasOptions<Forgetful> {}

  @Test
  void chainsWithoutLosingTheLayersType() {
    Dense dense =
        new Dense(2)
            .kernelInitializer("he_normal")
            .biasRegularizer("l2")
            .kernelConstraint(new NonNeg())
            .activation("relu")
            .useBias(true)
            .name("d");
    Map<String, @Nullable Object> config = dense.config();
    assertEquals("relu", config.get("activation"));
    assertEquals("HeNormal", className(config, "kernel_initializer"));
    assertEquals("L2", className(config, "bias_regularizer"));
    assertEquals("NonNeg", className(config, "kernel_constraint"));
  }

  private static @Nullable Object className(Map<String, @Nullable Object> config, String key) {
    return config.get(key) instanceof Map<?, ?> spec ? spec.get("class_name") : null;
  }

  @Test
  void setsTheOptionsOfOwnLayers() {
    Scale scale = new Scale().kernelInitializer(Initializer.get("zeros")).name("s");
    scale.apply(Keras.input(3));
    assertEquals("Zeros", className(scale.config(), "kernel_initializer"));
    assertEquals(List.of("s/kernel"), scale.weights().stream().map(Variable::path).toList());
  }

  @Test
  void refusesAnOptionAfterBuild() {
    Dense dense = new Dense(2).name("d");
    dense.apply(Keras.input(3));
    IllegalStateException e =
        assertThrows(
            IllegalStateException.class, () -> dense.kernelRegularizer(Regularizer.get("l1")));
    assertEquals(
        "Dense 'd' is already built; set its options before its first use.", e.getMessage());
  }

  @Test
  void namesAnArgumentThatTheLayerDoesNotDeclare() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new Forgetful().name("f").biasInitializer("ones"));
    assertEquals(
        "Forgetful 'f': no argument `bias_initializer`. Its arguments: [name, trainable, dtype,"
            + " activity_regularizer].",
        e.getMessage());
  }
}
