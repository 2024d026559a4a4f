package keras.io.weights;

import java.util.ArrayList;
import java.util.List;
import keras.engine.HostTensor;
import org.tensorflow.ndarray.Shape;

/** The kernels of convolutions in older files. */
final class OldConvolutions {
  /** From (filters, channels, rows, columns) to (rows, columns, channels, filters). */
  private static final int[] FILTERS_LAST = {2, 3, 1, 0};

  private OldConvolutions() {}

  static List<HostTensor> conv1d(OldLayer layer, List<HostTensor> stored) {
    HostTensor kernel = stored.get(0);
    Shape expected = layer.expected().get(0);
    if (layer.keras1() && kernel.shape().numDimensions() == 4) {
      // (length, 1, channels, filters); before Keras 1.1 (filters, channels, length, 1).
      boolean early =
          kernel.shape().get(0) != expected.get(0)
              || kernel.shape().get(1) != 1
              || kernel.shape().get(3) != expected.get(2);
      HostTensor ordered = early ? HostArrays.transpose(kernel, FILTERS_LAST) : kernel;
      long[] s = ordered.shape().asArray();
      kernel = HostArrays.reshape(ordered, Shape.of(s[0] * s[1], s[2], s[3]));
    }
    return with(stored, turned(layer, kernel, 1));
  }

  static List<HostTensor> conv2d(OldLayer layer, List<HostTensor> stored) {
    HostTensor kernel = stored.get(0);
    if (layer.keras1() && layer.channelsFirst()) {
      kernel = transposed(kernel, FILTERS_LAST);
    }
    return with(stored, fitted(layer, turned(layer, kernel, 2), 0));
  }

  static List<HostTensor> conv3d(OldLayer layer, List<HostTensor> stored) {
    HostTensor kernel = stored.get(0);
    if (layer.keras1() && layer.channelsFirst()) {
      kernel = transposed(kernel, 2, 3, 4, 1, 0);
    }
    return with(stored, turned(layer, kernel, 3));
  }

  static List<HostTensor> conv2dTranspose(OldLayer layer, List<HostTensor> stored) {
    HostTensor kernel = stored.get(0);
    if (layer.keras1()) {
      kernel =
          layer.channelsFirst() ? transposed(kernel, 2, 3, 0, 1) : transposed(kernel, 0, 1, 3, 2);
    }
    return with(stored, fitted(layer, turned(layer, kernel, 2), 0));
  }

  static List<HostTensor> convLstm2d(OldLayer layer, List<HostTensor> stored) {
    List<HostTensor> all = new ArrayList<>(stored);
    if (layer.keras1() && all.size() == 12) {
      all = new ArrayList<>(OldRecurrences.gathered(all, OldRecurrences.LSTM_GATES));
      if (layer.channelsFirst()) {
        all.set(0, transposed(all.get(0), FILTERS_LAST));
        all.set(1, transposed(all.get(1), FILTERS_LAST));
      }
    }
    all.set(0, fitted(layer, turned(layer, all.get(0), 2), 0));
    if (all.size() > 1) {
      all.set(1, fitted(layer, turned(layer, all.get(1), 2), 1));
    }
    return all;
  }

  private static List<HostTensor> with(List<HostTensor> stored, HostTensor kernel) {
    List<HostTensor> all = new ArrayList<>(stored);
    all.set(0, kernel);
    return all;
  }

  private static HostTensor transposed(HostTensor x, int... axes) {
    return x.shape().numDimensions() == axes.length ? HostArrays.transpose(x, axes) : x;
  }

  /** Theano's convolution goes through the kernel backwards. */
  private static HostTensor turned(OldLayer layer, HostTensor kernel, int axes) {
    return layer.theano() && kernel.shape().numDimensions() == axes + 2
        ? HostArrays.flip(kernel, axes)
        : kernel;
  }

  /** Early Keras 2 kept what Keras 1 had in Theano's order. */
  private static HostTensor fitted(OldLayer layer, HostTensor kernel, int index) {
    boolean fits =
        index < layer.expected().size() && layer.expected().get(index).equals(kernel.shape());
    return fits ? kernel : transposed(kernel, 3, 2, 0, 1);
  }
}
