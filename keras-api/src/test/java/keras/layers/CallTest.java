package keras.layers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import keras.Keras;
import keras.engine.Arguments;
import keras.engine.CallContext;
import keras.engine.KerasTensor;
import keras.engine.Node;
import keras.engine.Structure;
import keras.models.Model;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Numpy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.StdArrays;

class CallTest {
  private static final float[][] X = {{1, 2}, {3, 4}};

  /** Scales a query by a factor and adds the values there are. */
  private static final class Blend extends Layer {
    @Override
    public List<String> callArguments() {
      return List.of("query", "value", "factor", "query_mask", "twice");
    }

    @Override
    protected Structure<Expr> call(Arguments<Expr> in, CallContext ctx) {
      Expr out = in.tensor("query");
      for (Expr value : in.tensors("value")) {
        out = out.add(value);
      }
      if (in.value("factor") instanceof Number factor) {
        out = out.mul(factor.doubleValue());
      }
      Expr sum = in.flag("twice") ? out.mul(2.0) : out;
      return Structure.of(Map.of("sum", sum, "negative", out.neg()));
    }
  }

  /** Shows which training flag it is called with: 1 or 0. */
  private static final class Flag extends FluentLayer<Flag> {
    @Override
    protected Expr call(Expr x, CallContext ctx) {
      return x.mul(0.0).add(ctx.training() ? 1.0 : 0.0);
    }
  }

  /** Calls layers in a row, the last one with a training flag of its own. */
  private static final class Chain extends Layer {
    private final Flag flag = track("flag", new Flag());
    private final Dense dense =
        track("dense", new Dense(1).kernelInitializer("ones").useBias(false));
    private final @Nullable Boolean training;

    Chain(@Nullable Boolean training) {
      this.training = training;
    }

    @Override
    protected Expr call(Expr x, CallContext ctx) {
      Expr flagged = flag.apply(x, c -> c.training(training), ctx);
      return dense.apply(flagged, ctx);
    }
  }

  @BeforeEach
  void forgetNames() {
    Keras.clearSession();
  }

  @Test
  void recordsArgumentsAndOutputsOfACall() {
    KerasTensor q = Calls.tensor(-1, 2);
    KerasTensor v = Calls.tensor(-1, 2);
    Structure<KerasTensor> out =
        new Blend().applyAll(q, c -> c.with("value", List.of(v, v)).with("factor", 3));
    Node node = out.flat().get(0).node();
    assertEquals(List.of("query", "value", "factor"), node.arguments().names());
    assertEquals(1, node.arguments().places());
    assertEquals(List.of(q, v, v), node.inputs());
    assertEquals(3, node.arguments().value("factor"));
    // in the order of the alphabet, as Keras counts
    assertEquals(0, out.get("negative").only().index());
    assertEquals(1, out.get("sum").only().index());
    assertEquals(out, node.outputs());
  }

  @Test
  void callsASublayerWithNamedArguments() {
    Blend blend = new Blend();
    List<float[]> out =
        Calls.values(
            (ctx, in) -> {
              Arguments<Expr> call =
                  Arguments.of(Expr.class, "query", in.get(0))
                      .with("value", in.get(0))
                      .with("factor", 2)
                      .with("twice", true);
              return blend.apply(call, ctx).flat();
            },
            blend,
            false,
            StdArrays.ndCopyOf(X));
    assertArrayEquals(new float[] {-4, -8, -12, -16}, out.get(0));
    assertArrayEquals(new float[] {8, 16, 24, 32}, out.get(1));
  }

  @Test
  void followsTheTrainingFlagOfTheCallThenThatOfTheCallAround() {
    assertArrayEquals(new float[] {2, 2}, Calls.values(built(new Chain(null)), true, X));
    assertArrayEquals(new float[] {0, 0}, Calls.values(built(new Chain(null)), false, X));
    assertArrayEquals(new float[] {0, 0}, Calls.values(built(new Chain(false)), true, X));
    assertArrayEquals(new float[] {2, 2}, Calls.values(built(new Chain(true)), false, X));
  }

  private static Layer built(Layer layer) {
    layer.apply(Calls.tensor(-1, 2));
    return layer;
  }

  /** As Keras 3: what the model is called with counts, whatever its calls were recorded with. */
  @Test
  void aModelsFlagCountsBeforeThoseOfItsCalls() {
    KerasTensor x = Keras.input(2);
    KerasTensor one = new Flag().apply(x, c -> c.training(true));
    KerasTensor none = new Flag().apply(x, c -> c.training(false));
    try (Model model = Model.of(List.of(x), List.of(one, none))) {
      assertEquals(0f, model.predictAll(X).get(0).getObject(0, 0));
      assertArrayEquals(new float[] {1, 1, 1, 1}, Calls.values(model, true, X));
    }
  }

  @Test
  void putsAMaskOnTheFirstArgument() {
    List<@Nullable Expr> masks = new ArrayList<>();
    Layer layer =
        new Layer() {
          @Override
          protected Expr call(Expr x, CallContext ctx) {
            masks.add(x.mask());
            return x;
          }
        };
    layer.apply(Calls.tensor(-1, 3), c -> c.mask(Calls.tensor(DType.BOOL, -1)));
    layer.apply(Calls.tensor(-1, 3));
    assertNotNull(masks.get(0));
    assertNull(masks.get(1));
  }

  @Test
  void givesEachOutputItsOwnMask() {
    Layer layer =
        new Layer() {
          @Override
          protected List<Expr> call(List<Expr> x, CallContext ctx) {
            return List.of(x.get(0), x.get(0).neg(), x.get(0).square());
          }

          @Override
          protected boolean supportsMasking() {
            return true;
          }

          @Override
          protected List<@Nullable Expr> computeMasks(Arguments<Expr> in, CallContext ctx) {
            return Arrays.asList(null, Numpy.greaterEqual(in.inputs().get(0), 0));
          }
        };
    List<Boolean> masked = new ArrayList<>();
    Calls.values(
        (ctx, in) -> {
          List<Expr> out = layer.applyAll(in, ctx);
          out.forEach(o -> masked.add(o.mask() != null));
          return out;
        },
        layer,
        false,
        StdArrays.ndCopyOf(X));
    assertEquals(List.of(false, true, false), masked.subList(0, 3));
  }

  @Test
  void refusesArgumentsThatTheCallDoesNotTake() {
    KerasTensor x = Calls.tensor(-1, 2);
    assertEquals(
        "Dense 'd': was called with `factor`, which its `call` does not take. A layer of one's own"
            + " that does overrides call(Arguments, CallContext) and callArguments().",
        assertThrows(
                UnsupportedOperationException.class,
                () -> new Dense(1).name("d").apply(x, c -> c.with("factor", 1)))
            .getMessage());
    assertEquals(
        "Dense 'e': was called with `mask`, which its `call` does not take. It takes [inputs,"
            + " training].",
        assertThrows(
                UnsupportedOperationException.class,
                () -> new Dense(1).name("e").apply(x, c -> c.mask(x)))
            .getMessage());
    assertEquals(
        "Arguments: `factor` expects a KerasTensor, a boolean, a number, a string, or a list or a"
            + " map of those. Received: java.lang.Object.",
        assertThrows(
                IllegalArgumentException.class,
                () -> new Dense(1).apply(x, c -> c.with("factor", new Object())))
            .getMessage());
    assertEquals(
        "Call: `training` expects a boolean. Received: yes.",
        assertThrows(
                IllegalArgumentException.class,
                () -> new Dense(1).apply(x, c -> c.with("training", "yes")))
            .getMessage());
  }
}
