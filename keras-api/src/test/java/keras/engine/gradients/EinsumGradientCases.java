package keras.engine.gradients;

import static keras.engine.gradients.GradientCase.s;

import java.util.List;
import keras.engine.gradients.GradientCase.Table;

/** Lists the checks of sums of products by Einstein's convention. */
final class EinsumGradientCases {
  private EinsumGradientCases() {}

  static void addTo(Table t) {
    two(t, "abc,cde->abde", s(2, 3, 4), s(4, 2, 3));
    two(t, "BTNH,BSNH->BNTS", s(2, 3, 2, 2), s(2, 4, 2, 2));
    two(t, "BNTS,BSNH->BTNH", s(2, 2, 3, 4), s(2, 4, 2, 3));
    two(t, "...x,xy->...y", s(2, 3, 4), s(4, 2));
    two(t, "ab...,bc->ac...", s(2, 3, 4), s(3, 2));
    two(t, "...ab,...bc->...ac", s(1, 2, 3), s(4, 3, 2));
    two(t, "abx,bc->ac", s(2, 3, 4), s(3, 2));
    two(t, "ab,cd->ad", s(2, 3), s(4, 2));
    two(t, "ab,ab->", s(2, 3), s(2, 3));
    one(t, "abc->cab", s(2, 3, 4));
    one(t, "abc->ca", s(2, 3, 4));
    one(t, "abc->ac", s(2, 3, 4));
    one(t, "aab->b", s(3, 3, 2));
  }

  private static void two(Table t, String equation, long[] x, long[] y) {
    t.add(
        "Einsum " + equation,
        -1,
        1,
        (o, in) -> o.of("Einsum", List.of(in.get(0), in.get(1)), "equation", equation),
        x,
        y);
  }

  private static void one(Table t, String equation, long[] x) {
    t.add(
        "Einsum " + equation,
        -1,
        1,
        (o, in) -> o.of("Einsum", List.of(in.get(0)), "equation", equation),
        x);
  }
}
