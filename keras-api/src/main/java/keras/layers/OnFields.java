package keras.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import keras.data.Batch;
import keras.data.Transform;
import org.tensorflow.ndarray.NdArray;

/** A layer that changes inputs and targets of batches together, which it knows by names. */
final class OnFields implements Transform {
  private final Layer layer;
  private final List<String> x;
  private final List<String> y;

  OnFields(Layer layer, List<String> x, List<String> y) {
    this.layer = layer;
    this.x = List.copyOf(x);
    this.y = List.copyOf(y);
  }

  @Override
  public String name() {
    return layer.name();
  }

  @Override
  public Pass pass() {
    List<String> paths = Stream.concat(x.stream(), y.stream()).toList();
    LayerRun run = new LayerRun(layer, layer.trainsByDefault(), paths);
    return new Pass() {
      @Override
      public List<NdArray<?>> run(List<? extends NdArray<?>> arrays) {
        return ordered(run, run.run(arrays), paths);
      }

      @Override
      public Batch run(Batch batch) {
        if (batch.x().size() != x.size() || batch.y().size() != y.size()) {
          throw new IllegalArgumentException(
              "%s: expected batches of inputs %s and targets %s. Received: %d inputs and %d targets."
                  .formatted(layer, x, y, batch.x().size(), batch.y().size()));
        }
        List<NdArray<?>> all = new ArrayList<>(batch.x());
        all.addAll(batch.y());
        List<NdArray<?>> out = run(all);
        return new Batch(
            out.subList(0, x.size()), out.subList(x.size(), out.size()), batch.weights());
      }

      @Override
      public void close() {
        run.close();
      }
    };
  }

  private List<NdArray<?>> ordered(LayerRun run, List<NdArray<?>> outputs, List<String> paths) {
    List<String> given = run.outputPaths();
    if (given.size() != paths.size() || !given.containsAll(paths)) {
      throw new IllegalStateException(
          "%s: expected outputs %s. Received: %s.".formatted(layer, paths, given));
    }
    List<NdArray<?>> all = new ArrayList<>();
    paths.forEach(path -> all.add(outputs.get(given.indexOf(path))));
    return all;
  }
}
