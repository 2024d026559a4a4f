package keras.saving;

import java.util.List;
import keras.engine.TensorSpec;
import org.jspecify.annotations.Nullable;

/**
 * How a model is exported for serving.
 *
 * <pre>{@code
 * var batchesOf8 = new TensorSpec(Shape.of(8, 784), DType.FLOAT32);
 * model.export("serving/mlp/1", ExportOptions.defaults().inputSignature(batchesOf8));
 * }</pre>
 *
 * <p>Keras: {@code keras/src/models/model.py}, {@code export}.
 *
 * @param format Keras' name of the format
 * @param verbose whether what can be called is printed
 * @param inputSignature what goes in, one for each input; null for what the model was made for, in
 *     batches of any size
 */
public record ExportOptions(
    String format, boolean verbose, @Nullable List<TensorSpec> inputSignature) {
  /** Returns Keras' defaults: {@code "tf_saved_model"}, with a word about what can be called. */
  public static ExportOptions defaults() {
    return new ExportOptions("tf_saved_model", true, null);
  }

  /** Returns these options for another of Keras' formats; so far there is the default's alone. */
  public ExportOptions format(String other) {
    return new ExportOptions(other, verbose, inputSignature);
  }

  /** Returns these options with or without a word about what can be called. */
  public ExportOptions verbose(boolean print) {
    return new ExportOptions(format, print, inputSignature);
  }

  /** Returns these options for inputs of such shapes and dtypes, -1 where a size may vary. */
  public ExportOptions inputSignature(TensorSpec... specs) {
    return new ExportOptions(format, verbose, List.of(specs));
  }
}
