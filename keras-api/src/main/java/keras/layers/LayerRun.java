package keras.layers;

import java.lang.ref.Cleaner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import keras.data.Transform;
import keras.engine.Arguments;
import keras.engine.CallContext;
import keras.engine.GraphFunction;
import keras.engine.HostTensor;
import keras.engine.Structure;
import keras.engine.TensorSpec;
import keras.engine.WorkspaceRef;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.Shape;

/** Calls of a layer on arrays, by functions that are built once for each kind of arrays. */
final class LayerRun implements Transform.Pass {
  private static final Cleaner CLEANER = Cleaner.create();

  private final Layer layer;
  private final boolean training;
  private final @Nullable List<String> paths;
  private List<String> outputPaths = List.of();
  private final WorkspaceRef home;
  private final Cleaner.Cleanable closing;
  private final Map<List<TensorSpec>, GraphFunction> functions = new HashMap<>();

  LayerRun(Layer layer, boolean training) {
    this(layer, training, null);
  }

  /**
   * Starts calls on arrays by name.
   *
   * @param paths the name of each array, as {@link NamedArrays} spells it; null without names
   */
  LayerRun(Layer layer, boolean training, @Nullable List<String> paths) {
    this.layer = layer;
    this.training = training;
    this.paths = paths;
    WorkspaceRef own = new WorkspaceRef(layer::toString);
    home = own;
    closing = CLEANER.register(this, own::close);
  }

  @Override
  public synchronized List<NdArray<?>> run(List<? extends NdArray<?>> arrays) {
    List<Tensor> feeds = new ArrayList<>();
    try {
      List<TensorSpec> specs = new ArrayList<>();
      for (NdArray<?> array : arrays) {
        HostTensor host = HostTensor.of(array);
        feeds.add(host.toTensor());
        specs.add(new TensorSpec(host.shape(), host.dtype()));
      }
      Shape first = arrays.get(0).shape();
      home.samples((int) Math.min(1 << 16, first.numDimensions() == 0 ? 1 : first.get(0)));
      return function(ofAnySize(specs)).run(feeds, LayerRun::arrays);
    } finally {
      feeds.forEach(Tensor::close);
    }
  }

  private static List<NdArray<?>> arrays(List<Tensor> outputs) {
    List<NdArray<?>> all = new ArrayList<>();
    outputs.forEach(t -> all.add(HostTensor.of(t).toNdArray()));
    return all;
  }

  /**
   * Returns shapes whose first axis, that of the samples, may have any size; as they are where they
   * are those of one image.
   */
  private List<TensorSpec> ofAnySize(List<TensorSpec> specs) {
    boolean exact =
        layer.trainsByDefault() && (paths != null || specs.get(0).shape().numDimensions() == 3);
    return exact
        ? specs
        : specs.stream().map(s -> new TensorSpec(ofAnySize(s.shape()), s.dtype())).toList();
  }

  private static Shape ofAnySize(Shape shape) {
    return shape.numDimensions() == 0 ? shape : Shape.of(-1).append(shape.tail());
  }

  private GraphFunction function(List<TensorSpec> specs) {
    return functions.computeIfAbsent(
        specs, s -> new GraphFunction(home, "run", training, s, layer.variables(), this::outputs));
  }

  private List<Expr> outputs(CallContext ctx, List<Expr> in) {
    if (paths == null) {
      return layer.applyAll(in, ctx);
    }
    String first = layer.callArguments().get(0);
    Structure<Expr> out =
        layer.apply(Arguments.of(Expr.class, first, NamedArrays.nested(paths, in)), ctx);
    outputPaths = NamedArrays.paths(out);
    return out.flat();
  }

  /** Returns the names of the outputs of the last call on arrays by name, in their order. */
  List<String> outputPaths() {
    return outputPaths;
  }

  /** Frees the functions; the weights keep their values. */
  @Override
  public void close() {
    closing.clean();
  }
}
