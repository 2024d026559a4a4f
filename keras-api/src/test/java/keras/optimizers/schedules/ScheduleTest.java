package keras.optimizers.schedules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import keras.config.Configs;
import keras.optimizers.SGD;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ScheduleTest {
  private static void refuses(String message, Executable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action).getMessage());
  }

  @Test
  void refusesNoSteps() {
    refuses(
        "PolynomialDecay: `decay_steps` must be > 0. Received: decay_steps=0.",
        () -> new PolynomialDecay(0.1, 0));
    refuses(
        "CosineDecay: `decay_steps` must be > 0. Received: decay_steps=-1.",
        () -> new CosineDecay(0.1, -1));
    refuses(
        "CosineDecayRestarts: `first_decay_steps` must be > 0. Received: first_decay_steps=0.",
        () ->
            Configs.from(
                CosineDecayRestarts.class,
                Map.of("initial_learning_rate", 0.1, "first_decay_steps", 0)));
  }

  @Test
  void refusesValuesThatAreNotOneMoreThanBoundaries() {
    refuses(
        "PiecewiseConstantDecay: `values` must be one more than `boundaries`, of which there is at"
            + " least one. Received: boundaries=[1, 2], values=[0.1, 0.2].",
        () -> new PiecewiseConstantDecay(List.of(1, 2), List.of(0.1, 0.2)));
    refuses(
        "PiecewiseConstantDecay: `values` must be one more than `boundaries`, of which there is at"
            + " least one. Received: boundaries=[], values=[0.1].",
        () -> new PiecewiseConstantDecay(List.of(), List.of(0.1)));
  }

  @Test
  void setsOptionsByChaining() {
    assertEquals(
        Map.of(
            "initial_learning_rate",
            0.1,
            "decay_steps",
            10,
            "alpha",
            0.2,
            "name",
            "mine",
            "warmup_target",
            0.5,
            "warmup_steps",
            3),
        new CosineDecay(0.1, 10).alpha(0.2).name("mine").warmupTarget(0.5).warmupSteps(3).config());
    assertEquals(
        Map.of(
            "initial_learning_rate", 0.1,
            "first_decay_steps", 10,
            "t_mul", 3.0,
            "m_mul", 0.5,
            "alpha", 0.2,
            "name", "mine"),
        new CosineDecayRestarts(0.1, 10).tMul(3).mMul(0.5).alpha(0.2).name("mine").config());
    assertEquals(
        Map.of(
            "initial_learning_rate",
            0.1,
            "decay_steps",
            10,
            "end_learning_rate",
            0.2,
            "power",
            2.0,
            "cycle",
            true,
            "name",
            "mine"),
        new PolynomialDecay(0.1, 10)
            .endLearningRate(0.2)
            .power(2)
            .cycle(true)
            .name("mine")
            .config());
    assertEquals(
        "mine",
        new PiecewiseConstantDecay(List.of(1), List.of(0.1, 0.2))
            .name("mine")
            .config()
            .get("name"));
  }

  @Test
  void givesAnOptimizerItsRate() {
    SGD optimizer = new SGD(new PiecewiseConstantDecay(List.of(1), List.of(0.5, 0.25)));
    assertEquals(0.5, optimizer.learningRate());
  }
}
