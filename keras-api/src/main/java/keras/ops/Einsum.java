package keras.ops;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.Operand;
import org.tensorflow.types.family.TNumber;

/**
 * Sums of products by Einstein's convention. Equations that Keras computes by a product of matrices
 * are computed so, with the same ops.
 *
 * <p>Keras: {@code keras/src/backend/tensorflow/numpy.py}, {@code einsum}.
 */
final class Einsum {
  private static final Set<String> WITHOUT_SIZES =
      Set.of(
          "a,b->ab",
          "ab,b->a",
          "ab,bc->ac",
          "ab,cb->ac",
          "abc,cd->abd",
          "abc,dc->abd",
          "abcd,abde->abce",
          "abcd,abed->abce",
          "abcd,acbe->adbe",
          "abcd,adbe->acbe",
          "abcd,aecd->acbe",
          "abcd,aecd->aceb");
  private static final Set<String> WITH_SIZES =
      Set.of(
          "abc,cde->abde",
          "abc,dce->abde",
          "abc,dec->abde",
          "abcd,cde->abe",
          "abcd,ced->abe",
          "abcd,ecd->abe",
          "abcde,aebf->adbcf",
          "abcde,afce->acdbf");

  private final String equation;
  private final Expr x;
  private final Expr y;
  private final Map<Character, Long> sizes = new HashMap<>();

  private Einsum(String equation, Expr x, Expr y) {
    this.equation = equation;
    this.x = x;
    this.y = y;
  }

  static Expr call(String subscripts, Expr x, Expr y) {
    Einsum e = new Einsum(normalized(subscripts), x, y);
    return WITHOUT_SIZES.contains(e.equation) || (WITH_SIZES.contains(e.equation) && e.knowsSizes())
        ? e.product()
        : op(e.equation, x, y);
  }

  /** Computes it by TensorFlow's op for it. */
  static Expr op(String equation, Expr x, Expr y) {
    return x.wrap(x.tf().linalg.einsum(List.<Operand<TNumber>>of(x, y), equation));
  }

  /** Renames the labels in the order of their first use: a, b, c, … */
  private static String normalized(String subscripts) {
    Map<Character, Character> names = new HashMap<>();
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < subscripts.length(); i++) {
      char c = subscripts.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      out.append(letter ? names.computeIfAbsent(c, k -> (char) ('a' + names.size())) : c);
    }
    return out.toString();
  }

  /** Whether all sizes but the first are known; an operand may know one for the other. */
  private boolean knowsSizes() {
    String[] in = equation.substring(0, equation.indexOf('-')).split(",", -1);
    learn(in[0], x);
    learn(in[1], y);
    return in[0].concat(in[1]).chars().allMatch(c -> c == 'a' || sizes.containsKey((char) c));
  }

  private void learn(String labels, Expr operand) {
    for (int i = 0; i < labels.length(); i++) {
      long size = operand.shape().get(i);
      if (size >= 0) {
        sizes.putIfAbsent(labels.charAt(i), size);
      }
    }
  }

  private long size(char label) {
    return sizes.getOrDefault(label, -1L);
  }

  private Expr product() {
    return switch (equation) {
      case "a,b->ab" -> x.expandDims(-1).matmul(y.expandDims(0));
      case "ab,b->a" -> Numpy.squeeze(x.matmul(y.expandDims(-1)), -1);
      case "ab,cb->ac" -> x.matmul(y.transpose(1, 0));
      case "abc,dc->abd" -> onLast(y.transpose(1, 0));
      case "ab,bc->ac", "abcd,abde->abce" -> x.matmul(y);
      case "abc,cd->abd" -> onLast(y);
      case "abcd,abed->abce" -> x.matmul(y.transpose(0, 1, 3, 2));
      case "abcd,acbe->adbe" ->
          x.transpose(0, 1, 3, 2).matmul(y.transpose(0, 2, 1, 3)).transpose(0, 2, 1, 3);
      case "abcd,adbe->acbe" -> x.matmul(y.transpose(0, 2, 1, 3)).transpose(0, 2, 1, 3);
      case "abcd,aecd->acbe" -> x.transpose(0, 2, 1, 3).matmul(y.transpose(0, 2, 3, 1));
      case "abcd,aecd->aceb" ->
          x.transpose(0, 2, 1, 3).matmul(y.transpose(0, 2, 3, 1)).transpose(0, 1, 3, 2);
      case "abc,cde->abde" -> spread(y);
      case "abc,dce->abde" -> spread(y.transpose(1, 0, 2));
      case "abc,dec->abde" -> spread(y.transpose(2, 0, 1));
      case "abcd,cde->abe" -> gathered(y);
      case "abcd,ced->abe" -> gathered(y.transpose(0, 2, 1));
      case "abcd,ecd->abe" -> gathered(y.transpose(1, 2, 0));
      case "abcde,aebf->adbcf" ->
          x.reshape(-1, size('b'), size('c') * size('d'), size('e'))
              .matmul(y.transpose(0, 2, 1, 3))
              .reshape(-1, size('b'), size('c'), size('d'), size('f'))
              .transpose(0, 3, 1, 2, 4);
      case "abcde,afce->acdbf" ->
          x.transpose(0, 2, 3, 1, 4)
              .reshape(-1, size('c'), size('d') * size('b'), size('e'))
              .matmul(y.transpose(0, 2, 3, 1))
              .reshape(-1, size('c'), size('d'), size('b'), size('f'));
      default -> throw new IllegalStateException("einsum: no product for " + equation + ".");
    };
  }

  private Expr onLast(Expr matrix) {
    return x.matmul(matrix);
  }

  private Expr spread(Expr kernel) {
    return onLast(kernel.reshape(size('c'), -1)).reshape(-1, size('b'), size('d'), size('e'));
  }

  private Expr gathered(Expr kernel) {
    return x.reshape(-1, size('b'), size('c') * size('d')).matmul(kernel.reshape(-1, size('e')));
  }
}
