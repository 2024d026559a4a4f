package keras.models;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import keras.engine.KerasTensor;
import keras.layers.Layer;
import org.jspecify.annotations.Nullable;

/**
 * The options of {@code Keras.cloneModel}, by Keras' names.
 *
 * <pre>{@code
 * Model wider = Keras.cloneModel(model, c -> c.cloneFunction(
 *     layer -> layer.name().equals("h1") ? new Dense(600, "relu").name("h1") : CloneModel.layer(layer)));
 * }</pre>
 *
 * <p>Keras: {@code keras/src/models/cloning.py}.
 */
public final class CloneModel {
  @Nullable List<KerasTensor> inputTensors;
  @Nullable UnaryOperator<Layer> cloneFunction;
  @Nullable BiFunction<Layer, List<KerasTensor>, List<KerasTensor>> callFunction;
  boolean recursive;

  /** Makes the options with Keras' defaults. */
  CloneModel() {}

  /** Whether nothing was set that needs to know the layers. */
  boolean isDefault() {
    return inputTensors == null && cloneFunction == null && callFunction == null;
  }

  /** Returns a new layer with the config of another one: what the clone is made of by default. */
  public static Layer layer(Layer layer) {
    return Cloning.layer(layer);
  }

  /** Sets the tensors to build the clone upon, one an input; new inputs unless set. */
  public CloneModel inputTensors(KerasTensor... tensors) {
    inputTensors = List.of(tensors);
    return this;
  }

  /** Sets what makes a layer of the clone of a layer of the model, inputs aside. */
  public CloneModel cloneFunction(UnaryOperator<Layer> function) {
    cloneFunction = function;
    return this;
  }

  /** Sets what calls a layer of the clone on its inputs; for functional models. */
  public CloneModel callFunction(BiFunction<Layer, List<KerasTensor>, List<KerasTensor>> function) {
    callFunction = function;
    return this;
  }

  /** Sets whether models inside the model are cloned in the same way, layer by layer. */
  public CloneModel recursive(boolean recursive) {
    this.recursive = recursive;
    return this;
  }
}
