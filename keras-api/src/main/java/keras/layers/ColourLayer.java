package keras.layers;

import java.util.List;
import keras.config.Arg;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;

/**
 * A layer that draws for each image how much it changes its colours, between two ends of a factor.
 *
 * @param <L> the layer
 */
public abstract class ColourLayer<L extends ColourLayer<L>> extends DrawingLayer<L, Expr>
    implements SeedOptions<L>, ValueRangeOptions<L> {
  private final int least;
  private final int most;

  @Arg private Object factor;
  @Arg private List<Double> valueRange = Ranges.BYTES;
  @Arg private @Nullable Integer seed;

  /**
   * Makes a layer.
   *
   * @param factor a number, or a list of two, as {@link Factor#of} reads it
   * @param least the lower bound of factors
   * @param most the upper bound of factors
   */
  ColourLayer(Object factor, int least, int most) {
    this.factor = factor;
    this.least = least;
    this.most = most;
  }

  @Override
  protected void validate() {
    factor = written(factor(), factor);
    valueRange = endsOf(valueRange);
    seedWith(seed);
  }

  /** Returns both ends of the factor. */
  final List<Double> factor() {
    return Ranges.factor(this, "factor", factor, least, most);
  }

  /** Returns the ends of what pixels hold. */
  final List<Double> valueRange() {
    return valueRange;
  }

  /**
   * Returns the ends of the factor as configs hold them.
   *
   * @param given what they were read of, for messages
   */
  List<? extends Number> written(List<Double> ends, Object given) {
    return ends;
  }

  /** Checks the ends of what pixels hold; the smaller one comes first unless overridden. */
  List<Double> endsOf(List<Double> given) {
    return Ranges.sortedEnds(this, given);
  }
}
