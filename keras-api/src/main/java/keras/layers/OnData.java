package keras.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import keras.data.SampleArray;
import keras.data.Transform;
import keras.engine.Structure;
import org.tensorflow.ndarray.NdArray;

/**
 * What a layer does with arrays, without a model around it.
 *
 * <pre>{@code
 * FloatNdArray small = new Resizing(32, 32).run(images, FloatNdArray.class);
 * Dataset prepared = data.map(new Rescaling(1 / 255.0));
 * }</pre>
 *
 * <p>Keras: {@code keras/src/layers/layer.py}, {@code Layer.__call__} on arrays.
 */
public sealed interface OnData extends Transform permits Layer {
  /**
   * Whether the layer is called as at training where nobody says: true of those that augment data.
   */
  default boolean trainsByDefault() {
    return false;
  }

  /**
   * Computes what the layer makes of an array.
   *
   * @param x an array as {@link SampleArray#of} takes it
   */
  default NdArray<?> run(Object x) {
    return run(x, trainsByDefault());
  }

  /**
   * Computes what the layer makes of an array, at training or not.
   *
   * @param x an array as {@link SampleArray#of} takes it
   */
  default NdArray<?> run(Object x, boolean training) {
    List<NdArray<?>> outputs = runAll(List.of(x), training);
    if (outputs.size() != 1) {
      throw new IllegalStateException(
          "%s: run gives one array. Received: %d outputs. Use runAll."
              .formatted(this, outputs.size()));
    }
    return outputs.get(0);
  }

  /**
   * Returns what {@link #run(Object)} does as an array of a type, as {@code FloatNdArray.class}.
   */
  default <T extends NdArray<?>> T run(Object x, Class<T> type) {
    NdArray<?> output = run(x);
    if (!type.isInstance(output)) {
      throw new IllegalArgumentException(
          "%s: the output is no %s. Received: a %s."
              .formatted(this, type.getSimpleName(), output.getClass().getSimpleName()));
    }
    return type.cast(output);
  }

  /**
   * Computes what the layer makes of several arrays, one for each input.
   *
   * @param x arrays as {@link SampleArray#of} takes them
   */
  default List<NdArray<?>> runAll(List<?> x, boolean training) {
    List<NdArray<?>> arrays = new ArrayList<>();
    x.forEach(array -> arrays.add(SampleArray.of(name(), array).toNdArray()));
    try (LayerRun run = new LayerRun((Layer) this, training)) {
      return run.run(arrays);
    }
  }

  /**
   * Computes what the layer makes of arrays by name, as layers that augment images take them.
   *
   * <pre>{@code
   * Structure<NdArray<?>> out = flip.runAll(Map.of("images", images, "labels", labels), true);
   * NdArray<?> flipped = out.get("images").only();
   * }</pre>
   *
   * @param x arrays as {@link SampleArray#of} takes them, and maps of those
   */
  default Structure<NdArray<?>> runAll(Map<String, ?> x, boolean training) {
    NamedArrays given = NamedArrays.of(name(), x);
    try (LayerRun run = new LayerRun((Layer) this, training, given.paths())) {
      List<NdArray<?>> outputs = run.run(given.arrays());
      return NamedArrays.structure(run.outputPaths(), outputs);
    }
  }

  /**
   * Returns this layer as what changes inputs and targets of batches together, for {@link
   * keras.data.Dataset#map(Transform)}.
   *
   * <pre>{@code
   * data.map(new MixUp().onFields(List.of("images"), List.of("labels")));
   * data.map(flip.onFields(List.of("images"), List.of("bounding_boxes/boxes", "bounding_boxes/labels")));
   * }</pre>
   *
   * @param x what the layer knows each input of a batch by; a slash parts the names of a map inside
   * @param y what it knows each target by
   */
  default Transform onFields(List<String> x, List<String> y) {
    return new OnFields((Layer) this, x, y);
  }

  @Override
  default Transform.Pass pass() {
    return new LayerRun((Layer) this, trainsByDefault());
  }
}
