package keras.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import keras.engine.gradients.VectorJacobianProducts;
import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.exceptions.TFUnimplementedException;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TNumber;
import org.tensorflow.types.family.TType;

/**
 * What a layer, a loss, a metric or an optimizer may do while one function is being built.
 *
 * <p>State reads like Python's: {@link #read} after {@link #assign} sees the assigned value. All
 * assignments run at the end, when every value they need is there.
 *
 * <p>Gradients see state as Python's tape does: what is read after an assignment is a value of the
 * variable, and how the assigned value was computed does not matter any more. With {@code v = 2},
 * after {@code assign(v, 3 v)} the gradient of {@code v²} by {@code v} is 12.
 */
public final class CallContext {
  /** A gradient, and the rows it is the sum of where it is one of gathered rows. */
  record Derivative(Expr value, @Nullable GatheredRows rows) {}

  /** An update that a kernel can do in place: {@code v -= rate * gradient}. */
  record Descent(Expr before, Expr rate, Expr gradient) {
    Expr value() {
      return before.sub(gradient.mul(rate));
    }
  }

  /** What a layer, a loss or the like made of its inputs. */
  record Call(Object who, List<? extends Operand<?>> inputs, List<? extends Operand<?>> outputs) {}

  /** A loss, and the layer whose call added it; null outside of calls. */
  private record Added(@Nullable Object layer, Expr loss) {}

  private final Ops tf;
  private final VariableSource source;
  private final VectorJacobianProducts products = new VectorJacobianProducts();
  private final boolean inLoop;
  private final boolean forTraining;
  private boolean training;
  private boolean fades;
  private boolean forks;
  private final Map<Variable, Expr> initial = new LinkedHashMap<>();
  private final Map<Variable, List<Expr>> later = new LinkedHashMap<>();
  private final Map<Variable, Expr> assigned = new LinkedHashMap<>();
  private final Map<Variable, Descent> descents = new LinkedHashMap<>();
  private final Map<Output<?>, GatheredRows> gathered = new LinkedHashMap<>();
  private final List<Added> losses = new ArrayList<>();
  private final Deque<Object> callers = new ArrayDeque<>();
  private final List<Call> calls = new ArrayList<>();
  private @Nullable DType computeDtype;
  private @Nullable Consumer<Output<?>> reads;

  CallContext(Ops tf, VariableSource source, boolean training) {
    this(tf, source, training, training, false);
  }

  private CallContext(
      Ops tf, VariableSource source, boolean training, boolean forTraining, boolean inLoop) {
    this.tf = tf;
    this.source = source;
    this.training = training;
    this.forTraining = forTraining;
    this.inLoop = inLoop;
  }

  /**
   * Returns what makes contexts of the steps of a loop, now or later: they train and compute as
   * this one does at this moment.
   */
  public LoopSteps steps() {
    boolean trains = training;
    DType dtype = computeDtype;
    List<Object> around = List.copyOf(callers);
    return (ops, reads) -> {
      CallContext inner = new CallContext(ops, new LoopSource(reads), trains, forTraining, true);
      inner.computeDtype = dtype;
      inner.callers.addAll(around);
      return inner;
    };
  }

  /**
   * Returns the gradients of single nodes of the graph being built, beside those that hold for
   * every op of a type: {@code ctx.products().customGradient(…)}.
   */
  public VectorJacobianProducts products() {
    return products;
  }

  /** Whether only shapes and dtypes are wanted, and nothing of what is built is ever computed. */
  public boolean infersShapes() {
    return source instanceof Tracing.Placeholders;
  }

  /** Whether the function trains, wherever in it {@link #training()} says otherwise. */
  public boolean forTraining() {
    return forTraining;
  }

  /**
   * Tells that the function computes numbers that fade step by step, so that it runs in a thread
   * that takes the tiniest ones for zero: each operation on them takes a hundred times as long.
   */
  public void fades() {
    fades = true;
  }

  boolean isFading() {
    return fades;
  }

  /** Tells that the function has long parts that can run side by side, in two threads. */
  public void forks() {
    forks = true;
  }

  boolean isForking() {
    return forks;
  }

