package keras.engine.gradients;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.OperationBuilder;

/**
 * Differentiates pooling and its first derivatives.
 *
 * <p>Keras: tensorflow/python/ops/nn_grad.py
 */
final class PoolGradients {
  private static final String[] WINDOW = {"ksize", "strides", "padding", "data_format"};
  private static final String[] EXPLICIT_WINDOW = {
    "ksize", "strides", "padding", "explicit_paddings", "data_format"
  };

  private PoolGradients() {}

  static void addTo(VjpTable table) {
    average(table, "AvgPool", "AvgPoolGrad");
    average(table, "AvgPool3D", "AvgPool3DGrad");
    maximum(table, "MaxPool", "MaxPoolGrad", EXPLICIT_WINDOW);
    maximum(table, "MaxPool3D", "MaxPool3DGrad", WINDOW);
    table.unary(
        "MaxPoolWithArgmax",
        s ->
            s.input(0)
                .op(
                    "MaxPoolGradWithArgmax",
                    s.copying("ksize", "strides", "padding", "include_batch_in_index"),
                    s.dy(),
                    s.output(1)));
  }

  private static void average(VjpTable table, String type, String gradient) {
    table.unary(type, s -> s.input(0).dims().op(gradient, s.copying(WINDOW), s.dy()));
    table.put(gradient, s -> Arrays.asList(null, s.dy().op(type, s.copying(WINDOW))));
  }

  private static void maximum(VjpTable table, String type, String gradient, String... window) {
    table.unary(type, s -> s.input(0).op(gradient, s.copying(window), s.output(), s.dy()));
    table.put(gradient, s -> choiceAgain(s, gradient));
  }

  /** Which element was the largest does not change: only the third input has a derivative. */
  private static List<@Nullable Operand<?>> choiceAgain(BackwardStep s, String type) {
    Consumer<OperationBuilder> window = s.copying(WINDOW);
    return Arrays.asList(
        s.needs(0) ? s.input(0).zerosLike() : null,
        s.needs(1) ? s.input(1).zerosLike() : null,
        s.needs(2) ? s.input(0).op(type + "Grad", window, s.input(1), s.dy()) : null);
  }
}
