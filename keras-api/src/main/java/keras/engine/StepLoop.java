package keras.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import keras.engine.loops.Rows;
import keras.engine.loops.WhileLoop;
import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.MutableHashTable;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TType;

/**
 * Takes steps of a function one after the other in one run: a loop of TensorFlow that writes the
 * variables in each of its steps, and starts the next one when they are written.
 *
 * <p>The step is built in a graph of its own, where variables are found by the names of their
 * resources. Its nodes have the names that they have in a function of one step, for TensorFlow
 * sorts terms by them; and the shapes of what a step is given are hidden from TensorFlow's
 * optimizer, as those of what a function is fed are: the numbers are the same bit by bit.
 *
 * <p>Keras: {@code keras/src/backend/tensorflow/trainer.py}, {@code multi_step_on_iterator}.
 */
final class StepLoop {
  /** Where the rows of each step begin, then where those of the last one end. */
  static final TensorSpec BOUNDS = new TensorSpec(Shape.of(-1), DType.INT32);

  private final Workspace w;
  private final WhileLoop loop;
  private final Map<Variable, VarHandleOp> handles = new LinkedHashMap<>();
  private final Map<Table, MutableHashTable> tables = new LinkedHashMap<>();

  private StepLoop(Workspace w, WhileLoop loop) {
    this.w = w;
    this.loop = loop;
  }

  /**
   * Emits a loop; its outputs are those of the last step.
   *
   * @param name of the function of one step
   * @param specs what a step takes, whose first axes are those of the rows
   * @param rows of all steps, at least one
   * @param bounds as {@link #BOUNDS} says
   */
  static Emitted emit(
      Workspace w,
      Ops tf,
      String name,
      boolean training,
      List<TensorSpec> specs,
      List<Expr> rows,
      Expr bounds,
      GraphFunction.Body body) {
    WhileLoop loop = new WhileLoop();
    try {
      Emitted made =
          new StepLoop(w, loop)
              .emit(tf, loop.ops().withSubScope(name), training, specs, rows, bounds, body);
      w.keep(loop);
      return made;
    } catch (RuntimeException e) {
      loop.close();
      throw e;
    }
  }

  private Emitted emit(
      Ops tf,
      Ops step,
      boolean training,
      List<TensorSpec> specs,
      List<Expr> rows,
      Expr bounds,
      GraphFunction.Body body) {
    int count = loop.add(Core.constant(tf, 0, DType.INT32));
    Expr done = loop.argument(count);
    int places = loop.add(bounds);
    Expr begin = Rows.row(loop.argument(places), done);
    Expr size = Rows.row(loop.argument(places), done.add(1)).sub(begin);
    List<Expr> all = loop.invariants(rows);
    List<Expr> in = new ArrayList<>();
    for (int i = 0; i < specs.size(); i++) {
      Shape shape = specs.get(i).shape();
      in.add(loop.shaped(step, cut(all.get(i), begin, size, shape.numDimensions()), shape));
    }
    Emitted one =
        Emitted.of(
            new GraphPlaces(loop.graph(), step, this::handle, this::handle), training, in, body);
    List<Op> before = new ArrayList<>(one.outputs());
    Op updates = one.updates();
    if (updates != null) {
      before.add(updates);
    }
    Ops after = loop.ops().withControlDependencies(before);
    loop.next(count, Expr.of(loop.ops(), after.identity(done.add(1))));
    List<Integer> outputs = new ArrayList<>();
    for (Expr output : one.outputs()) {
      int place = loop.add(zeros(tf, output));
      loop.next(place, output);
      outputs.add(place);
    }
    Operation op =
        loop.buildOfUpdates(
            tf, seen -> seen.get(count).add(1).less(Core.size(seen.get(places), 0)));
    List<Expr> out = outputs.stream().map(o -> Expr.of(tf, op.output(o))).toList();
    return new Emitted(
        one.graph(),
        one.names(),
        out,
        updates == null ? null : tf.withControlDependencies(List.copyOf(out)).noOp(),
        one.fading(),
        one.forking(),
        one.calls());
  }

  private VarHandleOp handle(Variable v) {
    VarHandleOp around = w.handle(v);
    return handles.computeIfAbsent(
        v,
        key ->
            loop.ops()
                .varHandleOp(
                    v.dtype().type(), v.shape(), VarHandleOp.sharedName(sharedName(around))));
  }

  private MutableHashTable handle(Table table) {
    Operand<?> around = w.handle(table);
    return tables.computeIfAbsent(
        table,
        key ->
            loop.ops()
                .mutableHashTable(
                    table.keyDtype().type(),
                    table.valueDtype().type(),
                    MutableHashTable.sharedName(sharedName(around))));
  }

  private static String sharedName(Operand<?> handle) {
    return ((GraphOperation) handle.op()).attributes().getAttrString("shared_name");
  }

  private static Operand<TType> cut(Expr all, Expr begin, Expr size, int rank) {
    Ops tf = all.tf();
    int[] zeros = new int[rank - 1];
    int[] whole = new int[rank - 1];
    Arrays.fill(whole, -1);
    Operand<TInt32> from = tf.concat(List.of(vector(begin), tf.constant(zeros)), tf.constant(0));
    Operand<TInt32> sizes = tf.concat(List.of(vector(size), tf.constant(whole)), tf.constant(0));
    return tf.slice(typed(all), from, sizes);
  }

  private static Operand<TInt32> vector(Expr scalar) {
    return Core.int32(scalar.expandDims(0));
  }

  /** What an output is before the first step, where TensorFlow wants a value; nobody sees it. */
  private static Expr zeros(Ops tf, Expr like) {
    int[] sizes =
        LongStream.of(like.shape().asArray()).mapToInt(n -> (int) Math.max(0, n)).toArray();
    return Expr.of(tf, tf.fill(tf.constant(sizes), typed(Core.constant(tf, 0, like.dtype()))));
  }

  @SuppressWarnings("unchecked") // the dtype is a run-time value
  private static Operand<TType> typed(Operand<?> x) {
    return (Operand<TType>) x;
  }
}