  private void requireNoLoop(String what) {
    if (inLoop || reads != null) {
      String text =
          inLoop
              ? "A step of a loop cannot %s: it is built once for all steps. Let the step return"
                  + " the value as a state, and do so after the loop."
              : "A function that an operation takes cannot %s: it is built once for all times that"
                  + " it runs. Let it return the value, and do so after the operation.";
      throw new IllegalStateException(text.formatted(what));
    }
  }

  /**
   * Builds a function that an operation takes, in the graph around it; it changes no state.
   *
   * @param told is given each read of a variable, a value from around the function
   */
  public <T> T function(Consumer<Output<?>> told, Supplier<T> build) {
    Consumer<Output<?>> around = reads;
    reads = around == null ? told : told.andThen(around);
    try {
      return build.get();
    } finally {
      reads = around;
    }
  }

  /** Returns TensorFlow's ops for the graph being built. */
  public Ops tf() {
    return tf;
  }

  /** Whether what is built at this point is to train. */
  public boolean training() {
    return training;
  }

  /**
   * Runs {@code body} with a training flag that counts until it ends.
   *
   * @param value null leaves the flag as it is
   */
  public <T> T training(@Nullable Boolean value, Supplier<T> body) {
    boolean before = training;
    training = value == null ? before : value;
    try {
      return body.get();
    } finally {
      training = before;
    }
  }

  /** Wraps the result of a TensorFlow op. */
  public Expr wrap(Operand<?> operand) {
    return Expr.of(tf, operand);
  }

  /** Returns the variable's value at this point, in the dtype the layer computes in. */
  public Expr read(Variable v) {
    Expr value = readRaw(v);
    DType to = computeDtype;
    return to != null && v.autocast() && v.dtype().isFloating() && to.isFloating()
        ? value.cast(to)
        : value;
  }

  /** Returns the variable's value at this point, in its own dtype. */
  public Expr readRaw(Variable v) {
    Descent descent = descents.remove(v);
    if (descent != null) {
      assigned.put(v, descent.value());
    }
    Expr now = assigned.get(v);
    Expr value = now == null ? first(v) : fresh(v, now);
    if (reads != null) {
      reads.accept(value.asOutput());
    }
    return value;
  }

  /** Returns the assigned value as a read of the variable, which no gradient passes through. */
  private Expr fresh(Variable v, Expr value) {
    List<Expr> reads = later.getOrDefault(v, List.of());
    if (!v.dtype().isFloating() || (!reads.isEmpty() && reads.get(reads.size() - 1) == value)) {
      return value;
    }
    Expr read = Core.stopGradient(value);
    assigned.put(v, read);
    later.computeIfAbsent(v, key -> new ArrayList<>()).add(read);
    return read;
  }

  private Expr first(Variable v) {
    Expr known = initial.get(v);
    if (known == null) {
      known = source.read(v);
      initial.put(v, known);
    }
    return known;
  }

  /**
   * Looks values up in a table.
   *
   * @param missing a scalar, what is found for keys that the table does not have
   */
  @SuppressWarnings("unchecked") // the dtypes are run-time values
  public Expr find(Table table, Expr keys, Operand<?> missing) {
    if (reads != null) {
      requireNoLoop("look values up in a table");
    }
    return wrap(
        tf.lookupTableFind(
            (Operand<? extends TType>) source.table(table),
            keys,
            (Operand<? extends TType>) missing));
  }

  /** Gives the variable a new value: seen by later reads, written when the function has run. */
  public void assign(Variable v, Operand<TNumber> value) {
    requireNoLoop("assign the variable '%s'".formatted(v.path()));
    descents.remove(v);
    assigned.put(v, wrap(value).cast(v.dtype()));
  }

  /** Assigns {@code v - gradient * rate}, in place where nothing reads the result. */
  public void descend(Variable v, Expr rate, Expr gradient) {
    requireNoLoop("assign the variable '%s'".formatted(v.path()));
    Expr before = readRaw(v);
    assigned.remove(v);
    descents.put(v, new Descent(before, rate.cast(v.dtype()), gradient.cast(v.dtype())));
    if (before != initial.get(v)) {
      readRaw(v);
    }
  }

