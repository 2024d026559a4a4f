package keras.engine.gradients;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Output;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.math.Mean;
import org.tensorflow.types.TFloat32;

/** Gradients that nobody differentiates in turn have the bits of others, and fewer large ops. */
class LastGradientsTest {
  private static final int ROWS = 7; // whose reciprocal is no float32
  private static final int COLUMNS = 5;

  @Test
  void varianceTakesOneLargeProduct() {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Shape shape = Shape.of(Shape.UNKNOWN_SIZE, COLUMNS);
      Placeholder<TFloat32> x = tf.placeholder(TFloat32.class, Placeholder.shape(shape));
      var rows = tf.constant(new int[] {0});
      var mean = tf.stopGradient(tf.math.mean(x, rows, Mean.keepDims(true)));
      var variance = tf.math.mean(tf.math.squaredDifference(x, mean), rows);
      Output<?> y =
          tf.math.mul(variance, tf.constant(new float[] {0.3f, -1, 7, 1e-3f, 9})).asOutput();
      Output<?> usual = gradient(graph, false, y, x);
      int before = large(graph);
      Output<?> last = gradient(graph, true, y, x);
      assertEquals(3, large(graph) - before); // x - mean, the product, and copies that none reads
      float[] values = new float[ROWS * COLUMNS];
      Random random = new Random(0);
      for (int i = 0; i < values.length; i++) {
        values[i] = random.nextFloat();
      }
      try (TFloat32 fed = TFloat32.tensorOf(Shape.of(ROWS, COLUMNS), DataBuffers.of(values));
          var results = session.runner().feed(x, fed).fetch(usual).fetch(last).run()) {
        assertArrayEquals(floats((TFloat32) results.get(0)), floats((TFloat32) results.get(1)));
      }
    }
  }

  private static Output<?> gradient(Graph graph, boolean last, Output<?> y, Placeholder<?> x) {
    SummedRows gradient =
        Gradients.bySources(
                graph, last, new VectorJacobianProducts(), y, List.of(List.of(x.asOutput())))
            .get(0);
    return Objects.requireNonNull(gradient).sum();
  }

  /** Counts the ops of the backward pass that compute something as large as the inputs. */
  private static int large(Graph graph) {
    int count = 0;
    for (Iterator<GraphOperation> ops = graph.operations(); ops.hasNext(); ) {
      GraphOperation op = ops.next();
      if (op.name().startsWith("gradients")
          && op.numOutputs() == 1
          && op.output(0).shape().numDimensions() == 2
          && op.output(0).shape().get(0) != 1) {
        count++;
      }
    }
    return count;
  }

  private static float[] floats(TFloat32 tensor) {
    float[] values = new float[Math.toIntExact(tensor.size())];
    tensor.asRawTensor().data().asFloats().read(values);
    return values;
  }
}
