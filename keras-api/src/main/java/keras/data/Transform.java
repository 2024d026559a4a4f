package keras.data;

import java.util.List;
import org.tensorflow.ndarray.NdArray;

/** What makes arrays of arrays, such as a layer; {@link Dataset#map(Transform)} takes it. */
public interface Transform {
  /** Returns what messages call it. */
  String name();

  /** Starts a pass over data. */
  Pass pass();

  /** Calls on arrays, one after another, until it is closed. */
  interface Pass extends AutoCloseable {
    /** Returns what it makes of arrays, one for each input. */
    List<NdArray<?>> run(List<? extends NdArray<?>> arrays);

    /** Returns what it makes of a batch: of its inputs, unless overridden. */
    default Batch run(Batch batch) {
      return new Batch(run(batch.x()), batch.y(), batch.weights());
    }

    @Override
    void close();
  }
}
