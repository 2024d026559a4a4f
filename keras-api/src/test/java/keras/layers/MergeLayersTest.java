package keras.layers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import keras.config.Configs;
import keras.engine.CallContext;
import keras.engine.Shapes;
import keras.ops.Expr;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.StdArrays;

class MergeLayersTest {
  private static final NdArray<?> A = StdArrays.ndCopyOf(new float[][] {{1, 2}, {3, 4}});
  private static final NdArray<?> B = StdArrays.ndCopyOf(new float[][] {{0, 20}, {0, 0}});

  @Test
  void writeKerasKeys() {
    assertEquals(Map.of(), Calls.own(new Add()));
    assertEquals(Map.of("axis", -1), Calls.own(new Concatenate()));
    assertTrue(new Add().takesList());
  }

  @Test
  void addBroadcastsSizesAndRanks() {
    assertEquals(
        "(None, 4, 3)",
        Shapes.show(new Add().apply(Calls.tensor(-1, 3), Calls.tensor(-1, 4, 3)).shape()));
    assertEquals(
        "(None, 4, 3)",
        Shapes.show(new Add().apply(Calls.tensor(-1, 4, 1), Calls.tensor(-1, 1, 3)).shape()));
  }

  @Test
  void addSumsItsInputs() {
    assertArrayEquals(new float[] {2, 24, 6, 8}, Calls.values(new Add(), false, A, B, A));
  }

  @Test
  void concatenateSumsTheSizesOfItsAxis() {
    assertEquals(
        "(None, 3, 9)",
        Shapes.show(
            new Concatenate().apply(Calls.tensor(-1, 3, 4), Calls.tensor(-1, 3, 5)).shape()));
    assertEquals(
        "(None, 5, 4)",
        Shapes.show(
            new Concatenate()
                .axis(1)
                .apply(Calls.tensor(-1, 3, 4), Calls.tensor(-1, 2, 4))
                .shape()));
    assertArrayEquals(
        new float[] {1, 2, 0, 20, 3, 4, 0, 0}, Calls.values(new Concatenate(), false, A, B));
  }

  @Test
  void addKeepsAMaskWhereAnyInputIsKept() {
    assertArrayEquals(new float[] {1, 1, 1, 0}, masked(new Add(), false));
  }

  @Test
  void concatenateJoinsMasks() {
    // Keras: Concatenate(axis=1).compute_mask([a, b], [a > 2, b > 2]) for a mask of each element
    assertArrayEquals(new float[] {1, 1}, masked(new Concatenate(), false));
  }

  @Test
  void concatenateTakesAMissingMaskForKept() {
    assertArrayEquals(new float[] {1, 1}, masked(new Concatenate(), true));
  }

  /** The output's mask when the mask of A is {@code A < 3} and that of B, if any, {@code B > 0}. */
  private static float[] masked(Layer layer, boolean onlyA) {
    return Calls.values(
            (CallContext ctx, List<Expr> in) -> {
              Expr a = in.get(0).withMask(in.get(0).less(in.get(0).constant(4)));
              Expr b = onlyA ? in.get(1) : in.get(1).withMask(in.get(1).greater(0));
              Expr mask = layer.apply(List.of(a, b), ctx).mask();
              return List.of(mask == null ? ctx.wrap(ctx.tf().constant(-1f)) : mask);
            },
            layer,
            false,
            A,
            B)
        .get(0);
  }

  @Test
  void addHasNoMaskWhereAnInputHasNone() {
    assertArrayEquals(new float[] {-1}, masked(new Add(), true));
  }

  /** Those of Keras 2, which configs of its models are read as. */
  @Test
  void mergeByAllMasksWhereTheModelIsOfKeras2() {
    Layer add = Configs.from(Add.class, Map.of("all_masks", true));
    assertEquals(true, add.config().get("all_masks"));
    assertArrayEquals(new float[] {0, 1, 0, 0}, masked(add, false));
    assertArrayEquals(new float[] {1, 1, 1, 0}, masked(add, true));
    Layer concatenate = Configs.from(Concatenate.class, Map.of("all_masks", true));
    assertArrayEquals(new float[] {0, 0}, masked(concatenate, false));
  }

  @Test
  void refuseSizesThatDoNotMatch() {
    Layer add = new Add().name("a");
    Exception e =
        assertThrows(
            IllegalArgumentException.class,
            () -> add.apply(Calls.tensor(-1, 3), Calls.tensor(-1, 4)));
    assertEquals(
        "Add 'a': expected inputs whose sizes are equal or 1."
            + " Received: shapes [(None, 3), (None, 4)].",
        e.getMessage());
    Layer join = new Concatenate().axis(1).name("c");
    e =
        assertThrows(
            IllegalArgumentException.class,
            () -> join.apply(Calls.tensor(-1, 3, 2), Calls.tensor(-1, 4, 5)));
    assertEquals(
        "Concatenate 'c': expected inputs of the same sizes but for axis 1."
            + " Received: shapes [(None, 3, 2), (None, 4, 5)].",
        e.getMessage());
  }

  @Test
  void refuseBatchesThatDoNotMatch() {
    Layer add = new Add().name("a");
    Exception e =
        assertThrows(
            IllegalArgumentException.class,
            () -> add.apply(Calls.tensor(2, 3), Calls.tensor(4, 3)));
    assertEquals(
        "Add 'a': expected inputs of the same batch size. Received: shapes [(2, 3), (4, 3)].",
        e.getMessage());
  }

  @Test
  void concatenateRefusesAnAxisThatIsNotThere() {
    Layer join = new Concatenate().axis(2).name("c");
    Exception e =
        assertThrows(
            IllegalArgumentException.class,
            () -> join.apply(Calls.tensor(-1, 3), Calls.tensor(-1, 3)));
    assertEquals(
        "Concatenate 'c': `axis` must be an axis of the inputs."
            + " Received: axis=2 for shapes [(None, 3), (None, 3)].",
        e.getMessage());
  }
}
