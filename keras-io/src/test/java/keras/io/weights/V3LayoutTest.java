package keras.io.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import keras.Keras;
import keras.engine.CallContext;
import keras.engine.KerasTensor;
import keras.layers.Dense;
import keras.layers.Layer;
import keras.layers.MultiHeadAttention;
import keras.models.Model;
import keras.models.Sequential;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

/**
 * The paths of shared layers and of attention are those of files that Keras 3.15.1 and tf_keras
 * 2.21.0 wrote; the order of attributes is that of their walks.
 */
class V3LayoutTest {
  /** A layer whose parts have the attributes that Keras 3 gives them. */
  private abstract static class Parts extends Layer {
    final List<Layer> parts = new ArrayList<>();

    Parts(String... attributes) {
      for (String attribute : attributes) {
        parts.add(track(attribute, new Dense(2)));
      }
    }

    @Override
    protected Expr call(Expr x, CallContext ctx) {
      Expr y = x;
      for (Layer part : parts) {
        y = part.apply(y, ctx);
      }
      return y;
    }
  }

  private static final class StackedRNNCells extends Parts {
    StackedRNNCells() {
      super("cells.0", "cells.1", "_private", "after");
    }
  }

  private static List<String> paths(Model model, Framework framework) {
    return V3Layout.of(model, framework).groups().stream()
        .filter(g -> !g.variables().isEmpty())
        .map(V3Layout.Group::vars)
        .toList();
  }

  @Test
  void numbersTheLayersOfAClass() {
    try (Model model = new Sequential(new Dense(2).inputShape(3), new Dense(2), new Dense(2))) {
      List<String> paths =
          List.of("layers/dense/vars", "layers/dense_1/vars", "layers/dense_2/vars");
      assertEquals(paths, paths(model, Framework.KERAS_3));
      assertEquals(paths, paths(model, Framework.TF_KERAS));
    }
  }

  @Test
  void countsALayerMetBeforeForKeras3Alone() {
    KerasTensor i = Keras.input(3);
    Dense shared = new Dense(3);
    Model inner = Model.of(i, shared.apply(i));
    KerasTensor j = Keras.input(3);
    KerasTensor x = shared.apply(inner.apply(new Dense(3).apply(j)));
    try (Model model = Model.of(j, new Dense(2).apply(x))) {
      assertEquals(
          List.of(
              "layers/dense/vars", "layers/functional/layers/dense/vars", "layers/dense_2/vars"),
          paths(model, Framework.KERAS_3));
      assertEquals(
          List.of(
              "layers/dense/vars", "layers/functional/layers/dense/vars", "layers/dense_1/vars"),
          paths(model, Framework.TF_KERAS));
    }
  }

  @Test
  void knowsWhatTfKerasKeepsPrivate() {
    KerasTensor x = Keras.input(4, 3);
    KerasTensor y = new MultiHeadAttention(2, 2).apply(x, c -> c.with("value", x));
    try (Model model = Model.of(x, y)) {
      assertEquals(
          List.of(
              "layers/multi_head_attention/key_dense/vars",
              "layers/multi_head_attention/output_dense/vars",
              "layers/multi_head_attention/query_dense/vars",
              "layers/multi_head_attention/value_dense/vars"),
          paths(model, Framework.KERAS_3));
      assertEquals(
          List.of(
              "layers/multi_head_attention/_value_dense/vars",
              "layers/multi_head_attention/_query_dense/vars",
              "layers/multi_head_attention/_output_dense/vars",
              "layers/multi_head_attention/_key_dense/vars"),
          paths(model, Framework.TF_KERAS));
    }
  }

  @Test
  void walksListsAndPrivateAttributesLast() {
    try (Model model = new Sequential(new StackedRNNCells().inputShape(2))) {
      assertEquals(
          List.of(
              "layers/stacked_rnn_cells/after/vars",
              "layers/stacked_rnn_cells/cells/dense/vars",
              "layers/stacked_rnn_cells/cells/dense_1/vars",
              "layers/stacked_rnn_cells/_private/vars"),
          paths(model, Framework.KERAS_3));
    }
  }

  private static final class Inner extends Layer {
    private @Nullable Dense d;

    @Override
    protected void build(Shape input) {
      d = new Dense(2);
      d.buildFor(input);
    }

    @Override
    protected Expr call(Expr x, CallContext ctx) {
      return Objects.requireNonNull(d).apply(x, ctx);
    }
  }

  /** Layers in lists, maps and lists of lists, before and after {@code layers} in the alphabet. */
  static final class Nested extends Model {
    final List<Object> zz =
        List.of(
            List.of(new Dense(2), new Inner()),
            new LinkedHashMap<>(Map.of("b", new Dense(3))),
            List.of(new Dense(5)));
    final Inner first = new Inner();
    final Map<String, Layer> d = new LinkedHashMap<>();
    final List<List<List<Layer>>> deep = List.of(List.of(List.of(new Dense(1))));

    Nested() {
      d.put("k", new Dense(2));
      d.put("a b/c", new Dense(1));
    }

    @Override
    protected Expr call(Expr x, CallContext ctx) {
      Expr y = x;
      for (Layer layer : layers()) {
        y = layer.apply(y, ctx);
      }
      return y;
    }
  }

  @Test
  void walksContainersOfFields() {
    try (Model model = new Nested()) {
      model.buildFor(Shape.of(-1, 2));
      assertEquals(
          List.of(
              "d/dense/vars",
              "d/dense_1/vars",
              "deep/container/container/dense/vars",
              "first/d/vars",
              "layers/dense/vars",
              "layers/inner/d/vars",
              "layers/dense_1/vars",
              "layers/dense_2/vars"),
          paths(model, Framework.KERAS_3));
    }
  }
}
