package examples;

import java.nio.file.Path;
import java.util.List;
import keras.Keras;
import keras.activations.Activation;
import keras.engine.KerasTensor;
import keras.layers.Concatenate;
import keras.layers.Dense;
import keras.models.Model;

/**
 * Logical computations with neurons (McCulloch and Pitts, 1943): a unit fires if the weighted sum
 * of its inputs reaches its threshold, 2.
 *
 * <p>Argument: the folder of the picture, target unless given.
 */
public final class LogicalNeurons {
  private static final double THRESHOLD = 2;
  private static final float[][] CASES_OF_ONE = {{0}, {1}};
  private static final float[][] CASES_OF_TWO = {{0, 0}, {0, 1}, {1, 0}, {1, 1}};
  private static final Activation STEP =
      Activation.of("step", x -> x.less(THRESHOLD).where(x.mul(0), x.mul(0).add(1)));

  private LogicalNeurons() {}

  /** Connects inputs to a unit, with a weight for each. */
  private static KerasTensor unit(String name, float[] weights, KerasTensor... inputs) {
    KerasTensor all = inputs.length == 1 ? inputs[0] : new Concatenate().apply(inputs);
    Dense unit = new Dense(1).activation(STEP).useBias(false).name(name);
    KerasTensor output = unit.apply(all);
    float[][] kernel = new float[weights.length][];
    for (int i = 0; i < weights.length; i++) {
      kernel[i] = new float[] {weights[i]};
    }
    unit.setWeights(List.<float[][]>of(kernel));
    return output;
  }

  /** C = A: two connections, each strong enough to be half of the threshold. */
  static Model identity() {
    KerasTensor a = Keras.input(1);
    return Model.of(a, unit("C", new float[] {2}, a));
  }

  /** C = A and B: one connection each. */
  static Model and() {
    KerasTensor a = Keras.input(1);
    KerasTensor b = Keras.input(1);
    return Model.of(List.of(a, b), List.of(unit("C", new float[] {1, 1}, a, b)));
  }

  /** C = A or B: two connections each. */
  static Model or() {
    KerasTensor a = Keras.input(1);
    KerasTensor b = Keras.input(1);
    return Model.of(List.of(a, b), List.of(unit("C", new float[] {2, 2}, a, b)));
  }

  /** C = A and not B: B inhibits. Where A is always on, C = not B. */
  static Model andNot() {
    KerasTensor a = Keras.input(1);
    KerasTensor b = Keras.input(1);
    return Model.of(List.of(a, b), List.of(unit("C", new float[] {2, -1}, a, b)));
  }

  /** C = A xor B = (A and not B) or (B and not A): no single unit can do that. */
  static Model xor() {
    KerasTensor a = Keras.input(1);
    KerasTensor b = Keras.input(1);
    KerasTensor onlyA = unit("only_A", new float[] {2, -1}, a, b);
    KerasTensor onlyB = unit("only_B", new float[] {-1, 2}, a, b);
    return Model.of(List.of(a, b), List.of(unit("C", new float[] {2, 2}, onlyA, onlyB)));
  }

  private static String truthTable(String name, Model model) {
    boolean two = model.inputs().size() == 2;
    float[][] cases = two ? CASES_OF_TWO : CASES_OF_ONE;
    StringBuilder table = new StringBuilder(two ? "A B | " : "A | ").append(name).append('\n');
    for (float[] inputs : cases) {
      float[][] a = {{inputs[0]}};
      Object x = two ? List.of(a, new float[][] {{inputs[1]}}) : a;
      for (float input : inputs) {
        table.append((int) input).append(' ');
      }
      table.append("| ").append((int) model.predict(x).toArray2d()[0][0]).append('\n');
    }
    return table.toString();
  }

  /** Runs the example. */
  public static void main(String[] args) {
    Path folder = Path.of(args.length > 0 ? args[0] : "target");
    try (Model identity = identity();
        Model and = and();
        Model or = or();
        Model andNot = andNot();
        Model xor = xor()) {
      System.out.println(truthTable("A", identity));
      System.out.println(truthTable("A AND B", and));
      System.out.println(truthTable("A OR B", or));
      System.out.println(truthTable("A AND NOT B", andNot));
      System.out.println(truthTable("A XOR B", xor));
      NetworkPicture.draw(
          List.of("C = A", "C = A AND B", "C = A OR B", "C = A AND NOT B", "C = A XOR B"),
          List.of(identity, and, or, andNot, xor),
          folder.resolve("logical-neurons.png"));
    }
    System.out.println("picture: logical-neurons.png");
  }
}
