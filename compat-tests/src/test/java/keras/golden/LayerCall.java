package keras.golden;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import keras.engine.CallContext;
import keras.engine.GraphFunction;
import keras.engine.HostTensor;
import keras.engine.Structure;
import keras.engine.TensorSpec;
import keras.engine.Variable;
import keras.engine.WorkspaceRef;
import keras.layers.Layer;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Tensor;

/** What a layer gives when it is called once, as {@code layer_case.py} asks it of Keras. */
record LayerCall(
    List<HostTensor> outputs,
    Object structure,
    List<@Nullable HostTensor> masks,
    List<HostTensor> losses,
    List<@Nullable HostTensor> inputGradients,
    List<@Nullable HostTensor> weightGradients) {

  /** Calls a layer, whose weights live in {@code home}. */
  static LayerCall of(WorkspaceRef home, Layer layer, boolean training, LayerFixture fixture) {
    List<@Nullable HostTensor> masks = fixture.inputMasks();
    List<HostTensor> fed = new ArrayList<>(fixture.inputs());
    masks.stream().flatMap(Stream::ofNullable).forEach(fed::add);
    List<TensorSpec> specs = fed.stream().map(t -> new TensorSpec(t.shape(), t.dtype())).toList();
    List<Tensor> feeds = fed.stream().map(HostTensor::toTensor).toList();
    Builder builder = new Builder(layer, fixture, masks);
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
    private final LayerFixture fixture;
    private final List<@Nullable HostTensor> masks;
    private final List<Expr> fetched = new ArrayList<>();
    private Object structure = 0;
    private int outputs;
    private int losses;
    private List<Boolean> masked = List.of();
    private List<Boolean> byInput = List.of();
    private List<Boolean> byWeight = List.of();

    Builder(Layer layer, LayerFixture fixture, List<@Nullable HostTensor> masks) {
      this.layer = layer;
      this.fixture = fixture;
      this.masks = masks;
    }

    List<Expr> build(CallContext ctx, List<Expr> in) {
      fetched.clear();
      List<Expr> x = new ArrayList<>();
      int next = masks.size();
      for (int i = 0; i < masks.size(); i++) {
        x.add(masks.get(i) == null ? in.get(i) : in.get(i).withMask(in.get(next++)));
      }
      Structure<Expr> made = layer.apply(fixture.call(layer, Expr.class, x), ctx);
      List<Expr> y = made.flat();
      int[] place = {0};
      structure = json(made.map(e -> place[0]++));
      outputs = y.size();
      fetched.addAll(y);
      masked = y.stream().map(e -> e.mask() != null).toList();
      y.forEach(e -> Stream.ofNullable(e.mask()).forEach(fetched::add));
      int before = fetched.size();
      fetched.addAll(ctx.losses());
      for (Variable v : layer.trainableWeights()) {
        if (v.regularizer() != null) {
          fetched.add(v.regularizer().call(ctx.readRaw(v)));
        }
      }
      losses = fetched.size() - before;
      gradients(ctx, y, in.subList(0, masks.size()));
      return fetched;
    }

    /** Returns lists and maps with the places of the outputs. */
    private static Object json(Structure<Integer> places) {
      if (places instanceof Structure.Items<Integer> list) {
        return list.items().stream().map(Builder::json).toList();
      } else if (places instanceof Structure.Fields<Integer> named) {
        Map<String, Object> out = new LinkedHashMap<>();
        named.fields().forEach((name, v) -> out.put(name, json(v)));
        return out;
      }
      return places.only();
    }

    /** Adds the gradients of the outputs' sums of squares by the inputs and trainable weights. */
    private void gradients(CallContext ctx, List<Expr> outputs, List<Expr> inputs) {
      List<@Nullable Expr> byInputs = new ArrayList<>();
      List<@Nullable Expr> byWeights = new ArrayList<>();
      Expr total =
          outputs.stream()
              .filter(y -> y.dtype().isFloating())
              .map(y -> y.mul(y).sum(y.axes()))
              .reduce(Expr::add)
              .orElse(null);
      if (total != null) {
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
      List<HostTensor> made = new ArrayList<>();
      for (int i = 0; i < outputs; i++) {
        made.add(next.next());
      }
      List<@Nullable HostTensor> madeMasks = new ArrayList<>();
      masked.forEach(there -> madeMasks.add(there ? next.next() : null));
      List<HostTensor> penalties = new ArrayList<>();
      for (int i = 0; i < losses; i++) {
        penalties.add(next.next());
      }
      List<@Nullable HostTensor> byInputs = new ArrayList<>();
      byInput.forEach(there -> byInputs.add(there ? next.next() : null));
      List<@Nullable HostTensor> byWeights = new ArrayList<>();
      byWeight.forEach(there -> byWeights.add(there ? next.next() : null));
      return new LayerCall(made, structure, madeMasks, penalties, byInputs, byWeights);
    }
  }
}
