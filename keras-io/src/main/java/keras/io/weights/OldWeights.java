package keras.io.weights;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keras.engine.HostTensor;
import keras.engine.Variable;
import keras.layers.Layer;
import keras.models.Model;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * Brings weights of Keras 1, of other channel orders and of NVIDIA's recurrent layers into today's
 * form: a table with a row for each class that has changed.
 *
 * <p>Keras: {@code tf_keras/src/saving/legacy/hdf5_format.py}, preprocess_weights_for_loading.
 */
public final class OldWeights {
  /** Brings a layer's weights into today's form; returns them as they are if they are of today. */
  interface Row {
    List<HostTensor> convert(OldLayer layer, List<HostTensor> stored);
  }

  private static final Map<String, Row> ROWS = new LinkedHashMap<>();

  static {
    ROWS.put("Conv1D", OldConvolutions::conv1d);
    ROWS.put("Conv2D", OldConvolutions::conv2d);
    ROWS.put("Conv3D", OldConvolutions::conv3d);
    ROWS.put("Conv2DTranspose", OldConvolutions::conv2dTranspose);
    ROWS.put("ConvLSTM2D", OldConvolutions::convLstm2d);
    ROWS.put("LSTM", OldRecurrences::lstm);
    ROWS.put("GRU", OldRecurrences::gru);
  }

  private final boolean keras1;
  private final boolean theano;

  /**
   * Prepares to read a file.
   *
   * @param keras1 whether Keras 1 wrote it
   * @param theano whether Keras ran on Theano
   */
  public OldWeights(boolean keras1, boolean theano) {
    this.keras1 = keras1;
    this.theano = theano;
  }

  /** Whether there may be something to convert, so that the values must be read to know. */
  public static boolean mayApply(Layer layer) {
    if (layer instanceof Model model) {
      return model.layers().stream().anyMatch(OldWeights::mayApply);
    }
    return ROWS.containsKey(layer.getClass().getSimpleName())
        || layer.children().values().stream()
            .anyMatch(child -> child instanceof Layer inner && mayApply(inner));
  }

  /** Converts a layer's weights, those that train first. */
  public List<HostTensor> convert(Layer layer, List<HostTensor> stored) {
    if (layer instanceof Model model) {
      return convertInside(model, stored);
    }
    String className = layer.getClass().getSimpleName();
    if (layer.children().get("forward_layer") instanceof Layer forward
        && layer.children().get("backward_layer") instanceof Layer backward) {
      int half = stored.size() / 2;
      List<HostTensor> out = new ArrayList<>(convert(forward, stored.subList(0, half)));
      out.addAll(convert(backward, stored.subList(half, stored.size())));
      return out;
    }
    if (layer.children().get("layer") instanceof Layer inner) {
      return convert(inner, stored);
    }
    List<Shape> expected = LegacyLayout.variables(layer).stream().map(Variable::shape).toList();
    return convert(new OldLayer(className, layer.config(), expected, keras1, theano), stored);
  }

  /** Converts the weights of a layer that is described. */
  static List<HostTensor> convert(OldLayer layer, List<HostTensor> stored) {
    @Nullable Row row = ROWS.get(layer.className());
    return row == null || stored.isEmpty() ? stored : row.convert(layer, stored);
  }

  /** In a model's weights, all that train come before all that do not. */
  private List<HostTensor> convertInside(Model model, List<HostTensor> stored) {
    int trained = Math.min(model.trainableWeights().size(), stored.size());
    List<HostTensor> first = stored.subList(0, trained);
    List<HostTensor> rest = stored.subList(trained, stored.size());
    List<HostTensor> newFirst = new ArrayList<>();
    List<HostTensor> newRest = new ArrayList<>();
    for (Layer layer : model.layers()) {
      int a = layer.trainableWeights().size();
      int b = layer.nonTrainableWeights().size();
      if (a > first.size() || b > rest.size()) {
        return stored; // they do not fit, as the caller will see
      }
      List<HostTensor> own = new ArrayList<>(first.subList(0, a));
      own.addAll(rest.subList(0, b));
      List<HostTensor> converted = convert(layer, own);
      newFirst.addAll(converted.subList(0, a));
      newRest.addAll(converted.subList(a, converted.size()));
      first = first.subList(a, first.size());
      rest = rest.subList(b, rest.size());
    }
    newFirst.addAll(newRest);
    return newFirst;
  }
}
