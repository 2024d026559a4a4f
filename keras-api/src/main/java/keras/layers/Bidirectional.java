package keras.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import keras.config.Arg;
import keras.config.Configs;
import keras.config.ConstructionOrder;
import keras.config.CustomObjects;
import keras.engine.Arguments;
import keras.engine.CallContext;
import keras.engine.Structure;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Numpy;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * Reads sequences with two recurrent layers, one from the start and one from the end, and merges
 * their outputs step by step (Schuster and Paliwal, 1997).
 *
 * <pre>{@code
 * new Bidirectional(new LSTM(32).returnSequences(true)).mergeMode("sum")
 * }</pre>
 *
 * <p>The layers are new ones with the options of the given one, whose weights they do not share;
 * their names start with {@code forward_} and {@code backward_}.
 *
 * <p>Inputs: those of the layer; {@code initial_state} holds the states of the forward layer, then
 * those of the backward one. Outputs: as those of the layer, the last axis twice as long with
 * {@code concat}; two tensors without a merge mode; with {@code return_state} then the states of
 * both.
 *
 * <p>Weights: those of the forward layer, then those of the backward one.
 *
 * <p>Keras: {@code keras/src/layers/rnn/bidirectional.py}.
 */
public final class Bidirectional extends FluentLayer<Bidirectional> {
  private static final Set<String> MODES = Set.of("sum", "mul", "ave", "concat");

  @Arg("layer")
  private @Nullable Layer forwardLayer;

  @Arg private @Nullable String mergeMode = "concat";
  @Arg private @Nullable Layer backwardLayer;

  private Bidirectional() {}

  /**
   * Makes a layer of two copies of one.
   *
   * @param layer recurrent; its options must be set
   */
  public Bidirectional(Layer layer) {
    forwardLayer = layer;
    forwardLayer = copy(given(layer), "forward_");
    backwardLayer = backwards(given(layer));
    prepare();
  }

  /** Sets how outputs are merged: "sum", "mul", "ave", "concat", or null for two outputs. */
  public Bidirectional mergeMode(@Nullable String mode) {
    return with(
        () -> {
          mergeMode = mode;
          requireMode();
        });
  }

  /** Sets the layer that reads from the end; it goes backwards and is used as it is. */
  public Bidirectional backwardLayer(Layer layer) {
    return with(
        () -> {
          backwardLayer = layer;
          prepare();
        });
  }

  @Override
  protected void validate() {
    requireMode();
    RecurrentLayer<?> layer = given(forwardLayer);
    if (backwardLayer == null) {
      backwardLayer = backwards(layer);
    }
    if (!layer.name().startsWith("forward_")) {
      forwardLayer = copy(layer, "forward_");
    }
    prepare();
  }

  private void requireMode() {
    if (mergeMode != null && !MODES.contains(mergeMode)) {
      throw new IllegalArgumentException(
          "Bidirectional: `merge_mode` must be 'sum', 'mul', 'ave', 'concat' or null. Received: merge_mode=%s."
              .formatted(mergeMode));
    }
  }

  private static RecurrentLayer<?> given(@Nullable Layer layer) {
    if (layer instanceof RecurrentLayer<?> recurrent) {
      return recurrent;
    }
    throw new IllegalArgumentException(
        "Bidirectional: expected recurrent layers, such as LSTM. Received: %s.".formatted(layer));
  }

  private static RecurrentLayer<?> copy(RecurrentLayer<?> layer, String prefix) {
    String name = layer.name();
    RecurrentLayer<?> made =
        ConstructionOrder.held(() -> Configs.again(layer, CustomObjects.none().withOwn(layer)));
    made.name(prefix + (name.startsWith(prefix) ? name.substring(prefix.length()) : name));
    made.takeOver(layer);
    return made;
  }

  private static RecurrentLayer<?> backwards(RecurrentLayer<?> layer) {
    RecurrentLayer<?> made = copy(layer, "backward_");
    made.goBackwards = true;
    return made;
  }

  /** Checks that both layers fit, and lets masked steps be zeros, so that they merge. */
  private void prepare() {
    RecurrentLayer<?> forward = given(forwardLayer);
    RecurrentLayer<?> backward = given(backwardLayer);
    if (forward.goBackwards == backward.goBackwards) {
      throw new IllegalArgumentException(
          "Bidirectional: expected layers that differ in `go_backwards`. Received: go_backwards=%s for both."
              .formatted(forward.goBackwards));
    }
    requireSame("stateful", forward.stateful, backward.stateful);
    requireSame("return_sequences", forward.returnSequences, backward.returnSequences);
    requireSame("return_state", forward.returnState, backward.returnState);
    forward.zeroOutputForMask = forward.returnSequences;
    backward.zeroOutputForMask = backward.returnSequences;
  }

