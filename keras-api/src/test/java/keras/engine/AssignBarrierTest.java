package keras.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import keras.initializers.Constant;
import keras.ops.DType;
import keras.ops.Expr;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/** The numbers are those of Keras 3 with a tf.GradientTape around the same lines. */
class AssignBarrierTest {
  private final WorkspaceRef home = new WorkspaceRef();
  private final Variable v = Variable.state("v", Shape.scalar(), DType.FLOAT32, new Constant(2.0));
  private final Variable w = Variable.state("w", Shape.scalar(), DType.FLOAT32, new Constant(5.0));

  @AfterEach
  void close() {
    home.close();
  }

  private float compute(Function<CallContext, Expr> body) {
    GraphFunction f =
        new GraphFunction(
            home, "f", true, List.of(), List.of(v, w), (ctx, in) -> List.of(body.apply(ctx)));
    return f.run(List.of(), out -> ((TFloat32) out.get(0)).getFloat());
  }

  private static Expr gradient(CallContext ctx, Expr loss, Variable variable) {
    return Objects.requireNonNull(ctx.gradients(loss, List.of(variable)).get(0));
  }

  @Test
  void takesWhatIsReadAfterAnAssignmentForTheVariable() {
    float slope =
        compute(
            ctx -> {
              ctx.assign(v, ctx.read(v).mul(3));
              return gradient(ctx, ctx.read(v).square(), v);
            });
    assertEquals(12, slope);
    assertEquals(6, v.value().floats()[0]);
  }

  @Test
  void sumsOverTheReadsBeforeAndAfterAssignments() {
    float slope =
        compute(
            ctx -> {
              Expr before = ctx.read(v).square(); // 2 v = 4
              ctx.assign(v, ctx.read(v).mul(3));
              Expr between = ctx.read(v).square(); // 12
              ctx.assign(v, ctx.read(v).add(1));
              Expr after = ctx.read(v).mul(10); // 10
              return gradient(ctx, before.add(between).add(after), v);
            });
    assertEquals(26, slope);
  }

  @Test
  void letsNoGradientThroughTheUpdateOfAnotherVariable() {
    float slope =
        compute(
            ctx -> {
              ctx.descend(w, ctx.read(v).constant(0.5), ctx.read(v).square()); // w = 5 - 2
              return gradient(ctx, ctx.read(w).mul(ctx.read(v)), v);
            });
    assertEquals(3, slope);
    assertEquals(3, w.value().floats()[0]);
  }

  @Test
  void takesAReadAfterAnAssignmentAsALossOfItself() {
    float slope =
        compute(
            ctx -> {
              ctx.assign(v, ctx.read(v).mul(3));
              return gradient(ctx, ctx.read(v), v);
            });
    assertEquals(1, slope);
  }

  @Test
  void keepsALossThatIsAddedOutsideOfCalls() {
    float loss =
        compute(
            ctx -> {
              ctx.addLoss(ctx.read(v));
              return ctx.losses(List.of(home)).get(0);
            });
    assertEquals(2, loss);
  }

  @Test
  void differentiatesGradientsByReadsAfterAssignments() {
    float curvature =
        compute(
            ctx -> {
              ctx.assign(v, ctx.read(v).mul(3));
              Expr cube = ctx.read(v).mul(ctx.read(v)).mul(ctx.read(v));
              return gradient(ctx, gradient(ctx, cube, v), v);
            });
    assertEquals(36, curvature);
  }
}
