package keras.engine.gradients;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;

/**
 * Walks one graph backwards from the targets to the sources.
 *
 * <p>Visits ops and sums gradients in the order of Python's {@code tf.GradientTape} ({@code
 * tensorflow/c/eager/tape.h}), because floating-point sums of three and more terms round by their
 * order: an op is ready when all consumers of its outputs are done, the one that was ready first
 * goes first, and gradients of one tensor are summed by one AddN in the order they came.
 */
final class BackwardPass {
  /** From tape.h: many large gradients of one tensor are summed early, to free memory. */
  private static final int EARLY_SUM_COUNT = 4;

  private static final long EARLY_SUM_BYTES = 128L * 1024 * 1024;

  private final Graph graph;
  private final @Nullable Set<GraphOperation> within;
  private final GradientOps ops;
  private final VectorJacobianProducts products;
  private final Map<Output<?>, Output<?>> sources = new HashMap<>();
  private final Map<GraphOperation, List<Output<?>>> inputs = new HashMap<>();
  private final Set<GraphOperation> recorded = new HashSet<>();
  private final Map<Output<?>, Integer> usages = new HashMap<>();
  private final Map<GraphOperation, Integer> missing = new HashMap<>();
  private final Map<Output<?>, List<Operand<?>>> gradients = new HashMap<>();
  private final Map<Output<?>, Long> sizes = new HashMap<>();

  /**
   * Prepares a walk.
   *
   * @param sources the tensors of each source; its gradient is summed at the first of them
   * @param within the ops that are walked; null for all
   */
  BackwardPass(
      Graph graph,
      GradientOps ops,
      VectorJacobianProducts products,
      List<List<Output<?>>> sources,
      @Nullable Set<GraphOperation> within) {
    this.graph = graph;
    this.within = within;
    this.ops = ops;
    this.products = products;
    for (List<Output<?>> tensors : sources) {
      tensors.forEach(t -> this.sources.put(t, tensors.get(0)));
    }
  }

  void run(List<Output<?>> targets, List<Operand<?>> seeds) {
    record(targets);
    Set<GraphOperation> involved = countUsages(targets);
    Deque<GraphOperation> ready = new ArrayDeque<>();
    for (int i = 0; i < targets.size(); i++) {
      Output<?> target = targets.get(i);
      Output<?> end = sources.getOrDefault(target, target);
      gradients.computeIfAbsent(end, key -> new ArrayList<>()).add(seeds.get(i));
      GraphOperation op = producer(target);
      if (involved.contains(op) && !missing.containsKey(op) && !ready.contains(op)) {
        ready.add(op);
      }
    }
    while (!ready.isEmpty()) {
      GraphOperation op = ready.remove();
      List<? extends @Nullable Operand<?>> results = step(op);
      List<Output<?>> ins = inputsOf(op);
      for (int i = 0; i < ins.size(); i++) {
        Output<?> in = ins.get(i);
        Operand<?> result = i < results.size() ? results.get(i) : null;
        if (result != null && isTaped(in)) {
          collect(in, result);
        }
        if (usages.merge(in, -1, Integer::sum) == 0 && recorded.contains(producer(in))) {
          GraphOperation next = producer(in);
          if (missing.merge(next, -1, Integer::sum) == 0) {
            ready.add(next);
          }
        }
      }
    }
  }

  /** Returns the summed gradient of a source, null where no path leads to it. */
  @Nullable Operand<?> gradient(Output<?> source) {
    List<Operand<?>> parts = gradients.get(source);
    if (parts == null) {
      return null;
    }
    Operand<?> sum = sum(parts);
    gradients.put(source, new ArrayList<>(List.of(sum)));
    return sum;
  }

  /** Finds the ops that a tape watching the sources would have recorded on the way to targets. */
  private void record(List<Output<?>> targets) {
    Deque<GraphOperation> stack = new ArrayDeque<>();
    Set<GraphOperation> entered = new HashSet<>();
    Set<GraphOperation> left = new HashSet<>();
    for (Output<?> target : targets) {
      stack.push(producer(target));
      while (!stack.isEmpty()) {
        GraphOperation op = stack.peek();
        if (entered.add(op)) {
          for (Output<?> in : inputsOf(op)) {
            if (!entered.contains(producer(in))) {
              stack.push(producer(in));
            }
          }
          continue;
        }
        stack.pop();
        if (left.add(op)
            && !isInvisible(op)
            && inputsOf(op).stream().anyMatch(in -> isTaped(in) && Dtypes.isTaped(in.dataType()))) {
          recorded.add(op);
        }
      }
    }
  }

