package keras.engine.gradients;

import static keras.engine.gradients.GradientCase.s;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import keras.engine.gradients.GradientCase.Calls;
import keras.engine.gradients.GradientCase.Table;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.Output;

/** Lists the checks of ops that gradients emit, and of gradients of gradients. */
final class SecondOrderGradientCases {
  private SecondOrderGradientCases() {}

  static void addTo(Table t) {
    for (String op :
        new String[] {
          "ReluGrad",
          "Relu6Grad",
          "LeakyReluGrad",
          "SoftplusGrad",
          "SoftsignGrad",
          "TanhGrad",
          "SigmoidGrad"
        }) {
      t.add(op, -1, 1, (o, x) -> o.of(op, x.get(0), x.get(1)), s(3, 4), s(3, 4));
    }
    for (String op : new String[] {"SqrtGrad", "RsqrtGrad", "ReciprocalGrad", "InvGrad"}) {
      t.add(op, 0.5, 2, (o, x) -> o.of(op, x.get(0), x.get(1)), s(3, 4), s(3, 4));
    }
    for (String op : new String[] {"EluGrad", "SeluGrad"}) {
      t.add(op, -0.9, 1, (o, x) -> o.of(op, x.get(0), x.get(1)), s(3, 4), s(3, 4));
    }
    t.add("BiasAddGrad", -1, 1, (o, x) -> o.of("BiasAddGrad", x.get(0)), s(2, 3, 4));
    t.add(
        "BiasAddGrad NCHW",
        -1,
        1,
        (o, x) -> o.of("BiasAddGrad", x.get(0), "data_format", "NCHW"),
        s(2, 3, 4));
    pools(t);
    for (String op :
        new String[] {
          "Relu",
          "Elu",
          "Selu",
          "LeakyRelu",
          "Softplus",
          "Softsign",
          "Tanh",
          "Sigmoid",
          "Softmax",
          "LogSoftmax",
          "Square",
          "Exp",
          "Erf"
        }) {
      t.add(op + " twice", -1, 1, (o, x) -> squaredGradient(o, o.of(op, x.get(0)), x), s(3, 4));
    }
    for (String op : new String[] {"Sqrt", "Rsqrt", "Log", "Reciprocal"}) {
      t.add(op + " twice", 0.5, 2, (o, x) -> squaredGradient(o, o.of(op, x.get(0)), x), s(3, 4));
    }
    t.add(
        "MatMul twice",
        -1,
        1,
        (o, x) -> squaredGradient(o, o.of("Tanh", o.of("MatMul", x.get(0), x.get(1))), x),
        s(2, 3),
        s(3, 2));
    t.add(
        "BiasAdd twice",
        -1,
        1,
        (o, x) -> squaredGradient(o, o.of("Tanh", o.of("BiasAdd", x.get(0), x.get(1))), x),
        s(2, 3),
        s(3));
    t.add(
        "Conv2D twice",
        -1,
        1,
        (o, x) ->
            squaredGradient(
                o,
                o.of(
                    "Tanh",
                    o.of(
                        "Conv2D",
                        x.get(0),
                        x.get(1),
                        "strides",
                        new long[] {1, 1, 1, 1},
                        "padding",
                        "SAME")),
                x),
        s(1, 3, 3, 2),
        s(2, 2, 2, 2));
    t.add(
        "SparseSoftmaxCrossEntropyWithLogits twice",
        -1,
        1,
        (o, x) ->
            squaredGradient(
                o, o.of("SparseSoftmaxCrossEntropyWithLogits", x.get(0), o.ints(1, 3, 0)), x),
        s(3, 4));
    t.add(
        "Mean twice",
        -1,
        1,
        (o, x) -> squaredGradient(o, o.of("Mean", o.of("Exp", x.get(0)), o.ints(0)), x),
        s(3, 4));
    t.add(
        "GatherV2 twice",
        -1,
        1,
        (o, x) ->
            squaredGradient(o, o.of("Exp", o.of("GatherV2", x.get(0), o.ints(2, 0, 2), o.i(0))), x),
        s(3, 4));
  }

  private static void pools(Table t) {
    long[] two = {1, 2, 2, 1};
    t.add(
        "MaxPoolGrad",
        -1,
        1,
        (o, x) -> {
          Operand<?> image =
              o.of("Reshape", o.c(0.1, 0.9, 0.4, 0.2, 0.8, 0.3, 0.7, 0.5), o.ints(1, 2, 4, 1));
          Operand<?> largest =
              o.of("MaxPool", image, "ksize", two, "strides", two, "padding", "SAME");
          return o.of(
              "MaxPoolGrad",
              image,
              largest,
              x.get(0),
              "ksize",
              two,
              "strides",
              two,
              "padding",
              "SAME");
        },
        s(1, 1, 2, 1));
    t.add(
        "AvgPoolGrad",
        -1,
        1,
        (o, x) ->
            o.of(
                "AvgPoolGrad",
                o.ints(1, 2, 4, 1),
                x.get(0),
                "ksize",
                two,
                "strides",
                two,
                "padding",
                "SAME"),
        s(1, 1, 2, 1));
    long[] cube = {1, 2, 2, 2, 1};
    t.add(
            "AvgPool3DGrad",
            -1,
            1,
            (o, x) ->
                o.of(
                    "AvgPool3DGrad",
                    o.ints(1, 2, 2, 4, 1),
                    x.get(0),
                    "ksize",
                    cube,
                    "strides",
                    cube,
                    "padding",
                    "SAME"),
            s(1, 1, 1, 2, 1))
        .float32();
    t.add(
            "MaxPool3DGrad",
            -1,
            1,
            (o, x) -> {
              Operand<?> image =
                  o.of(
                      "Reshape",
                      o.c(0.1, 0.9, 0.4, 0.2, 0.8, 0.3, 0.7, 0.5),
                      o.ints(1, 1, 2, 4, 1));
              Operand<?> largest =
                  o.of("MaxPool3D", image, "ksize", cube, "strides", cube, "padding", "SAME");
              return o.of(
                  "MaxPool3DGrad",
                  image,
                  largest,
                  x.get(0),
                  "ksize",
                  cube,
                  "strides",
                  cube,
                  "padding",
                  "SAME");
            },
            s(1, 1, 1, 2, 1))
        .float32();
  }

  /** Returns the sum over all inputs of the squared first derivatives of sum(y²). */
  static Operand<?> squaredGradient(Calls o, Operand<?> y, List<Operand<?>> xs) {
    List<Output<?>> outputs =
        Arrays.asList(xs.stream().map(Operand::asOutput).toArray(Output<?>[]::new));
    List<@Nullable Output<?>> gradients =
        Gradients.of(o.graph(), o.of("Square", y).asOutput(), outputs);
    List<Operand<?>> squares = new ArrayList<>();
    for (Output<?> gradient : gradients) {
      Operand<?> flat =
          o.of("Reshape", o.of("Square", Objects.requireNonNull(gradient)), o.ints(-1));
      squares.add(o.of("Sum", flat, o.i(0)));
    }
    return squares.size() == 1 ? squares.get(0) : o.of("AddN", squares);
  }
}
