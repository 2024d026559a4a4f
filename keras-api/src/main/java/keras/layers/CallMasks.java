package keras.layers;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import keras.engine.Arguments;
import keras.engine.Structure;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;

/**
 * The masks of one call: those given as arguments go to the tensors they are for, and those of the
 * tensors are seen by {@code call} where Keras would hand them over.
 *
 * <p>Keras: {@code keras/src/layers/layer.py}, {@code Layer.__call__}.
 */
final class CallMasks {
  private static final String MASK = "mask";

  private CallMasks() {}

  /**
   * Puts the argument {@code mask} on the tensors of the first argument, and {@code NAME_mask} on
   * those of the argument of that name.
   */
  static Arguments<Expr> attach(Layer layer, Arguments<Expr> in) {
    if (layer.isFunction()) {
      return in; // its arguments are TensorFlow's: begin_mask has bits
    }
    Arguments<Expr> out = in;
    for (String name : in.names()) {
      Object mask = in.value(name);
      String of =
          name.equals(MASK)
              ? in.names().get(0)
              : name.endsWith("_mask") ? name.substring(0, name.length() - 5) : null;
      if (layer instanceof MultiHeadAttention && name.equals("query_mask")) {
        continue; // Keras' call reads the query's own mask alone
      }
      if (of == null || of.equals(name) || mask == null || in.value(of) == null) {
        continue;
      }
      if (!layer.callArguments().contains(name)) {
        throw new UnsupportedOperationException(
            "%s: was called with `%s`, which its `call` does not take. It takes %s."
                .formatted(layer, name, layer.callArguments()));
      }
      out = out.with(of, masked(layer, name, out.value(of), mask));
    }
    return out;
  }

  private static @Nullable Object masked(
      Layer layer, String name, @Nullable Object value, @Nullable Object mask) {
    if (mask == null || value == null) {
      return value;
    } else if (value instanceof Expr x && mask instanceof Expr m) {
      return x.withMask(m);
    } else if (value instanceof List<?> list
        && mask instanceof List<?> masks
        && list.size() == masks.size()) {
      List<@Nullable Object> out = new ArrayList<>();
      for (int i = 0; i < list.size(); i++) {
        out.add(masked(layer, name, list.get(i), masks.get(i)));
      }
      return out;
    } else if (value instanceof Map<?, ?> map && mask instanceof Map<?, ?> masks) {
      Map<String, @Nullable Object> out = new TreeMap<>();
      map.forEach((k, v) -> out.put(String.valueOf(k), masked(layer, name, v, masks.get(k))));
      return out;
    }
    throw new IllegalArgumentException(
        "%s: `%s` must be a mask for each tensor, in the same lists and maps. Received: %s."
            .formatted(layer, name, mask instanceof Expr ? "one mask for several" : mask));
  }

  /**
   * Takes masks away that Keras does not hand to {@code call}: where several arguments hold
   * tensors, a mask is handed over as {@code NAME_mask} or not at all.
   */
  static Arguments<Expr> seen(Layer layer, Arguments<Expr> in) {
    List<String> names = layer.callArguments();
    List<String> holders = in.names().stream().filter(n -> !in.tensors(n).isEmpty()).toList();
    Arguments<Expr> out = in;
    if (holders.size() > 1) {
      for (String name : holders) {
        boolean first = name.equals(in.names().get(0)) && in.value(MASK) != null;
        if (!first && !names.contains(name + "_mask")) {
          out = out.with(name, unmasked(out.value(name)));
        }
      }
    }
    return out;
  }

  private static @Nullable Object unmasked(@Nullable Object value) {
    return value instanceof Expr x
        ? x.withMask(null)
        : value instanceof List<?> list ? list.stream().map(CallMasks::unmasked).toList() : value;
  }

  /** Gives the outputs without a mask theirs, unless all have one. */
  static Structure<Expr> onOutputs(Structure<Expr> outputs, List<@Nullable Expr> masks) {
    if (outputs.flat().stream().allMatch(o -> o.mask() != null)) {
      return outputs;
    }
    Iterator<@Nullable Expr> next = masks.iterator();
    return outputs.map(
        o -> {
          Expr mask = next.hasNext() ? next.next() : null;
          return o.mask() == null && mask != null ? o.withMask(mask) : o;
        });
  }
}