  /** Whether Python's tape never sees the op: it pauses for the one, and folds the others. */
  private boolean isInvisible(GraphOperation op) {
    return switch (op.type()) {
      case "StopGradient" -> true;
      case "Shape", "Size", "Rank" ->
          inputsOf(op).stream().noneMatch(in -> in.shape().hasUnknownDimension());
      default -> false;
    };
  }

  private Set<GraphOperation> countUsages(List<Output<?>> targets) {
    Set<GraphOperation> involved = new HashSet<>();
    Deque<Output<?>> stack = new ArrayDeque<>(targets);
    while (!stack.isEmpty()) {
      GraphOperation op = producer(stack.pop());
      if (!recorded.contains(op) || !involved.add(op)) {
        continue;
      }
      for (Output<?> in : inputsOf(op)) {
        if (usages.merge(in, 1, Integer::sum) == 1 && recorded.contains(producer(in))) {
          missing.merge(producer(in), 1, Integer::sum);
          stack.push(in);
        }
      }
    }
    return involved;
  }

  private List<? extends @Nullable Operand<?>> step(GraphOperation op) {
    List<@Nullable Operand<?>> dys = new ArrayList<>();
    boolean reached = false;
    for (int i = 0; i < op.numOutputs(); i++) {
      Output<?> output = op.output(i);
      List<Operand<?>> parts = gradients.remove(output);
      if (parts == null) {
        dys.add(null);
        continue;
      }
      Operand<?> sum = sum(parts);
      if (sources.containsKey(output)) {
        gradients.put(output, new ArrayList<>(List.of(sum)));
      }
      dys.add(sum);
      reached = true;
    }
    if (!reached) {
      return List.of();
    }
    List<Output<?>> ins = inputsOf(op);
    Set<Integer> unneeded = new HashSet<>();
    for (int i = 0; i < ins.size(); i++) {
      if (!isTaped(ins.get(i))) {
        unneeded.add(i);
      }
    }
    BackwardStep step = new BackwardStep(ops, op, ins, dys, unneeded);
    Vjp known = products.find(op);
    Vjp vjp = ComplexSteps.areIn(step) ? ComplexSteps.of(step, known) : known;
    List<? extends @Nullable Operand<?>> results =
        vjp == null ? SingleOpGradient.of(graph, step) : vjp.apply(step);
    if (results.size() > ins.size()) {
      throw new IllegalStateException(
          ("Gradient of %s '%s': expected at most %d gradients, one for each input. "
                  + "Received: %d. Return one entry for each input.")
              .formatted(op.type(), op.name(), ins.size(), results.size()));
    }
    return results;
  }

  private void collect(Output<?> input, Operand<?> gradient) {
    Output<?> tensor = sources.getOrDefault(input, input);
    List<Operand<?>> parts = gradients.computeIfAbsent(tensor, key -> new ArrayList<>());
    parts.add(gradient);
    if (parts.size() > EARLY_SUM_COUNT) {
      long size = sizes.computeIfAbsent(tensor, key -> elements(parts.get(0)));
      if (parts.size() * size * 4 > EARLY_SUM_BYTES) {
        Operand<?> sum = sum(parts);
        parts.clear();
        parts.add(sum);
      }
    }
  }

  private static long elements(Operand<?> gradient) {
    Operand<?> values = gradient instanceof IndexedSlices slices ? slices.values() : gradient;
    return values.shape().hasUnknownDimension() ? 0 : values.shape().size();
  }

  private Operand<?> sum(List<Operand<?>> parts) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    if (parts.stream().allMatch(IndexedSlices.class::isInstance)) {
      return IndexedSlices.join(ops, parts.stream().map(IndexedSlices.class::cast).toList());
    }
    return ops.listOp("AddN", b -> {}, parts);
  }

  private boolean isTaped(Output<?> tensor) {
    return sources.containsKey(tensor) || recorded.contains(producer(tensor));
  }

  private List<Output<?>> inputsOf(GraphOperation op) {
    return inputs.computeIfAbsent(
        op,
        key ->
            key.numInputs() == 0 || (within != null && !within.contains(key))
                ? List.of()
                : Arrays.<Output<?>>asList(
                    key.inputs().stream().map(Operand::asOutput).toArray(Output<?>[]::new)));
  }

  private static GraphOperation producer(Output<?> tensor) {
    return (GraphOperation) tensor.op();
  }
}
