package keras.layers;

import java.util.ArrayList;
import java.util.List;
import keras.config.Arg;
import keras.engine.Arguments;
import keras.engine.CallContext;
import keras.engine.Structure;
import keras.engine.loops.StepOut;
import keras.ops.DType;
import keras.ops.Expr;
import org.tensorflow.ndarray.Shape;

/**
 * Several cells on top of each other, as one: each is given the output of the one below.
 *
 * <pre>{@code
 * new RNN(new StackedRNNCells(List.of(new LSTMCell(32), new LSTMCell(16))))
 * }</pre>
 *
 * <p>Inputs: those of the first cell and, as {@code states}, a list of states for each cell.
 * Outputs: that of the last cell, and a list of the next states for each cell.
 *
 * <p>Weights: those of the cells, in order.
 *
 * <p>Keras: {@code keras/src/layers/rnn/stacked_rnn_cells.py}.
 */
public final class StackedRNNCells extends FluentLayer<StackedRNNCells> implements Cell {
  @Arg private List<Layer> cells = List.of();

  /** How many tensors each cell had made for all steps: where it trains and where not. */
  private final transient int[][] fixed = new int[2][];

  private StackedRNNCells() {}

  /**
   * Makes a cell of cells.
   *
   * @param cells layers that are {@link Cell}s, the first of which is given the inputs
   */
  public StackedRNNCells(List<? extends Layer> cells) {
    this.cells = List.copyOf(cells);
    validate();
  }

  @Override
  protected void validate() {
    if (cells.isEmpty() || !cells.stream().allMatch(Cell.class::isInstance)) {
      throw new IllegalArgumentException(
          "StackedRNNCells: `cells` must be layers that implement keras.layers.Cell. Received: cells=%s."
              .formatted(cells));
    }
  }

  private List<Cell> all() {
    return cells.stream().map(Cell.class::cast).toList();
  }

  @Override
  public List<Shape> stateShapes() {
    return all().stream().flatMap(c -> c.stateShapes().stream()).toList();
  }

  @Override
  public Shape outputShape() {
    return all().get(cells.size() - 1).outputShape();
  }

  @Override
  protected void build(Shape input) {
    Shape next = input;
    for (Layer cell : cells) {
      cell.buildFor(next);
      next = Shape.of(input.get(0)).append(((Cell) cell).outputShape());
    }
  }

  @Override
  public List<Expr> initialStates(Expr batch, DType dtype, CallContext ctx) {
    List<Expr> states = new ArrayList<>();
    all().forEach(c -> states.addAll(c.initialStates(batch, dtype, ctx)));
    return states;
  }

  /** Returns a part of a list for each cell. */
  private static <T> List<List<T>> parts(List<T> all, int[] sizes) {
    List<List<T>> parts = new ArrayList<>();
    int from = 0;
    for (int size : sizes) {
      parts.add(all.subList(from, from + size));
      from += size;
    }
    return parts;
  }

  private <T> List<List<T>> ofCells(List<T> states) {
    return parts(states, all().stream().mapToInt(c -> c.stateShapes().size()).toArray());
  }

  @Override
  public List<Expr> fixed(Expr x, List<Expr> states, CallContext ctx) {
    List<Expr> all = new ArrayList<>();
    List<List<Expr>> of = ofCells(states);
    int[] sizes = new int[cells.size()];
    Expr next = x;
    for (int i = 0; i < sizes.length; i++) {
      Cell cell = all().get(i);
      List<Expr> own = cell.fixed(next, of.get(i), ctx);
      sizes[i] = own.size();
      all.addAll(own);
      if (i + 1 < sizes.length) {
        next = cell.step(next, of.get(i), own, ctx).output();
      }
    }
    fixed[ctx.training() ? 1 : 0] = sizes;
    return all;
  }

  @Override
  public StepOut step(Expr x, List<Expr> states, List<Expr> fixedOfAll, CallContext ctx) {
    int[] sizes = fixed[ctx.training() ? 1 : 0];
    List<List<Expr>> own = parts(fixedOfAll, sizes);
    List<List<Expr>> of = ofCells(states);
    List<Expr> after = new ArrayList<>();
    Expr next = x;
    for (int i = 0; i < cells.size(); i++) {
      StepOut made = all().get(i).step(next, of.get(i), own.get(i), ctx);
      next = made.output();
      after.addAll(made.states());
    }
    return new StepOut(next, after);
  }

  @Override
  public List<Structure<Expr>> grouped(List<Expr> states) {
    List<Structure<Expr>> groups = new ArrayList<>();
    List<List<Expr>> of = ofCells(states);
    for (int i = 0; i < cells.size(); i++) {
      groups.add(new Structure.Items<>(all().get(i).grouped(of.get(i))));
    }
    return groups;
  }

  @Override
  protected Structure<Expr> call(Arguments<Expr> in, CallContext ctx) {
    return RecurrentCell.call(this, this, in, ctx);
  }
}
