package keras.trainers;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import keras.engine.HostTensor;
import keras.engine.Shapes;
import keras.models.Model;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.Shape;

/** Collects the outputs of many batches. */
final class Predictions {
  private final String caller;
  private final List<List<HostTensor>> parts = new ArrayList<>();
  private int marked;

  /**
   * Collects nothing yet.
   *
   * @param caller for messages
   */
  Predictions(String caller) {
    this.caller = caller;
  }

  void add(List<Tensor> outputs) {
    for (int i = 0; i < outputs.size(); i++) {
      if (parts.size() <= i) {
        parts.add(new ArrayList<>());
      }
      parts.get(i).add(HostTensor.of(outputs.get(i)));
    }
  }

  /** Remembers how many batches there are. */
  void mark() {
    marked = batches();
  }

  /** Returns the outputs of the batches since the mark, joined. */
  List<NdArray<?>> sinceMark() {
    return join(marked);
  }

  private int batches() {
    return parts.isEmpty() ? 0 : parts.get(0).size();
  }

  /** Returns the outputs of all batches, joined. */
  List<NdArray<?>> join() {
    if (parts.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: the Dataset has no batches. Expected one or more in every pass.".formatted(caller));
    }
    return join(0);
  }

  private List<NdArray<?>> join(int from) {
    List<NdArray<?>> out = new ArrayList<>();
    for (List<HostTensor> all : parts) {
      List<HostTensor> some = all.subList(from, all.size());
      out.add(some.size() == 1 ? some.get(0).toNdArray() : concat(some).toNdArray());
    }
    return List.copyOf(out);
  }

  private static HostTensor concat(List<HostTensor> batches) {
    HostTensor first = batches.get(0);
    long rows = 0;
    int bytes = 0;
    for (HostTensor b : batches) {
      if (b.shape().numDimensions() == 0 || !b.shape().tail().equals(first.shape().tail())) {
        throw new IllegalArgumentException(
            "model.predict: outputs of batches cannot be joined: %s and %s. Use predictOnBatch."
                .formatted(Shapes.show(first.shape()), Shapes.show(b.shape())));
      }
      rows += b.shape().get(0);
      bytes = Math.addExact(bytes, b.data().remaining());
    }
    ByteBuffer all = ByteBuffer.allocate(bytes);
    batches.forEach(b -> all.put(b.data().duplicate()));
    return new HostTensor(first.dtype(), Shape.of(rows).append(first.shape().tail()), all.flip());
  }

  static <T extends NdArray<?>> T only(Model model, List<NdArray<?>> outputs, Class<T> type) {
    if (outputs.size() != 1) {
      throw new IllegalArgumentException(
          "%s has %d outputs; call predictAll(x) to get them.".formatted(model, outputs.size()));
    }
    if (!type.isInstance(outputs.get(0))) {
      throw new IllegalArgumentException(
          "%s: expected a %s. The output is a %s; call predict(x, type) or predictAll(x)."
              .formatted(
                  model,
                  type.getSimpleName(),
                  outputs.get(0).getClass().getInterfaces().length > 0
                      ? outputs.get(0).getClass().getInterfaces()[0].getSimpleName()
                      : outputs.get(0).getClass().getSimpleName()));
    }
    return type.cast(outputs.get(0));
  }
}
