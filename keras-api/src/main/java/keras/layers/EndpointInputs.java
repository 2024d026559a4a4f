package keras.layers;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import keras.engine.Shapes;
import keras.engine.Structure;
import keras.engine.TensorSpec;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/** What an endpoint of a SavedModel takes and gives, beside what it is given. */
final class EndpointInputs {
  private EndpointInputs() {}

  /** Returns an argument of a call as a structure. */
  static Structure<Expr> structure(@Nullable Object argument) {
    if (argument instanceof Expr x) {
      return Structure.of(x);
    } else if (argument instanceof List<?> list) {
      List<Structure<Expr>> items = new ArrayList<>();
      list.forEach(v -> items.add(structure(v)));
      return new Structure.Items<>(items);
    } else if (argument instanceof Map<?, ?> map) {
      Map<String, Structure<Expr>> fields = new LinkedHashMap<>();
      map.forEach((k, v) -> fields.put(String.valueOf(k), structure(v)));
      return new Structure.Fields<>(fields);
    }
    throw new IllegalArgumentException(
        "TFSMLayer: expected tensors in lists or maps. Received: %s.".formatted(argument));
  }

  static TensorSpec spec(Expr x) {
    return new TensorSpec(x.shape(), x.dtype());
  }

  /** Whether tensors are what a function takes: so placed or named, of such dtypes and shapes. */
  static boolean fit(Structure<TensorSpec> expected, Structure<Expr> given) {
    if (expected instanceof Structure.Items<TensorSpec> e) {
      if (!(given instanceof Structure.Items<Expr> g) || g.items().size() != e.items().size()) {
        return false;
      }
      for (int i = 0; i < e.items().size(); i++) {
        if (!fit(e.items().get(i), g.items().get(i))) {
          return false;
        }
      }
      return true;
    } else if (expected instanceof Structure.Fields<TensorSpec> e) {
      // A signature of one input takes it without its name.
      if (given instanceof Structure.One<Expr>) {
        return e.fields().size() == 1 && fit(e.fields().values().iterator().next(), given);
      }
      return given instanceof Structure.Fields<Expr> g
          && g.fields().keySet().equals(e.fields().keySet())
          && e.fields().entrySet().stream()
              .allMatch(field -> fit(field.getValue(), g.get(field.getKey())));
    }
    TensorSpec spec = ((Structure.One<TensorSpec>) expected).value();
    return given instanceof Structure.One<Expr> one
        && one.value().dtype() == spec.dtype()
        && meet(spec.shape(), one.value().shape());
  }

  /** Whether a tensor may have both shapes, as far as they are known. */
  private static boolean meet(Shape expected, Shape given) {
    if (expected.isUnknown() || given.isUnknown()) {
      return true;
    }
    boolean fits = expected.numDimensions() == given.numDimensions();
    for (int i = 0; fits && i < given.numDimensions(); i++) {
      fits = expected.get(i) < 0 || given.get(i) < 0 || expected.get(i) == given.get(i);
    }
    return fits;
  }

  /** Returns outputs as a function gives them, with what it says of their shapes. */
  static Structure<Expr> outputs(Structure<TensorSpec> specs, List<Expr> outputs) {
    Iterator<Expr> next = outputs.iterator();
    return specs.map(spec -> shaped(spec.shape(), next.next()));
  }

  private static Expr shaped(Shape known, Expr x) {
    boolean less = x.shape().isUnknown() && !known.isUnknown();
    if (!known.isUnknown() && !less && known.numDimensions() == x.shape().numDimensions()) {
      for (int i = 0; i < known.numDimensions(); i++) {
        less |= x.shape().get(i) < 0 && known.get(i) >= 0;
      }
    }
    return less ? x.wrap(x.tf().ensureShape(x, known)) : x;
  }

  /** Returns what a function takes, for messages. */
  static String show(Structure<TensorSpec> specs) {
    if (specs instanceof Structure.Items<TensorSpec> list) {
      return list.items().stream()
          .map(EndpointInputs::show)
          .collect(Collectors.joining(", ", "[", "]"));
    } else if (specs instanceof Structure.Fields<TensorSpec> named) {
      return named.fields().entrySet().stream()
          .map(e -> e.getKey() + ": " + show(e.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    TensorSpec spec = ((Structure.One<TensorSpec>) specs).value();
    return spec.dtype().id() + " " + Shapes.show(spec.shape());
  }
}