  /** Adds a scalar to what training minimises, as {@code Layer.add_loss} does. */
  public void addLoss(Operand<TNumber> loss) {
    requireNoLoop("add a loss");
    losses.add(new Added(callers.peek(), wrap(loss)));
  }

  /** Returns the losses that layers added so far, in the order in which they came. */
  public List<Expr> losses() {
    return losses.stream().map(Added::loss).toList();
  }

  /** Returns the losses that were added outside of calls, then those of some layers, by layer. */
  public List<Expr> losses(Collection<?> layers) {
    List<Expr> found = new ArrayList<>();
    losses.stream().filter(l -> l.layer() == null).forEach(l -> found.add(l.loss()));
    for (Object layer : layers) {
      losses.stream().filter(l -> l.layer() == layer).forEach(l -> found.add(l.loss()));
    }
    return found;
  }

  /**
   * Runs the call of a layer, to which the losses that it adds belong. As in Keras, a call that no
   * other one surrounds forgets the losses of the layer and its inner layers that are there yet.
   *
   * @param inside the layer and all inner ones
   */
  public <T> T calling(Object layer, Supplier<? extends Collection<?>> inside, Supplier<T> body) {
    if (callers.isEmpty() && !losses.isEmpty()) {
      Collection<?> own = inside.get();
      losses.removeIf(l -> own.contains(l.layer()));
    }
    callers.push(layer);
    try {
      return body.get();
    } finally {
      callers.pop();
    }
  }

  /** Returns the layer whose {@code call} calls the one that is called now, or null. */
  public @Nullable Object caller() {
    return callers.stream().skip(1).findFirst().orElse(null);
  }

  /**
   * Returns the gradients of a scalar by variables, summed over all reads of each, before and after
   * assignments; null where the loss does not depend on one.
   */
  public List<@Nullable Expr> gradients(Expr loss, List<Variable> variables) {
    return derive(true, loss, variables.stream().map(this::reads).toList());
  }

  private List<Expr> reads(Variable v) {
    List<Expr> reads = new ArrayList<>(List.of(first(v)));
    reads.addAll(later.getOrDefault(v, List.of()));
    return reads;
  }

  /**
   * Returns the gradients by any tensors of the graph, of a scalar or else of the sum of {@code
   * loss}; null where there is no path. They may be differentiated in turn.
   */
  public List<@Nullable Expr> gradientsOf(Expr loss, List<Expr> wrt) {
    return derive(false, loss, wrt.stream().map(List::of).toList());
  }

  private List<@Nullable Expr> derive(boolean last, Expr loss, List<List<Expr>> sources) {
    List<@Nullable Expr> values = new ArrayList<>();
    for (Derivative d : source.gradients(last, loss, sources, products)) {
      values.add(d == null ? null : d.value());
      if (d != null && d.rows() != null) {
        gathered.put(d.value().asOutput(), d.rows());
      }
    }
    return values;
  }

  /**
   * Returns the rows that a gradient is the sum of, where {@link #gradients} gave it and it is one
   * of rows that were gathered; null for any other tensor.
   */
  public @Nullable GatheredRows gathered(Expr gradient) {
    return gathered.get(gradient.asOutput());
  }

  /**
   * Lets {@code who} build ops from inputs to what is returned: TensorFlow's own errors, now and
   * when the function runs, will name it.
   */
  public <T extends List<? extends Operand<?>>> T attribute(
      Object who, List<? extends Operand<?>> inputs, Supplier<T> body) {
    try {
      T outputs = body.get();
      calls.add(new Call(who, List.copyOf(inputs), List.copyOf(outputs)));
      return outputs;
    } catch (TensorFlowException | TFInvalidArgumentException | TFUnimplementedException e) {
      throw NativeErrors.whileBuilding(
          who, inputs.stream().map(x -> x.asOutput().shape()).toList(), e);
    }
  }

  List<Call> calls() {
    return calls;
  }

  /** Runs {@code body} with floating variables read in a dtype. */
  public <T> T computingIn(DType dtype, Supplier<T> body) {
    DType before = computeDtype;
    computeDtype = dtype;
    try {
      return body.get();
    } finally {
      computeDtype = before;
    }
  }

  Map<Variable, Expr> assigned() {
    return assigned;
  }

  Map<Variable, Descent> descents() {
    return descents;
  }
}
