package keras.golden;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import keras.engine.CallContext;
import keras.engine.GraphFunction;
import keras.engine.HostTensor;
import keras.engine.TensorSpec;
import keras.engine.Variable;
import keras.engine.WorkspaceRef;
import keras.layers.Layer;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Tensor;

/** What a layer gives when it is called once, as {@code layer_case.py} asks it of Keras. */
record LayerCall(
    HostTensor output,
    @Nullable HostTensor mask,
    List<HostTensor> losses,
    List<@Nullable HostTensor> inputGradients,
    List<@Nullable HostTensor> weightGradients) {

  /** Calls a layer, whose weights live in {@code home}. */
  static LayerCall of(
      WorkspaceRef home,
      Layer layer,
      boolean training,
      List<HostTensor> inputs,
      List<@Nullable HostTensor> masks) {
    List<HostTensor> fed = new ArrayList<>(inputs);
    masks.stream().flatMap(Stream::ofNullable).forEach(fed::add);
    List<TensorSpec> specs = fed.stream().map(t -> new TensorSpec(t.shape(), t.dtype())).toList();
    List<Tensor> feeds = fed.stream().map(HostTensor::toTensor).toList();
    Builder builder = new Builder(layer, masks);
    try {
      return new GraphFunction(home, "call", training, specs, layer.variables(), builder::build)
          .run(feeds, builder::collect);
    } finally {
      feeds.forEach(Tensor::close);
    }
  }

  /** Builds the call and remembers which of its parts there are. */
  private static final class Builder {
    private final Layer layer;
    private final List<@Nullable HostTensor> masks;
    private final List<Expr> fetched = new ArrayList<>();
    private int losses;
    private boolean masked;
    private List<Boolean> byInput = List.of();
    private List<Boolean> byWeight = List.of();

    Builder(Layer layer, List<@Nullable HostTensor> masks) {
      this.layer = layer;
      this.masks = masks;
    }

    List<Expr> build(CallContext ctx, List<Expr> in) {
      fetched.clear();
      List<Expr> x = new ArrayList<>();
      int next = masks.size();
      for (int i = 0; i < masks.size(); i++) {
        x.add(masks.get(i) == null ? in.get(i) : in.get(i).withMask(in.get(next++)));
      }
      Expr y = layer.apply(x, ctx);
      fetched.add(y);
      Expr mask = y.mask();
      masked = mask != null;
      if (mask != null) {
        fetched.add(mask);
      }
      fetched.addAll(ctx.losses());
      for (Variable v : layer.trainableWeights()) {
        if (v.regularizer() != null) {
          fetched.add(v.regularizer().call(ctx.readRaw(v)));
        }
      }
      losses = fetched.size() - (masked ? 2 : 1);
      gradients(ctx, y, in.subList(0, masks.size()));
      return fetched;
    }

    /** Adds the gradients of sum(y * y) by the inputs and the trainable weights. */
    private void gradients(CallContext ctx, Expr y, List<Expr> inputs) {
      List<@Nullable Expr> byInputs = new ArrayList<>();
      List<@Nullable Expr> byWeights = new ArrayList<>();
      if (y.dtype().isFloating()) {
        Expr total = y.mul(y).sum(y.axes());
        for (Expr x : inputs) {
          byInputs.add(x.dtype().isFloating() ? ctx.gradientsOf(total, List.of(x)).get(0) : null);
        }
        byWeights.addAll(ctx.gradients(total, layer.trainableWeights()));
      } else {
        inputs.forEach(x -> byInputs.add(null));
        layer.trainableWeights().forEach(w -> byWeights.add(null));
      }
      byInput = byInputs.stream().map(Objects::nonNull).toList();
      byWeight = byWeights.stream().map(Objects::nonNull).toList();
      Stream.concat(byInputs.stream(), byWeights.stream())
          .flatMap(Stream::ofNullable)
          .forEach(fetched::add);
    }

    LayerCall collect(List<Tensor> values) {
      var next = values.stream().map(HostTensor::of).iterator();
      HostTensor output = next.next();
      HostTensor mask = masked ? next.next() : null;
      List<HostTensor> penalties = new ArrayList<>();
      for (int i = 0; i < losses; i++) {
        penalties.add(next.next());
      }
      List<@Nullable HostTensor> byInputs = new ArrayList<>();
      byInput.forEach(there -> byInputs.add(there ? next.next() : null));
      List<@Nullable HostTensor> byWeights = new ArrayList<>();
      byWeight.forEach(there -> byWeights.add(there ? next.next() : null));
      return new LayerCall(output, mask, penalties, byInputs, byWeights);
    }
  }
}
