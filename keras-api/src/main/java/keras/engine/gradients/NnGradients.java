package keras.engine.gradients;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;

/**
 * Differentiates activations, biases, softmax and the cross-entropies.
 *
 * <p>Keras: tensorflow/python/ops/nn_grad.py
 */
final class NnGradients {
  private NnGradients() {}

  static void addTo(VjpTable table) {
    table.unary("Relu", s -> s.dy().op("ReluGrad", s.output()));
    table.unary("Relu6", s -> s.dy().op("Relu6Grad", s.output()));
    table.unary("Elu", s -> s.dy().op("EluGrad", s.output()));
    table.unary("Selu", s -> s.dy().op("SeluGrad", s.output()));
    table.unary("LeakyRelu", s -> s.dy().op("LeakyReluGrad", s.copying("alpha"), s.input(0)));
    table.unary("Softplus", s -> s.dy().mul(s.input(0).op("Sigmoid")));
    table.unary("Softsign", s -> s.dy().op("SoftsignGrad", s.input(0)));
    table.put("BiasAdd", NnGradients::biasAdd);
    table.unary("Softmax", NnGradients::softmax);
    table.unary("LogSoftmax", NnGradients::logSoftmax);
    table.put("SparseSoftmaxCrossEntropyWithLogits", s -> List.of(crossEntropyByLogits(s)));
    table.put("SoftmaxCrossEntropyWithLogits", NnGradients::crossEntropy);
    table.unary("CTCLoss", NnGradients::ctc);
  }

  private static List<@Nullable Operand<?>> biasAdd(BackwardStep s) {
    return Arrays.asList(
        s.dy(), s.needs(1) ? s.dy().op("BiasAddGrad", s.copying("data_format")) : null);
  }

  private static Term softmax(BackwardStep s) {
    Term y = s.output();
    return s.dy().sub(s.dy().mul(y).sum(s.ops().ints(-1), true)).mul(y);
  }

  private static Term logSoftmax(BackwardStep s) {
    Term probabilities = s.output().exp();
    return s.dy().sub(s.dy().sum(s.ops().ints(-1), true).mul(probabilities));
  }

  private static Term crossEntropyByLogits(BackwardStep s) {
    GradientOps ops = s.ops();
    Term gradient = column(s, s.dy(0)).mul(s.output(1));
    if (!s.hasDy(1)) {
      return gradient;
    }
    Term probabilities = s.input(0).op("Softmax");
    Term dy = s.dy(1);
    Term dot =
        dy.op("ExpandDims", ops.ints(1))
            .op("BatchMatMulV2", probabilities.op("ExpandDims", ops.ints(2)))
            .op("Squeeze", b -> b.setAttr("squeeze_dims", new long[] {1}));
    return gradient.add(dy.sub(dot).mul(probabilities));
  }

  private static List<@Nullable Operand<?>> crossEntropy(BackwardStep s) {
    return Arrays.asList(
        s.needs(0) ? crossEntropyByLogits(s) : null,
        s.needs(1) ? column(s, s.dy(0)).mul(s.input(0).op("LogSoftmax").neg()) : null);
  }

  /** The forward op has computed its gradient, (time, batch, classes), but no second one. */
  private static Term ctc(BackwardStep s) {
    Term gradient =
        s.output(1)
            .op("PreventGradient", b -> b.setAttr("message", "ctc_loss has no second derivative"));
    return column(s, s.dy()).mul(gradient);
  }

  private static Term column(BackwardStep s, Term vector) {
    return vector.op("ExpandDims", s.ops().ints(-1));
  }
}
