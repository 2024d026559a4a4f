package keras.io.migration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import keras.io.json.Json;
import keras.python.Framework;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Layers as Keras 1.2 wrote them: Keras 3 takes what becomes of them, and gives their outputs the
 * shapes and their weights the sizes that they had.
 */
@ExtendWith(PythonExtension.class)
class Keras1LiveTest {
  private static final String KERNEL =
      ", 'init': 'glorot_uniform', 'activation': 'relu', 'W_regularizer': {'name':"
          + " 'WeightRegularizer', 'l1': 0.0, 'l2': 0.01}, 'b_regularizer': null,"
          + " 'activity_regularizer': null, 'W_constraint': {'name': 'MaxNorm', 'm': 2, 'axis':"
          + " 0}, 'b_constraint': null, 'bias': true";
  private static final String RECURRENT =
      ", 'return_sequences': false, 'go_backwards': false, 'stateful': false, 'unroll': false,"
          + " 'consume_less': 'gpu', 'input_dim': 3, 'input_length': null, 'output_dim': 4,"
          + " 'init': 'glorot_uniform', 'inner_init': 'orthogonal', 'activation': 'tanh',"
          + " 'W_regularizer': null, 'U_regularizer': null,"
          + " 'b_regularizer': null, 'dropout_W': 0.2, 'dropout_U': 0.1";

  /** Makes the model of the upgraded config, and tells its output and its parameters. */
  private static final String BUILD =
      """
      config = json.loads(text)
      config["config"].setdefault("name", "model")
      for layer in config["config"]["layers"]:
          layer["config"].pop("fused", None)  # an option of this library's own
      model = keras.models.model_from_json(json.dumps(config))
      result["output"] = list(model.output_shape)
      result["parameters"] = model.count_params()
      """;

