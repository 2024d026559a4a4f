package keras.layers;

import java.util.ArrayList;
import java.util.List;
import keras.engine.CallContext;
import keras.engine.Structure;
import keras.engine.loops.StepOut;
import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Numpy;
import org.tensorflow.ndarray.Shape;

/**
 * One step of a recurrent layer: a layer that, given the inputs at a time and the states that the
 * step before left, gives an output and the next states. {@link RNN} runs it over sequences.
 *
 * <pre>{@code
 * final class MinimalCell extends Layer implements Cell {
 *   @Arg int units;
 *   private Variable kernel;
 *   private Variable recurrent;
 *
 *   @Override public List<Shape> stateShapes() {
 *     return List.of(Shape.of(units));
 *   }
 *
 *   @Override protected void build(Shape input) {
 *     kernel = addWeight("kernel", Shape.of(input.get(-1), units), new GlorotUniform());
 *     recurrent = addWeight("recurrent_kernel", Shape.of(units, units), new Orthogonal());
 *   }
 *
 *   @Override public StepOut step(Expr x, List<Expr> states, List<Expr> fixed, CallContext ctx) {
 *     Expr h = x.matmul(ctx.read(kernel)).add(states.get(0).matmul(ctx.read(recurrent)));
 *     return StepOut.of(h.tanh());
 *   }
 * }
 * }</pre>
 *
 * <p>Keras: {@code keras/src/layers/rnn/rnn.py}, the argument {@code cell}.
 */
public interface Cell {
  /** Returns the shapes of one sample's states: Keras' {@code state_size}. */
  List<Shape> stateShapes();

  /**
   * Builds one step. It is built once for all steps, and so cannot assign variables nor draw random
   * numbers; {@link #fixed} can.
   *
   * @param x the inputs at this time, {@code (batch, …)}
   * @param states what the step before left
   * @param fixed what {@link #fixed} gave
   */
  StepOut step(Expr x, List<Expr> states, List<Expr> fixed, CallContext ctx);

  /**
   * Builds what is the same at every step of one call, such as masks of dropout; nothing, unless
   * overridden.
   *
   * @param x the inputs at the first time
   * @param states those of the first step
   */
  default List<Expr> fixed(Expr x, List<Expr> states, CallContext ctx) {
    return List.of();
  }

  /**
   * Returns what the first step is given where a call does not say: zeros, unless overridden.
   *
   * @param batch how many samples there are, an int32 scalar
   */
  default List<Expr> initialStates(Expr batch, DType dtype, CallContext ctx) {
    List<Expr> states = new ArrayList<>();
    for (Shape shape : stateShapes()) {
      List<Expr> sizes = new ArrayList<>(List.of(batch));
      for (long n : shape.asArray()) {
        sizes.add(Core.constant(ctx.tf(), (double) n, DType.INT32));
      }
      states.add(Numpy.broadcastTo(Core.constant(ctx.tf(), 0, dtype), Numpy.stack(sizes)));
    }
    return states;
  }

  /** Returns states as Keras groups them: one by one, unless overridden. */
  default List<Structure<Expr>> grouped(List<Expr> states) {
    return states.stream().map(Structure::of).toList();
  }

  /** Returns the shape of one sample's output: that of the first state, unless overridden. */
  default Shape outputShape() {
    return stateShapes().get(0);
  }
}