  private static void requireSame(String option, boolean forward, boolean backward) {
    if (forward != backward) {
      throw new IllegalArgumentException(
          "Bidirectional: expected layers of the same `%s`. Received: %s forwards, %s backwards."
              .formatted(option, forward, backward));
    }
  }

  /** Returns the layer that reads from the start. */
  public RecurrentLayer<?> forwardLayer() {
    return given(forwardLayer);
  }

  /** Returns the layer that reads from the end. */
  public RecurrentLayer<?> backwardLayer() {
    return given(backwardLayer);
  }

  /** Sets the states of both layers to zeros, which must be stateful. */
  public void resetState() {
    if (!forwardLayer().stateful) {
      throw new IllegalStateException(
          "%s: only a stateful layer has states to reset.".formatted(this));
    }
    forwardLayer().resetState();
    backwardLayer().resetState();
  }

  /** Sets the states of both layers to zeros: an older name of {@link #resetState}. */
  public void resetStates() {
    resetState();
  }

  @Override
  void takeSeeds() {
    super.takeSeeds();
    forwardLayer().takeSeeds();
    backwardLayer().takeSeeds();
  }

  @Override
  protected void build(Shape input) {
    forwardLayer().buildFor(input);
    backwardLayer().buildFor(input);
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }

  @Override
  protected List<@Nullable Expr> computeMasks(Arguments<Expr> in, CallContext ctx) {
    Expr mask = forwardLayer().returnSequences ? in.inputs().get(0).mask() : null;
    List<@Nullable Expr> masks = new ArrayList<>();
    masks.add(mask);
    if (mergeMode == null) {
      masks.add(mask);
    }
    return masks;
  }

  @Override
  protected Structure<Expr> call(Arguments<Expr> in, CallContext ctx) {
    Expr x = in.inputs().get(0);
    List<Expr> states = in.tensors("initial_state");
    if (states.size() % 2 != 0) {
      throw new IllegalArgumentException(
          "%s: expected `initial_state` of both layers. Received: %d tensors."
              .formatted(this, states.size()));
    }
    int half = states.size() / 2;
    Structure<Expr> forward = run(forwardLayer(), x, states.subList(0, half), ctx);
    Structure<Expr> backward = run(backwardLayer(), x, states.subList(half, states.size()), ctx);
    List<Structure<Expr>> first = items(forward);
    List<Structure<Expr>> second = items(backward);
    DType to = dtypePolicy().computeDtype();
    Expr y = first.get(0).only().withMask(null).cast(to);
    Expr back = second.get(0).only().withMask(null).cast(to);
    if (forwardLayer().returnSequences) {
      int time = forwardLayer().timeMajor() ? 0 : 1;
      back = back.wrap(back.tf().reverse(back, back.tf().constant(new int[] {time})));
    }
    List<Structure<Expr>> out = new ArrayList<>();
    out.add(Structure.of(mergeMode == null ? y : merged(y, back, mergeMode)));
    if (mergeMode == null) {
      out.add(Structure.of(back));
    }
    if (forwardLayer().returnState) {
      out.addAll(first.subList(1, first.size()));
      out.addAll(second.subList(1, second.size()));
    }
    return out.size() == 1 ? out.get(0) : new Structure.Items<>(out);
  }

  private static List<Structure<Expr>> items(Structure<Expr> made) {
    return made instanceof Structure.Items<Expr> several ? several.items() : List.of(made);
  }

  private static Structure<Expr> run(
      RecurrentLayer<?> layer, Expr x, List<Expr> states, CallContext ctx) {
    Arguments<Expr> call = Arguments.of(Expr.class, "sequences", x.withMask(null)).mask(x.mask());
    return layer.apply(states.isEmpty() ? call : call.with("initial_state", states), ctx);
  }

  private static Expr merged(Expr y, Expr back, String mode) {
    return switch (mode) {
      case "sum" -> y.add(back);
      case "ave" -> y.add(back).div(2);
      case "mul" -> y.mul(back);
      default -> Numpy.concatenate(List.of(y, back), -1);
    };
  }
}
