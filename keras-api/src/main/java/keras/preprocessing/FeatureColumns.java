package keras.preprocessing;

import java.util.Iterator;
import keras.data.Batch;
import keras.data.Dataset;
import keras.data.Np;
import keras.data.Passes;
import org.tensorflow.ndarray.NdArray;

/** What a {@link FeatureSpace} takes of data. */
final class FeatureColumns {
  private FeatureColumns() {}

  /** Takes one batch, as Keras does to see its shape: it counts where passes are shuffled. */
  static void look(Dataset data) {
    Iterator<Batch> pass = data.iterator();
    try {
      if (!pass.hasNext()) {
        throw new IllegalArgumentException(
            "FeatureSpace.adapt: expected one batch or more. Received: none.");
      }
      pass.next();
    } finally {
      Passes.close(pass);
    }
  }

  /** Gives an array of single values an axis for them. */
  static NdArray<?> column(NdArray<?> x) {
    return x.shape().numDimensions() == 1 ? Np.reshape(x, x.shape().get(0), 1) : x;
  }
}
