package keras.layers;

import java.util.List;
import keras.activations.Activation;
import keras.activations.Activations;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.engine.loops.ScanResult;
import keras.ops.DType;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;

/**
 * Long short-term memory: gates decide what is taken in, forgotten and shown (Hochreiter and
 * Schmidhuber, 1997).
 *
 * <pre>{@code
 * new LSTM(64).returnSequences(true).dropout(0.2)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, time, features)}; {@code initial_state}, {@code h} and {@code c} of
 * {@code (batch, units)} each, and {@code mask} as {@link RecurrentLayer} says. Outputs: {@code
 * (batch, units)} or, with {@code return_sequences}, {@code (batch, time, units)}; with {@code
 * return_state} also {@code h} and {@code c}.
 *
 * <p>With tanh and sigmoid, in float32 and without {@code unroll} or a recurrent dropout,
 * TensorFlow computes the whole sequence in one kernel, unless {@link #useCudnn} says no.
 *
 * <p>Weights: {@code kernel (features, 4 units)}, {@code recurrent_kernel (units, 4 units)}, {@code
 * bias (4 units)}, for the input gate, the forget gate, the candidate and the output gate; the
 * state of a seed generator.
 *
 * <p>Keras: {@code keras/src/layers/rnn/lstm.py}.
 */
public final class LSTM extends CellLayer<LSTM, LSTMCell>
    implements RecurrentActivationOptions<LSTM> {
  @Arg private Activation recurrentActivation = Activations.SIGMOID;
  @Arg private boolean unitForgetBias = true;

  private boolean fused = true;

  @Arg private @Nullable Integer seed;

  private LSTM() {
    super(new LSTMCell(), "lstm_cell");
  }

  /**
   * Makes a layer.
   *
   * @param units the size of outputs and states, at least 1
   */
  public LSTM(int units) {
    this();
    this.units = units;
    validate();
  }

  @Override
  public LSTM seed(int seed) {
    return checked(() -> this.seed = seed);
  }

  @Override
  protected void validate() {
    super.validate();
    if (seed != null) {
      cell.seedGenerator.seed(seed);
    }
  }

  /** Sets whether the bias of the forget gate starts from ones, which keeps what the cell knows. */
  public LSTM unitForgetBias(boolean ones) {
    return with(() -> unitForgetBias = ones);
  }

  /**
   * Sets whether NVIDIA's kernels are used: there are none on a CPU, so only false is taken, as in
   * Keras. False also keeps TensorFlow's own fused kernel out, whose sums differ from those of
   * Keras' steps in the last digits.
   */
  public LSTM useCudnn(boolean use) {
    return with(
        () -> {
          RecurrentCell.requireNoCudnn("LSTM", use);
          fused = false;
        });
  }

  @Override
  void takeOver(RecurrentLayer<?> from) {
    fused = ((LSTM) from).fused;
  }

  @Override
  ScanResult run(Expr x, List<Expr> first, List<Expr> fixed, @Nullable Expr mask, CallContext ctx) {
    boolean serves =
        fused
            && (mask == null || mask.rank() == 2)
            && !unroll
            && recurrentDropout == 0
            && x.dtype() == DType.FLOAT32
            && cell.activation == Activations.TANH
            && recurrentActivation == Activations.SIGMOID;
    if (!serves) {
      return super.run(x, first, fixed, mask, ctx);
    }
    boolean drops = ctx.training() && cell.appliesDropout(dropout);
    Expr kept = x.withMask(null);
    Expr in = turned(drops ? kept.mul(fixed.get(0).expandDims(1)) : kept);
    Expr bias = cell.bias == null ? null : ctx.read(cell.bias);
    FusedLSTM kernel =
        new FusedLSTM(ctx.read(cell.kernel), ctx.read(cell.recurrentKernel), bias, ctx);
    return mask == null
        ? kernel.run(in, first, returnSequences)
        : kernel.masked(in, turned(mask), first, returnSequences, zeroOutputForMask);
  }

  /** Turns sequences around where time goes backwards. */
  private Expr turned(Expr x) {
    return goBackwards ? x.wrap(x.tf().reverse(x, x.tf().constant(new int[] {1}))) : x;
  }
}
