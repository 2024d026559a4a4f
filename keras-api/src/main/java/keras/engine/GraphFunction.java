package keras.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.function.BiFunction;
import java.util.function.Function;
import keras.ops.DType;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.exceptions.TFUnimplementedException;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.RunOptions;

/**
 * A function of a model (train, test or predict), built once into the model's graph and then only
 * run.
 *
 * <p>Runs are safe from many threads: those that only read variables run side by side, one that
 * writes them runs alone, so that each sees the variables of one moment. When the model's variables
 * moved to another workspace the function is built again there, at its next run.
 */
public final class GraphFunction {
  private final WorkspaceRef home;
  private final String name;
  private final boolean training;
  private final boolean looped;
  private final List<TensorSpec> inputs;
  private final Body body;
  private final List<Variable> variables;
  private volatile @Nullable Built built;

  /** What builds a function, and says what its results are called. */
  @FunctionalInterface
  public interface Body {
    /** Builds ops from inputs to outputs. */
    Named build(CallContext ctx, List<Expr> inputs);
  }

  /**
   * What a function gives.
   *
   * @param names of the results; what they name is up to who runs the function
   */
  public record Named(List<String> names, List<Expr> outputs) {
    /** Throws if a result is of complex numbers, which no tensor of TensorFlow Java holds. */
    public Named {
      outputs.forEach(y -> y.dtype().type());
    }
  }

  /** The ops of the function in one workspace. */
  private record Built(Workspace workspace, List<Expr> inputs, Emitted ops, RunOptions options) {}

  /**
   * Describes a function.
   *
   * @param variables those it is known to use; they get their first values together
   * @param body builds it; may be called again after a move
   */
  public GraphFunction(
      WorkspaceRef home,
      String name,
      boolean training,
      List<TensorSpec> inputs,
      List<Variable> variables,
      Tracing.Body body) {
    this(
        (ctx, in) -> new Named(List.of(), body.build(ctx, in)),
        home,
        name,
        training,
        false,
        inputs,
        variables);
  }

  private GraphFunction(
      Body body,
      WorkspaceRef home,
      String name,
      boolean training,
      boolean looped,
      List<TensorSpec> inputs,
      List<Variable> variables) {
    this.home = home;
    this.name = name;
    this.training = training;
    this.looped = looped;
    this.inputs = List.copyOf(inputs);
    this.variables = List.copyOf(variables);
    this.body = body;
  }

  /**
   * Describes a function whose results have names, which are known once it is built.
   *
   * @param looped whether it is computed for several batches, one after the other in one run: what
   *     it is fed are then the rows of all batches, and an int32 vector of the row that each batch
   *     begins with and of the number of rows; its results are those of the last batch
   * @param inputs what it takes, of one batch
   * @param variables those it is known to use; they get their first values together
   * @param body builds it, for one batch; may be called again after a move
   */
  public static GraphFunction named(
      WorkspaceRef home,
      String name,
      boolean training,
      boolean looped,
      List<TensorSpec> inputs,
      List<Variable> variables,
      Body body) {
    return new GraphFunction(body, home, name, training, looped, inputs, variables);
  }

  /** Runs the function and hands its outputs to {@code use}; all tensors are closed afterwards. */
  public <R> R run(List<? extends Tensor> feeds, Function<List<Tensor>, R> use) {
    return runNamed(feeds, (names, outputs) -> use.apply(outputs));
  }

  /**
   * Runs the function and hands the names of its results and its outputs to {@code use}; all
   * tensors are closed afterwards.
   */
  public <R> R runNamed(
      List<? extends Tensor> feeds, BiFunction<List<String>, List<Tensor>, R> use) {
    while (true) {
      Built b = prepare();
      Workspace w = b.workspace();
      w.refreshTables();
      Lock lock = b.ops().updates() == null ? w.shared() : w.alone();
      lock.lock();
      try {
        if (w.isLive()) {
          return run(b, feeds, use);
        }
      } finally {
        lock.unlock();
      }
    }
  }

