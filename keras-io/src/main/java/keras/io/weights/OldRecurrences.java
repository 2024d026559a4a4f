package keras.io.weights;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import keras.engine.HostTensor;
import org.tensorflow.ndarray.Shape;

/**
 * The weights of recurrent layers in older files: one array a gate in Keras 1, and the order of
 * NVIDIA's kernels in CuDNNLSTM and CuDNNGRU.
 */
final class OldRecurrences {
  /** Keras 1 had input, cell, forget, output; since Keras 2 it is input, forget, cell, output. */
  static final int[] LSTM_GATES = {0, 2, 1, 3};

  private static final int[] GRU_GATES = {0, 1, 2};

  private OldRecurrences() {}

  static List<HostTensor> lstm(OldLayer layer, List<HostTensor> stored) {
    List<HostTensor> all =
        layer.keras1() && stored.size() == 12 ? gathered(stored, LSTM_GATES) : stored;
    if (all.size() == 3 && isCudnn(all, 4)) {
      List<HostTensor> biases = HostArrays.split(all.get(2), 2);
      return List.of(
          byGate(all.get(0), 4, OldRecurrences::fromColumns),
          byGate(all.get(1), 4, OldRecurrences::turned),
          HostArrays.add(biases.get(0), biases.get(1)));
    }
    return all;
  }

  static List<HostTensor> gru(OldLayer layer, List<HostTensor> stored) {
    List<HostTensor> all =
        layer.keras1() && stored.size() == 9 ? gathered(stored, GRU_GATES) : stored;
    if (all.size() == 3 && isCudnn(all, 3)) {
      long width = all.get(2).shape().get(0) / 2;
      return List.of(
          byGate(all.get(0), 3, OldRecurrences::fromColumns),
          byGate(all.get(1), 3, OldRecurrences::turned),
          HostArrays.reshape(all.get(2), Shape.of(2, width)));
    }
    return all;
  }

  /** Joins (W, U, b) of each gate to one kernel, one recurrent kernel and one bias. */
  static List<HostTensor> gathered(List<HostTensor> stored, int[] gates) {
    List<HostTensor> out = new ArrayList<>();
    for (int kind = 0; kind < 3; kind++) {
      List<HostTensor> parts = new ArrayList<>();
      for (int gate : gates) {
        parts.add(stored.get(3 * gate + kind));
      }
      out.add(HostArrays.concat(parts));
    }
    return out;
  }

  /** Those layers have two biases a gate, in a row. */
  private static boolean isCudnn(List<HostTensor> weights, int gates) {
    Shape bias = weights.get(2).shape();
    long units = weights.get(1).shape().get(0);
    return bias.numDimensions() == 1 && bias.get(0) == 2L * gates * units;
  }

  private static HostTensor byGate(HostTensor kernel, int gates, UnaryOperator<HostTensor> change) {
    return HostArrays.concat(HostArrays.split(kernel, gates).stream().map(change).toList());
  }

  private static HostTensor turned(HostTensor kernel) {
    return HostArrays.transpose(kernel, 1, 0);
  }

  /** Its elements row by row are those of the true kernel column by column. */
  private static HostTensor fromColumns(HostTensor kernel) {
    Shape columns = Shape.of(kernel.shape().get(1), kernel.shape().get(0));
    return HostArrays.transpose(HostArrays.reshape(kernel, columns), 1, 0);
  }
}
