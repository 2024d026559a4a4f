package keras.golden;

import java.util.ArrayList;
import java.util.List;
import keras.engine.HostTensor;
import keras.engine.Tracing;
import keras.ops.Expr;
import keras.ops.Ops;

/**
 * Feeds and fetches complex numbers as pairs of real ones: TensorFlow Java has no tensors of
 * complex numbers but those within graphs.
 */
final class ComplexParts {
  private ComplexParts() {}

  /** Returns complex numbers as pairs, in a new last axis; others as they are. */
  static HostTensor of(HostTensor x) {
    return x.dtype().isComplex()
        ? new HostTensor(x.dtype().real(), x.shape().append(2), x.data())
        : x;
  }

  /** Runs a function of tensors, some of complex64, that gives some complex ones. */
  static List<HostTensor> tensors(List<HostTensor> inputs, Tracing.Body body) {
    return Evaluation.tensors(
        inputs.stream().map(ComplexParts::of).toList(),
        (ctx, in) -> {
          List<Expr> joined = new ArrayList<>();
          for (int i = 0; i < in.size(); i++) {
            boolean complex = inputs.get(i).dtype().isComplex();
            joined.add(complex ? Ops.call("view_as_complex", in.get(i)) : in.get(i));
          }
          return body.build(ctx, joined).stream()
              .map(y -> y.dtype().isComplex() ? Ops.call("view_as_real", y) : y)
              .toList();
        });
  }
}
