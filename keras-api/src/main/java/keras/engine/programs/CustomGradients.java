package keras.engine.programs;

import keras.engine.CallContext;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.proto.NodeDef;

/**
 * Gradients that Python's {@code tf.custom_gradient} gave to a node. That of {@code tf.nn.silu} is
 * what follows from its ops; any other is refused where it is asked for, not before.
 */
final class CustomGradients {
  private CustomGradients() {}

  static void check(CallContext ctx, NodeDef node, Operation made) {
    if (node.containsAttr("_gradient_op_type") && !isSilu((GraphOperation) made)) {
      ctx.products()
          .override(
              made,
              step -> {
                throw new UnsupportedOperationException(
                    "The SavedModel has a gradient of Python's own for an op %s (`tf.custom_gradient`), which is not read. Freeze the layer, and let no layer before it train."
                        .formatted(node.getOp()));
              });
    }
  }

  /** Whether a node passes on {@code x * sigmoid(beta * x)}, {@code x} and {@code beta}. */
  private static boolean isSilu(GraphOperation op) {
    if (!op.type().equals("IdentityN") || op.numInputs() < 2) {
      return false;
    }
    Output<?> y = op.input(0).asOutput();
    Output<?> x = op.input(1).asOutput();
    GraphOperation product = (GraphOperation) y.op();
    if (!product.type().equals("Mul") || !product.input(0).asOutput().equals(x)) {
      return false;
    }
    GraphOperation sigmoid = (GraphOperation) product.input(1).asOutput().op();
    if (!sigmoid.type().equals("Sigmoid")) {
      return false;
    }
    Output<?> inner = sigmoid.input(0).asOutput();
    GraphOperation scaled = (GraphOperation) inner.op();
    return inner.equals(x)
        || (scaled.type().equals("Mul")
            && (scaled.input(0).asOutput().equals(x) || scaled.input(1).asOutput().equals(x)));
  }
}
