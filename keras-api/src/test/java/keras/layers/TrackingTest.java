package keras.layers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import keras.engine.Container;
import keras.engine.Saveable;
import keras.engine.Variable;
import keras.initializers.Constant;
import keras.ops.DType;
import keras.random.SeedGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

/** What the fields of a layer hold belongs to it. */
class TrackingTest {
  static Dense dense(String name) {
    return new Dense(1).name(name);
  }

  /** Holds layers in every way there is. */
  static class Base extends Layer {
    final Dense inBase = dense("base");
  }

  /** A layer with two layers inside, which it calls by turns. */
  static final class Two extends Layer {
    final Dense first;
    final Dense second;

    Two(String name) {
      name(name);
      first = dense(name + "1");
      second = dense(name + "2");
    }
  }

  static final class TwoOfTwo extends Layer {
    final Two a = new Two("a");
    final Two b = new Two("b");
  }

  /** The first layers in order, those inside of them from the last: Keras' own order. */
  @Test
  void flattensAsKerasDoes() {
    List<Layer> all = new TwoOfTwo().name("top").flattened();
    assertEquals(
        List.of("top", "a", "a2", "a1", "b", "b2", "b1"), all.stream().map(Layer::name).toList());
  }

  record Pair(Dense left, Dense right) {}

  static final class Holder extends Base {
    final Dense hiddenLayer = dense("hidden");
    final List<Layer> blocks = new ArrayList<>(List.of(dense("b0"), dense("b1")));
    final Layer[] array = {dense("a0")};
    final Map<String, Layer> heads = new LinkedHashMap<>();
    final List<List<Layer>> nested = List.of(List.of(dense("n0")), List.of(dense("n1")));
    final Pair pair = new Pair(dense("left"), dense("right"));
    final transient Dense scratch = dense("scratch");
    final Object myself = this;
    final SeedGenerator seeds = new SeedGenerator(1);
    final Variable free =
        new Variable("free", Shape.of(2), DType.FLOAT32, new Constant(1), true, null, null);
    @Nullable Dense late;

    Holder() {
      heads.put("z", dense("z"));
      heads.put("a", dense("a"));
    }

    @Override
    protected void build(Shape input) {
      addWeight("own", Shape.of(1), new Constant(0));
      late = dense("late");
    }
  }

  static List<String> names(Layer layer) {
    return layer.inner().stream().map(Layer::name).toList();
  }

  @Test
  void findsLayersInTheOrderOfTheFields() {
    Holder holder = new Holder();
    List<String> expected =
        List.of("base", "hidden", "b0", "b1", "a0", "z", "a", "n0", "n1", "left", "right");
    assertEquals(expected, names(holder));
    holder.blocks.add(dense("b2"));
    holder.buildFor(Shape.of(-1, 2));
    List<String> more = new ArrayList<>(expected);
    more.addAll(List.of("b2", "late"));
    assertEquals(more, names(holder));
    assertTrue(holder.scratch.weights().isEmpty() && holder.myself == holder);
    assertEquals(
        List.of("free", "own"), holder.ownVariables().stream().map(Variable::name).toList());
    assertEquals(List.of(holder.seeds), holder.seedGenerators());
  }

  @Test
  void namesThemAsPythonDoes() {
    Map<String, Saveable> children = new Holder().children();
    assertEquals(
        List.of("in_base", "hidden_layer", "blocks", "array", "heads", "nested", "pair"),
        List.copyOf(children.keySet()));
    Container heads = (Container) Objects.requireNonNull(children.get("heads"));
    assertEquals(List.of("z", "a"), List.copyOf(heads.children().keySet()));
    Container nested = (Container) Objects.requireNonNull(children.get("nested"));
    assertTrue(nested.children().get("1") instanceof Container);
  }

  static final class Named extends Layer {
    final Dense first = track("blocks.0", dense("first"));
    final Dense second = track("blocks.1", dense("second"));
    final List<Dense> both = List.of(first, second);
  }

  @Test
  void prefersTheNameThatTrackGives() {
    Named layer = new Named();
    assertEquals(List.of("blocks"), List.copyOf(layer.children().keySet()));
    assertEquals(layer.both.stream().map(Layer::name).toList(), names(layer));
  }

  static final class Unordered extends Layer {
    final Map<String, Layer> heads = new HashMap<>(Map.of("a", dense("a")));
  }

  @Test
  void refusesMapsThatKeepNoOrder() {
    Unordered layer = new Unordered();
    assertEquals(List.of("a"), names(layer)); // one is in order
    layer.heads.put("b", dense("b"));
    assertEquals(
        "Unordered: the field of `heads` is a HashMap, which does not keep the order of its layers,"
            + " by which files name them. Use a List or a LinkedHashMap.",
        assertThrows(IllegalStateException.class, layer::weights).getMessage());
  }

  static final class LateBlock extends Layer {
    @Nullable Dense inner;

    @Override
    protected void build(Shape input) {
      inner = dense("inner");
      inner.buildFor(input);
    }
  }

  /** Keras 3 freezes what is there; layers made later train, and their variables say so. */
  @Test
  void freezesWhatIsThereAsKeras3Does() {
    final class Outer extends Layer {
      final LateBlock block = new LateBlock();
    }
    Outer outer = new Outer();
    outer.block.trainable(false);
    outer.block.buildFor(Shape.of(-1, 2));
    assertEquals(2, outer.trainableWeights().size());
    assertEquals(0, outer.block.trainableWeights().size());
    outer.block.trainable(false);
    assertEquals(0, outer.trainableWeights().size());
  }
}
