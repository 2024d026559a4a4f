package keras.engine.control;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import keras.engine.gradients.BackwardStep;
import keras.engine.gradients.VectorJacobianProducts;
import keras.engine.gradients.Vjp;
import keras.ops.Core;
import keras.ops.Expr;
import keras.ops.Numpy;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;

/**
 * The gradient of a loop: a loop that computes it once more, and keeps what is carried before each
 * step, and one from the last step to the first.
 */
final class LoopBackward implements Vjp {
  private final Ops tf;
  private final VectorJacobianProducts products;
  private final Body step;
  private final Expr length;
  private final int carries;
  private final List<Expr> sequences;
  private final int rows;
  private final boolean reverse;

  /**
   * Makes the gradient of a node whose inputs are a counter, what is carried, memory for the
   * results, and what is captured.
   *
   * @param step takes what is carried and rows of the sequences, and gives what is carried on and
   *     results
   * @param length how many steps were computed
   */
  LoopBackward(
      Ops tf,
      VectorJacobianProducts products,
      Body step,
      Expr length,
      int carries,
      List<Expr> sequences,
      int rows,
      boolean reverse) {
    this.tf = tf;
    this.products = products;
    this.step = step;
    this.length = length;
    this.carries = carries;
    this.sequences = sequences;
    this.rows = rows;
    this.reverse = reverse;
  }

  @Override
  public List<? extends @Nullable Operand<?>> apply(BackwardStep node) {
    return new Pass(node).run();
  }

  /** One loop backwards. */
  private final class Pass {
    private final BackwardStep node;
    private final Map<Output<?>, Integer> places = new LinkedHashMap<>();
    private final List<Integer> carried = new ArrayList<>();
    private final List<Expr> given = new ArrayList<>();
    private final List<Expr> resultDys = new ArrayList<>();
    private final List<@Nullable Operand<?>> results = new ArrayList<>();

    Pass(BackwardStep node) {
      this.node = node;
      for (int i = 0; i < node.inputs(); i++) {
        results.add(null);
        if (i > carries + rows) {
          places.put(input(i).asOutput(), i);
        }
      }
    }

    private Expr input(int index) {
      return Expr.of(tf, Objects.requireNonNull(node.operation().input(index)));
    }

    private boolean wants(Output<?> captured) {
      Integer place = places.get(captured);
      return place != null && node.needs(place) && Expr.of(tf, captured).dtype().isFloating();
    }

    private void add(int place, Expr gradient) {
      Operand<?> known = results.get(place);
      results.set(place, known == null ? gradient : Expr.of(tf, known).add(gradient));
    }

    List<@Nullable Operand<?>> run() {
      List<Integer> ys = new ArrayList<>();
      List<Output<?>> xs = new ArrayList<>();
      for (int i = 0; i < carries; i++) {
        if (step.arguments().get(i).dtype().isFloating()) {
          carried.add(i);
          ys.add(i);
          given.add(Expr.of(tf, node.dy(1 + i)));
          xs.add(step.arguments().get(i).asOutput());
        }
      }
      for (int r = 0; r < rows; r++) {
        int at = carries + r;
        if (node.hasDy(1 + at) && step.outputs().get(at).dtype().isFloating()) {
          ys.add(at);
          resultDys.add(Expr.of(tf, node.dy(1 + at)));
        }
      }
      List<Integer> wantedRows = new ArrayList<>();
      for (int s = 0; s < sequences.size(); s++) {
        if (wants(sequences.get(s).asOutput())) {
          wantedRows.add(s);
          xs.add(step.arguments().get(carries + s).asOutput());
        }
      }
      List<Output<?>> wanted = step.captures().stream().filter(this::wants).toList();
      xs.addAll(wanted);
      Body.Backward found = step.backward(ys, xs);
      List<Expr> outputs = new ArrayList<>();
      int next = 0;
      for (int i : carried) {
        Output<?> g = found.found().get(next++);
        outputs.add(g == null ? Numpy.zerosLike(step.arguments().get(i)) : Expr.of(tf, g));
      }
      List<Integer> reachedRows = new ArrayList<>();
      List<Expr> rowGradients = new ArrayList<>();
      for (int s : wantedRows) {
        Output<?> g = found.found().get(next++);
        if (g != null) {
          reachedRows.add(s);
          rowGradients.add(Expr.of(tf, g));
        }
      }
      List<Output<?>> reached = new ArrayList<>();
      for (Output<?> c : wanted) {
        Output<?> g = found.found().get(next++);
        if (g != null) {
          reached.add(c);
          outputs.add(Expr.of(tf, g));
        }
      }
      outputs.addAll(rowGradients);
      loop(step.of(found.arguments(), outputs), reachedRows, reached);
      return results;
    }

    private void loop(Body back, List<Integer> reachedRows, List<Output<?>> reached) {
      if (back.outputs().isEmpty()) {
        return;
      }
      Loops loops = new Loops(tf, products);
      List<Expr> backwards = new ArrayList<>(kept(loops));
      backwards.addAll(sequences);
      backwards.addAll(resultDys);
      reached.forEach(c -> given.add(Numpy.zerosLike(Expr.of(tf, c))));
      int whole = given.size();
      Loops.Result made =
          loops.scan(
              length,
              given,
              backwards,
              !reverse,
              all -> reachedRows.stream().map(s -> rest(sequences.get(s))).toList(),
              (building, in) -> {
                List<Expr> carry = in.get(0);
                int before = carries + sequences.size();
                List<Expr> arguments = new ArrayList<>(in.get(1).subList(0, before));
                arguments.addAll(carry.subList(0, carried.size()));
                arguments.addAll(in.get(1).subList(before, in.get(1).size()));
                List<Expr> gradients = new Branches(tf, products).call(back, arguments);
                List<Expr> on = new ArrayList<>(gradients.subList(0, carried.size()));
                for (int i = carried.size(); i < whole; i++) {
                  on.add(carry.get(i).add(gradients.get(i)));
                }
                return new Loops.Step(on, gradients.subList(whole, gradients.size()));
              });
      for (int i = 0; i < carried.size(); i++) {
        add(1 + carried.get(i), made.carry().get(i));
      }
      for (int i = 0; i < reached.size(); i++) {
        add(
            Objects.requireNonNull(places.get(reached.get(i))),
            made.carry().get(carried.size() + i));
      }
      for (int i = 0; i < reachedRows.size(); i++) {
        add(
            Objects.requireNonNull(places.get(sequences.get(reachedRows.get(i)).asOutput())),
            made.rows().get(i));
      }
    }

    /** Returns what is carried before each step. */
    private List<Expr> kept(Loops loops) {
      if (carries == 0) {
        return List.of();
      }
      List<Expr> starts = new ArrayList<>();
      for (int i = 0; i < carries; i++) {
        starts.add(input(1 + i));
      }
      Body on = step.giving(step.outputs().subList(0, carries));
      return loops
          .scan(
              length,
              starts,
              sequences,
              reverse,
              all -> starts.stream().map(Core::shape).toList(),
              (building, in) -> {
                List<Expr> arguments = new ArrayList<>(in.get(0));
                arguments.addAll(in.get(1));
                return new Loops.Step(new Branches(tf, products).call(on, arguments), in.get(0));
              })
          .rows();
    }
  }

  /** Returns the shape of a row. */
  private static Expr rest(Expr rows) {
    Expr all = Core.shape(rows);
    return all.wrap(
        all.tf().slice(all, all.tf().constant(new int[] {1}), all.tf().constant(new int[] {-1})));
  }
}
