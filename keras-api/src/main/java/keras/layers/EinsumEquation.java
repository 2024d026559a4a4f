package keras.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import keras.ops.Shapes;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * What the equation of an {@link EinsumDense} says of the shapes of its weights.
 *
 * <p>Keras: {@code keras/src/layers/core/einsum_dense.py}, {@code _analyze_einsum_string}.
 *
 * @param kernel the kernel's shape
 * @param bias the bias' shape, or null for no bias
 * @param output the shape of the output, unknown sizes -1
 * @param inputs the kernel's axes that hold input units
 * @param outputs the kernel's axes that hold output units
 */
record EinsumEquation(
    Shape kernel, @Nullable Shape bias, Shape output, List<Integer> inputs, List<Integer> outputs) {
  private static final Pattern PLAIN = Pattern.compile("([a-zA-Z]+),([a-zA-Z]+)->([a-zA-Z]+)");
  private static final Pattern LEFT = Pattern.compile("0([a-zA-Z]+),([a-zA-Z]+)->0([a-zA-Z]+)");
  private static final Pattern RIGHT = Pattern.compile("([a-zA-Z]{2,})0,([a-zA-Z]+)->([a-zA-Z]+)0");

  /** Returns the kernel's axes that hold input units. */
  int[] inputAxes() {
    return inputs.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Returns the kernel's axes that hold output units. */
  int[] outputAxes() {
    return outputs.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Reads the equation for an input; {@code outputShape} has null where a size is not said. */
  static EinsumEquation read(
      String who,
      String equation,
      @Nullable String biasAxes,
      Shape input,
      List<@Nullable Integer> outputShape) {
    String dots = equation.replace("...", "0");
    Matcher left = LEFT.matcher(dots);
    for (Matcher m : List.of(PLAIN.matcher(dots), left, RIGHT.matcher(dots))) {
      if (m.lookingAt()) {
        return new Reader(who, m, m == left, input).read(outputShape, biasAxes);
      }
    }
    throw new IllegalArgumentException(
        "%s: `equation` must have the form [X],[Y]->[Z], ...[X],[Y]->...[Z] or [X]...,[Y]->[Z]...."
                .formatted(who)
            + " Received: equation='%s'.".formatted(equation));
  }

  /** The labels of an equation beside the shape of an input. */
  private static final class Reader {
    private final String who;
    private final String in;
    private final String weight;
    private final String out;
    private final boolean leftElided;
    private final Shape input;
    private final int elided;

    Reader(String who, Matcher labels, boolean leftElided, Shape input) {
      this.who = who;
      in = labels.group(1);
      weight = labels.group(2);
      out = labels.group(3);
      this.leftElided = leftElided;
      this.input = input;
      elided = input.numDimensions() - in.length();
      if (elided < 0) {
        throw new IllegalArgumentException(
            "%s: expected inputs with an axis for each label of '%s'. Received: shape %s."
                .formatted(who, in, Shapes.show(input)));
      }
    }

    EinsumEquation read(List<@Nullable Integer> given, @Nullable String biasAxes) {
      List<Long> output = new ArrayList<>();
      output.add(input.get(0));
      if (leftElided) {
        for (int i = elided - 1; i >= 1; i--) {
          output.add(1, input.get(elided - i));
        }
      }
      given.forEach(n -> output.add(n == null ? -1L : n.longValue()));
      for (int i = in.length(); !leftElided && i < input.numDimensions(); i++) {
        output.add(input.get(i));
      }
      if (output.size() < out.length() + (leftElided ? elided : 0)) {
        throw new IllegalArgumentException(
            "%s: `output_shape` must have a size for each label of '%s' but the batch's. Received: output_shape=%s."
                .formatted(who, out, given));
      }
      requireSame(output);
      List<Integer> inputAxes = new ArrayList<>();
      List<Integer> outputAxes = new ArrayList<>();
      Shape kernel = kernel(output, inputAxes, outputAxes);
      long[] all = output.stream().mapToLong(Long::longValue).toArray();
      return new EinsumEquation(
          kernel,
          biasAxes == null ? null : bias(biasAxes, output),
          Shape.of(all),
          List.copyOf(inputAxes),
          List.copyOf(outputAxes));
    }

    private static char[] letters(String labels) {
      return labels.toCharArray();
    }

    private long inSize(char label) {
      return input.get(leftElided ? in.indexOf(label) + elided : in.indexOf(label));
    }

    private long outSize(char label, List<Long> output) {
      return output.get(leftElided ? out.indexOf(label) + elided : out.indexOf(label));
    }

    private void requireSame(List<Long> output) {
      for (char c : letters(in)) {
        if (out.indexOf(c) >= 0 && outSize(c, output) >= 0 && outSize(c, output) != inSize(c)) {
          throw new IllegalArgumentException(
              "%s: the inputs and `output_shape` must have the same size along '%s'. Received: %s and %d."
                  .formatted(
                      who,
                      c,
                      inSize(c) < 0 ? "None" : String.valueOf(inSize(c)),
                      outSize(c, output)));
        }
      }
      for (char c : letters(out)) {
        if (in.indexOf(c) < 0 && weight.indexOf(c) < 0) {
          throw new IllegalArgumentException(
              "%s: the output's label '%s' stands neither in '%s' nor in '%s'."
                  .formatted(who, c, in, weight));
        }
      }
    }

    private Shape kernel(List<Long> output, List<Integer> inputAxes, List<Integer> outputAxes) {
      long[] sizes = new long[weight.length()];
      for (int i = 0; i < sizes.length; i++) {
        char c = weight.charAt(i);
        if (out.indexOf(c) >= 0) {
          sizes[i] = outSize(c, output);
          outputAxes.add(i);
        } else if (in.indexOf(c) >= 0) {
          sizes[i] = inSize(c);
          inputAxes.add(i);
        } else {
          throw new IllegalArgumentException(
              "%s: the kernel's label '%s' stands neither in '%s' nor in '%s'."
                  .formatted(who, c, in, out));
        }
        if (sizes[i] < 0) {
          throw new IllegalArgumentException(
              "%s: the size of the kernel along '%s' must be known. Received: inputs of shape %s."
                  .formatted(who, c, Shapes.show(input)));
        }
      }
      return Shape.of(sizes);
    }

    private Shape bias(String axes, List<Long> output) {
      int first = out.length();
      for (char c : letters(axes)) {
        if (out.indexOf(c) < 0) {
          throw new IllegalArgumentException(
              "%s: `bias_axes` must name labels of the output '%s'. Received: bias_axes='%s'."
                  .formatted(who, out, axes));
        }
        first = Math.min(first, out.indexOf(c));
      }
      List<Long> sizes = new ArrayList<>();
      for (char c : letters(out.substring(first))) {
        sizes.add(axes.indexOf(c) >= 0 ? outSize(c, output) : 1L);
      }
      for (int i = 0; !leftElided && i < elided; i++) {
        sizes.add(1L);
      }
      if (sizes.contains(-1L)) {
        throw new IllegalArgumentException(
            "%s: the sizes of the bias along '%s' must be known. Received: output shape %s."
                .formatted(who, axes, output));
      }
      return Shape.of(sizes.stream().mapToLong(Long::longValue).toArray());
    }
  }
}
