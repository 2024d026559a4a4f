package keras.layers;

import java.util.List;
import keras.activations.Activation;
import keras.activations.Activations;
import keras.config.Arg;
import keras.config.Args;
import keras.config.Configs;
import keras.engine.Shapes;
import org.tensorflow.ndarray.Shape;

/**
 * What {@link SimpleRNN}, {@link LSTM} and {@link GRU} share: the options of their cell, which they
 * hold under {@code cell}.
 */
public abstract class CellLayer<L extends CellLayer<L, C>, C extends RecurrentCell<C>>
    extends RecurrentLayer<L>
    implements KernelOptions<L>,
        RecurrentKernelOptions<L>,
        UseBiasOptions<L>,
        ActivationOptions<L>,
        RecurrentDropoutOptions<L> {
  @Arg protected int units;
  @Arg protected Activation activation = Activations.TANH;
  @Arg protected boolean useBias = true;

  @Args("kernel")
  private final WeightOptions kernelOptions;

  @Args("recurrent")
  private final WeightOptions recurrentOptions;

  @Args("bias")
  private final WeightOptions biasOptions;

  @Arg protected double dropout;
  @Arg protected double recurrentDropout;

  final C cell;

  /** Makes a layer around a cell, whose options of weights are its own. */
  CellLayer(C cell, String name) {
    this.cell = cell.name(name);
    kernelOptions = cell.kernelOptions;
    recurrentOptions = cell.recurrentOptions;
    biasOptions = cell.biasOptions;
  }

  @Override
  public final C cell() {
    return cell;
  }

  @Override
  protected void validate() {
    requirePositive("units", units);
    dropout = RecurrentCell.share(dropout);
    recurrentDropout = RecurrentCell.share(recurrentDropout);
  }

  @Override
  void takeSeeds() {
    super.takeSeeds();
    cell.seedGenerator.takeTurn();
  }

  @Override
  int inputAxes() {
    return 3;
  }

  @Override
  protected void check(List<Shape> inputs) {
    super.check(inputs);
    long features = cell.kernel.shape().get(0);
    long last = inputs.get(0).get(-1);
    if (last >= 0 && last != features) {
      throw new IllegalArgumentException(
          "%s: expected sequences with last axis %d. Received: shape %s."
              .formatted(this, features, Shapes.show(inputs.get(0))));
    }
  }

  @Override
  protected void build(Shape input) {
    requireSequences(input);
    if (!cell.isBuilt()) {
      Configs.copyArgs(this, cell);
    }
    super.build(input);
  }
}
