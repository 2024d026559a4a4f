package keras.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import keras.initializers.Constant;
import keras.ops.DType;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class FadingStateTest {
  @Test
  void takesTinyMomentsForZeroAsPythonDoes() {
    try (WorkspaceRef home = new WorkspaceRef()) {
      Variable moment = Variable.state("moment", Shape.of(2), DType.FLOAT32, new Constant(1e-30));
      GraphFunction fade =
          new GraphFunction(
              home,
              "fade",
              true,
              List.of(),
              List.of(moment),
              (ctx, in) -> {
                ctx.assign(moment, ctx.readRaw(moment).mul(1e-5));
                return List.of();
              });
      fade.run(List.of(), out -> out);
      assertArrayEquals(new float[] {1e-35f, 1e-35f}, moment.value().floats(), 1e-41f);
      fade.run(List.of(), out -> out);
      assertArrayEquals(new float[2], moment.value().floats());
    }
  }
}
