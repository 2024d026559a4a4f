package keras.layers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import keras.activations.Activation;
import keras.activations.Activations;
import keras.config.Arg;
import keras.config.Args;
import keras.config.Pinned;
import keras.engine.CallContext;
import keras.engine.Shapes;
import keras.engine.Variable;
import keras.initializers.FanInitializer;
import keras.initializers.Initializer;
import keras.ops.Expr;
import keras.ops.Numpy;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * A densely connected layer along any axes: {@code activation(einsum(equation, inputs, kernel) +
 * bias)}.
 *
 * <pre>{@code
 * new EinsumDense("abc,cd->abd", null, 64).biasAxes("d") // Dense(64) on (batch, time, features)
 * }</pre>
 *
 * <p>Inputs: as the part of the equation before the comma says. Outputs: as that after the arrow.
 *
 * <p>Weights: {@code kernel}, as the second part of the equation says; {@code bias}, with the sizes
 * of the axes in {@code biasAxes} and 1 along others to their right, if those are set.
 *
 * <p>Differs from Keras: sizes of the output that the inputs tell are known, also where Keras
 * forgets them.
 *
 * <p>Keras: {@code keras/src/layers/core/einsum_dense.py}.
 */
public final class EinsumDense extends FluentLayer<EinsumDense>
    implements KernelOptions<EinsumDense>,
        BiasOptions<EinsumDense>,
        ActivationOptions<EinsumDense> {
  @Arg private List<@Nullable Integer> outputShape = List.of();
  @Arg private String equation = "";
  @Arg private Activation activation = Activations.LINEAR;
  @Arg private @Nullable String biasAxes;

  @Args("kernel")
  private final WeightOptions kernelOptions = new WeightOptions("glorot_uniform");

  @Args("bias")
  private final WeightOptions biasOptions = new WeightOptions("zeros");

  @Pinned private @Nullable Object quantizationConfig;

  private Variable kernel;
  private @Nullable Variable bias;

  private EinsumDense() {}

  /**
   * Makes a layer of an equation.
   *
   * @param equation as in {@code "abc,cde->abde"} or {@code "...x,xy->...y"}
   * @param outputShape the output's sizes without the batch's and those of an ellipsis; null for a
   *     size that the inputs give
   */
  public EinsumDense(String equation, @Nullable Integer... outputShape) {
    this.equation = equation;
    this.outputShape = Collections.unmodifiableList(new ArrayList<>(Arrays.asList(outputShape)));
  }

  /** Sets the labels of the output's axes along which a bias is added; null for no bias. */
  public EinsumDense biasAxes(@Nullable String biasAxes) {
    return with(() -> this.biasAxes = biasAxes);
  }

  /**
   * Takes the options of the kernel and the bias from the layer around, with seeds of their own.
   */
  EinsumDense like(WeightOptions kernelLike, WeightOptions biasLike) {
    kernelOptions.copy(kernelLike);
    biasOptions.copy(biasLike);
    return this;
  }

  @Override
  protected void build(Shape input) {
    EinsumEquation e = EinsumEquation.read(toString(), equation, biasAxes, input, outputShape);
    Initializer start = kernelOptions.start();
    if (kernelOptions.initializer != null && start instanceof FanInitializer<?> f) {
      start = f.over(e.inputAxes(), e.outputAxes());
    }
    kernel =
        addWeight("kernel", e.kernel(), start, kernelOptions.regularizer, kernelOptions.constraint);
    Shape along = e.bias();
    bias = along == null ? null : addWeight("bias", along, biasOptions);
  }

  @Override
  protected void check(List<Shape> inputs) {
    List<Shape> built = builtShapes();
    int axes = built == null ? -1 : built.get(0).numDimensions();
    if (axes >= 0 && inputs.get(0).numDimensions() != axes) {
      throw new IllegalArgumentException(
          "%s: expected inputs of %d axes. Received: shape %s."
              .formatted(this, axes, Shapes.show(inputs.get(0))));
    }
  }

  @Override
  protected Expr call(Expr x, CallContext ctx) {
    Expr k = ctx.read(kernel);
    Expr y = Numpy.einsum(equation, x.dtype().isFloating() ? x : x.cast(k.dtype()), k);
    return LayerActivation.call(activation, bias == null ? y : y.add(ctx.read(bias)), ctx);
  }
}
