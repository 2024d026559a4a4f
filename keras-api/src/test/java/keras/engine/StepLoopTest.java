package keras.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import keras.initializers.Zeros;
import keras.ops.DType;
import org.junit.jupiter.api.Test;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.StdArrays;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

class StepLoopTest {
  @Test
  void takesThreeStepsInOneRun() {
    try (WorkspaceRef home = new WorkspaceRef();
        TFloat32 rows =
            TFloat32.tensorOf(StdArrays.ndCopyOf(new float[][] {{1}, {2}, {4}, {8}, {16}}));
        TInt32 bounds = TInt32.vectorOf(0, 2, 4, 5)) {
      Variable sum = Variable.state("sum", Shape.of(), DType.FLOAT32, new Zeros());
      Variable steps = Variable.state("steps", Shape.of(), DType.INT64, new Zeros());
      GraphFunction add =
          GraphFunction.named(
              home,
              "add",
              false,
              true,
              List.of(new TensorSpec(Shape.of(-1, 1), DType.FLOAT32)),
              List.of(sum),
              (ctx, in) -> {
                ctx.assign(steps, ctx.readRaw(steps).add(1));
                ctx.assign(sum, ctx.readRaw(sum).mul(10).add(in.get(0).sum()));
                return new GraphFunction.Named(
                    List.of("sum", "rows"), List.of(ctx.readRaw(sum), in.get(0).sum(1)));
              });
      float[][] last =
          add.run(
              List.<Tensor>of(rows, bounds),
              out -> new float[][] {floats(out.get(0)), floats(out.get(1))});
      assertArrayEquals(new float[][] {{436}, {16}}, last); // (3 * 10 + 12) * 10 + 16
      assertArrayEquals(new float[] {436}, sum.value().floats());
      assertEquals(3, steps.value().cast(DType.FLOAT32).floats()[0]);
    }
  }

  private static float[] floats(Tensor t) {
    return HostTensor.of(t).floats();
  }
}
