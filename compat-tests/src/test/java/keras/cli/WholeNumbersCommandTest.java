package keras.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import keras.data.Npz;
import keras.engine.KerasTensor;
import keras.layers.Flatten;
import keras.layers.InputLayer;
import keras.models.Model;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.StdArrays;

/** One in 16,777,216 is within the tolerance of other numbers, and lost in float32. */
class WholeNumbersCommandTest extends CommandLineTests {
  private static final long GIVEN = 1 << 24;

  private static NdArray<?> array(long value) {
    return StdArrays.ndCopyOf(new long[][] {{value}});
  }

  @Test
  void verifiesThemAsTheyAre(@TempDir Path dir) {
    String model = dir.resolve("whole.keras").toString();
    KerasTensor in = new InputLayer(Shape.of(1)).dtype("int64").output();
    try (Model whole = Model.of(in, new Flatten().dtype("int64").apply(in))) {
      whole.save(model);
    }
    Path golden = dir.resolve("whole.npz");
    Npz.write(golden, Map.of("in0", array(GIVEN), "out0", array(GIVEN)));
    runWell("verify", model, golden.toString());
    Npz.write(golden, Map.of("in0", array(GIVEN), "out0", array(GIVEN + 1)));
    assertEquals(1, run("verify", model, golden.toString()));
    assertTrue(out.toString().contains("OFF   out0: largest difference 1.0"), out::toString);
  }
}
