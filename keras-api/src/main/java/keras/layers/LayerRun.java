package keras.layers;

import java.lang.ref.Cleaner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import keras.data.Transform;
import keras.engine.GraphFunction;
import keras.engine.HostTensor;
import keras.engine.TensorSpec;
import keras.engine.WorkspaceRef;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.Shape;

/** Calls of a layer on arrays, by functions that are built once for each kind of arrays. */
final class LayerRun implements Transform.Pass {
  private static final Cleaner CLEANER = Cleaner.create();

  private final Layer layer;
  private final boolean training;
  private final WorkspaceRef home;
  private final Cleaner.Cleanable closing;
  private final Map<List<TensorSpec>, GraphFunction> functions = new HashMap<>();

  LayerRun(Layer layer, boolean training) {
    this.layer = layer;
    this.training = training;
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
        specs.add(new TensorSpec(ofAnySize(host.shape()), host.dtype()));
      }
      Shape first = arrays.get(0).shape();
      home.samples((int) Math.min(1 << 16, first.numDimensions() == 0 ? 1 : first.get(0)));
      return function(specs).run(feeds, LayerRun::arrays);
    } finally {
      feeds.forEach(Tensor::close);
    }
  }

  private static List<NdArray<?>> arrays(List<Tensor> outputs) {
    List<NdArray<?>> all = new ArrayList<>();
    outputs.forEach(t -> all.add(HostTensor.of(t).toNdArray()));
    return all;
  }

  /** Returns a shape whose first axis, that of the samples, may have any size. */
  private static Shape ofAnySize(Shape shape) {
    return shape.numDimensions() == 0 ? shape : Shape.of(-1).append(shape.tail());
  }

  private GraphFunction function(List<TensorSpec> specs) {
    return functions.computeIfAbsent(
        specs,
        s ->
            new GraphFunction(
                home, "run", training, s, layer.variables(), (ctx, in) -> layer.applyAll(in, ctx)));
  }

  /** Frees the functions; the weights keep their values. */
  @Override
  public void close() {
    closing.clean();
  }
}
