package keras.layers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import keras.Keras;
import keras.config.Arg;
import keras.config.Configs;
import keras.config.CustomObjects;
import keras.engine.CallContext;
import keras.engine.Variable;
import keras.engine.loops.StepOut;
import keras.initializers.GlorotUniform;
import keras.models.Model;
import keras.models.Sequential;
import keras.ops.Expr;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

/** Layers hold cells of the user's own, in lists too. */
class OwnCellsTest {
  /** A cell that adds the state to a product. */
  static final class Adding extends Layer implements Cell {
    @Arg int units;
    private Variable kernel;

    Adding() {}

    Adding(int units) {
      this.units = units;
    }

    @Override
    public List<Shape> stateShapes() {
      return List.of(Shape.of(units));
    }

    @Override
    protected void build(Shape input) {
      kernel = addWeight("kernel", Shape.of(input.get(-1), units), new GlorotUniform());
    }

    @Override
    public StepOut step(Expr x, List<Expr> states, List<Expr> fixed, CallContext ctx) {
      return StepOut.of(x.matmul(ctx.read(kernel)).add(states.get(0)));
    }
  }

  @BeforeEach
  void forgetNames() {
    Keras.clearSession();
  }

  private static RNN stacked() {
    return new RNN(new StackedRNNCells(List.of(new Adding(2), new Adding(3))));
  }

  @Test
  void areCopiedByBidirectional() {
    Bidirectional both = new Bidirectional(stacked());
    both.buildFor(Shape.of(-1, 4, 5));
    assertEquals(4, both.weights().size());
  }

  @Test
  void areCloned() {
    try (Sequential model = new Sequential(new InputLayer(4, 5), stacked());
        Model clone = Keras.cloneModel(model)) {
      assertEquals(2, clone.weights().size());
    }
  }

  @Test
  void sayWhatSequencesAre() {
    assertEquals(
        "RNN 'rnn': expected sequences of shape (batch, time, ...). Received: shape (None, 5).",
        assertThrows(
                IllegalArgumentException.class,
                () -> new RNN(new Adding(2)).apply(new InputLayer(5).output()))
            .getMessage());
  }

  @Test
  void areMadeOfAnIntOfTheConfig() {
    CustomObjects custom =
        CustomObjects.of("Adding", config -> new Adding(config.get("units", int.class)));
    Adding made = (Adding) Configs.deserialize(Configs.serialize(new Adding(7)), custom);
    assertEquals(7, made.units);
  }
}