  private <R> R run(
      Built b, List<? extends Tensor> feeds, BiFunction<List<String>, List<Tensor>, R> use) {
    try (Result result = run(runner(b, feeds, b.options()), b)) {
      List<Tensor> values = new ArrayList<>(b.ops().outputs().size());
      for (int i = 0; i < b.ops().outputs().size(); i++) {
        values.add(result.get(i));
      }
      return use.apply(b.ops().names(), values);
    }
  }

  /**
   * Returns what runs the function, for a measurement: without the locks of {@link #run}, and the
   * result is the caller's to close.
   *
   * @param traced whether the run tells when each kernel began and ended
   */
  Session.Runner runner(List<? extends Tensor> feeds, boolean traced) {
    Built b = prepare();
    RunOptions options = b.options();
    return runner(
        b,
        feeds,
        traced
            ? options.toBuilder().setTraceLevel(RunOptions.TraceLevel.FULL_TRACE).build()
            : options);
  }

  private static Session.Runner runner(Built b, List<? extends Tensor> feeds, RunOptions options) {
    Session.Runner run = b.workspace().session().runner().setOptions(options);
    for (int i = 0; i < feeds.size(); i++) {
      run.feed(b.inputs().get(i), feeds.get(i));
    }
    for (Expr output : b.ops().outputs()) {
      run.fetch(output);
    }
    Op updates = b.ops().updates();
    if (updates != null) {
      run.addTarget(updates);
    }
    return run;
  }

  /** Returns what it is called, such as "train". */
  String name() {
    return name;
  }

  private Result run(Session.Runner runner, Built b) {
    try {
      return runner.run();
    } catch (TensorFlowException | TFInvalidArgumentException | TFUnimplementedException e) {
      throw NativeErrors.whileRunning(
          "the %s function of %s".formatted(name, home.owner()),
          b.ops().graph(),
          b.ops().calls(),
          e);
    }
  }

  /** Builds the function now, if it is not built. */
  public void build() {
    prepare();
  }

  private Built prepare() {
    Built b = built;
    if (b != null && b.workspace() == home.workspace()) {
      return b;
    }
    synchronized (this) {
      while (true) {
        Workspace w = home.workspace();
        b = built;
        if (b != null && b.workspace() == w) {
          return b;
        }
        Workspace foreign;
        w.shared().lock();
        try {
          if (!w.isLive()) {
            continue;
          }
          b = build(w);
          built = b;
          BuiltGraphs.show(this);
          return b;
        } catch (ForeignVariableException e) {
          foreign = e.home();
        } finally {
          w.shared().unlock();
        }
        home.join(foreign);
      }
    }
  }

  private Built build(Workspace w) {
    synchronized (w) {
      try {
        Built b = buildIn(w);
        w.giveFirstValues();
        return b;
      } finally {
        w.forget(); // where the body or an initializer failed
      }
    }
  }

  private Built buildIn(Workspace w) {
    variables.forEach(w::place);
    Ops tf = w.tf().withSubScope(name);
    List<Expr> in = new ArrayList<>();
    for (TensorSpec spec : inputs) {
      in.add(Tracing.placeholder(tf, spec));
    }
    if (looped) {
      Expr bounds = Tracing.placeholder(tf, StepLoop.BOUNDS);
      Emitted made = StepLoop.emit(w, tf, name, training, inputs, in, bounds, body);
      in.add(bounds);
      return built(w, in, made);
    }
    return built(
        w,
        in,
        Emitted.of(new GraphPlaces(w.graph(), tf, w::handle, w::handle), training, in, body));
  }

  private Built built(Workspace w, List<Expr> inputs, Emitted ops) {
    BuiltGraphs.show(w.graph());
    boolean forks = training && SessionSettings.forks(w.work());
    return new Built(w, inputs, ops, SessionSettings.options(ops, forks));
  }

  /** Returns what the function takes. */
  public List<TensorSpec> inputs() {
    return inputs;
  }

  /** Returns the dtype of an input. */
  public DType dtype(int input) {
    return inputs.get(input).dtype();
  }
}