  private static Upgraded upgrade(String layers) {
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    config.put("class_name", "Sequential");
    config.put("keras_version", "1.2.2");
    config.put("config", Json.parse("[" + layers.replace('\'', '"') + "]"));
    return ToKeras3.model(config, Writer.of(config));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "Dense; 4; null,6; 30; 'output_dim': 6, 'input_dim': 4{K}",
        "TimeDistributedDense; 7,4; null,7,6; 30; 'output_dim': 6, 'input_length': 7{K}",
        "Dropout; 4; null,4; 0; 'p': 0.25",
        "SpatialDropout1D; 5,4; null,5,4; 0; 'p': 0.25",
        "SpatialDropout2D; 5,4,3; null,5,4,3; 0; 'p': 0.25, 'dim_ordering': 'tf'",
        "GaussianDropout; 4; null,4; 0; 'p': 0.25",
        "GaussianNoise; 4; null,4; 0; 'sigma': 0.25",
        "BatchNormalization; 4; null,4; 16; 'epsilon': 1e-05, 'mode': 0, 'axis': -1,"
            + " 'gamma_regularizer': null, 'beta_regularizer': null, 'momentum': 0.9",
        "PReLU; 4; null,4; 4; 'init': 'zero'",
        "Embedding; 7; null,7,3; 30; 'input_dim': 10, 'output_dim': 3, 'init': 'uniform',"
            + " 'input_length': 7, 'mask_zero': false, 'activity_regularizer': null,"
            + " 'W_regularizer': null, 'W_constraint': null, 'dropout': 0.0",
        "Convolution1D; 9,3; null,4,5; 50; 'nb_filter': 5, 'filter_length': 3,"
            + " 'border_mode': 'valid', 'subsample_length': 2, 'input_dim': 3,"
            + " 'input_length': null{K}",
        "AtrousConvolution1D; 9,3; null,5,5; 50; 'nb_filter': 5, 'filter_length': 3,"
            + " 'border_mode': 'valid', 'subsample_length': 1, 'atrous_rate': 2{K}",
        "Convolution2D; 9,8,3; null,5,4,5; 95; 'nb_filter': 5, 'nb_row': 3, 'nb_col': 2,"
            + " 'border_mode': 'same', 'subsample': [2, 2], 'dim_ordering': 'tf'{K}",
        "Convolution2D; 3,9,8; null,5,7,7; 95; 'nb_filter': 5, 'nb_row': 3, 'nb_col': 2,"
            + " 'border_mode': 'valid', 'subsample': [1, 1], 'dim_ordering': 'th'{K}",
        "AtrousConvolution2D; 9,8,3; null,5,6,5; 95; 'nb_filter': 5, 'nb_row': 3, 'nb_col': 2,"
            + " 'border_mode': 'valid', 'subsample': [1, 1], 'dim_ordering': 'tf', 'atrous_rate':"
            + " [2, 2]{K}",
        "Deconvolution2D; 4,4,3; null,6,5,5; 95; 'nb_filter': 5, 'nb_row': 3, 'nb_col': 2,"
            + " 'border_mode': 'valid', 'subsample': [1, 1], 'dim_ordering': 'tf', 'output_shape':"
            + " [null, 6, 5, 5]{K}",
        "SeparableConvolution2D; 9,8,3; null,7,7,5; 38; 'nb_filter': 5, 'nb_row': 3, 'nb_col': 2,"
            + " 'init': 'glorot_uniform', 'activation': 'linear', 'border_mode': 'valid',"
            + " 'subsample': [1, 1], 'depth_multiplier': 1, 'dim_ordering': 'tf',"
            + " 'depthwise_regularizer': null, 'pointwise_regularizer': null, 'b_regularizer':"
            + " null, 'activity_regularizer': null, 'depthwise_constraint': null,"
            + " 'pointwise_constraint': null, 'b_constraint': null, 'bias': true",
        "Convolution3D; 5,5,5,2; null,4,3,2,3; 147; 'nb_filter': 3, 'kernel_dim1': 2,"
            + " 'kernel_dim2': 3, 'kernel_dim3': 4, 'border_mode': 'valid', 'subsample': [1, 1,"
            + " 1], 'dim_ordering': 'tf'{K}",
        "MaxPooling1D; 9,3; null,4,3; 0; 'stride': 2, 'pool_length': 2, 'border_mode': 'valid'",
        "AveragePooling2D; 9,8,3; null,4,4,3; 0; 'pool_size': [2, 2], 'strides': [2, 2],"
            + " 'border_mode': 'valid', 'dim_ordering': 'tf'",
        "GlobalMaxPooling2D; 3,9,8; null,3; 0; 'dim_ordering': 'th'",
        "ZeroPadding1D; 9,3; null,12,3; 0; 'padding': [1, 2]",
        "ZeroPadding2D; 9,8,3; null,12,11,3; 0; 'padding': {'top_pad': 1, 'bottom_pad': 2,"
            + " 'left_pad': 2, 'right_pad': 1}, 'dim_ordering': 'tf'",
        "Cropping2D; 9,8,3; null,6,6,3; 0; 'cropping': [[1, 2], [1, 1]], 'dim_ordering': 'tf'",
        "UpSampling1D; 9,3; null,18,3; 0; 'length': 2",
        "UpSampling2D; 9,8,3; null,18,24,3; 0; 'size': [2, 3], 'dim_ordering': 'tf'",
        "SimpleRNN; 5,3; null,4; 32; 'x': 0{R}",
        "GRU; 5,3; null,4; 96; 'inner_activation': 'sigmoid'{R}",
        "LSTM; 5,3; null,4; 128; 'forget_bias_init': 'one', 'inner_activation': 'sigmoid'{R}",
      })
  void keras3TakesWhatBecomesOfALayer(
      String className,
      String input,
      String output,
      int parameters,
      String arguments,
      Python python) {
    String own =
        arguments
            .replace("{K}", KERNEL)
            .replace("'x': 0{R}", RECURRENT.substring(2))
            .replace("{R}", RECURRENT);
    String layer =
        "{'class_name': '%s', 'config': {'name': 'l', 'trainable': true, 'batch_input_shape': [null, %s], 'input_dtype': 'float32', %s}}"
            .formatted(className, input, own);
    List<@Nullable Integer> shape = new ArrayList<>();
    for (Object size : (List<?>) Objects.requireNonNull(Json.parse("[" + output + "]"))) {
      shape.add((Integer) size);
    }
    Upgraded upgraded = upgrade(layer);
    assertEquals(List.of(), upgraded.problems());
    PythonResult built =
        python.of(Framework.KERAS3).exec(BUILD, Map.of("text", Json.write(upgraded.config())));
    assertEquals(shape, built.list("output"));
    assertEquals(parameters, built.number("parameters"));
  }

  @Test
  void tellsWhatIsGone() {
    assertEquals(
        List.of("BatchNormalization 'b': Keras 3 has no `mode=1`."),
        upgrade(
                "{'class_name': 'BatchNormalization', 'config': {'name': 'b', 'mode': 1,"
                    + " 'batch_input_shape': [null, 2]}}")
            .problems());
    assertEquals(
        List.of("Embedding 'e' trains without its dropout of 0.5, which is gone."),
        upgrade(
                "{'class_name': 'Embedding', 'config': {'name': 'e', 'input_dim': 3,"
                    + " 'output_dim': 2, 'dropout': 0.5, 'batch_input_shape': [null, 2]}}")
            .notes());
  }
}
