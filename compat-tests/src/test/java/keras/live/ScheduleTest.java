package keras.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keras.config.Configs;
import keras.layers.Dense;
import keras.losses.Loss;
import keras.models.Sequential;
import keras.optimizers.SGD;
import keras.optimizers.schedules.LearningRateSchedule;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;

/** Schedules give the rates of Keras' for every step, and the same config. */
@ExtendWith(PythonExtension.class)
class ScheduleTest {
  private static final int STEPS = 60;

  private static final List<String> SCHEDULES =
      List.of(
          "ExponentialDecay(0.1, 7, 0.9)",
          "ExponentialDecay(0.1, 7, 0.9, staircase=True, name='mine')",
          "PiecewiseConstantDecay([5], [0.1, 0.05])",
          "PiecewiseConstantDecay([5, 20, 21, 40], [0.1, 0.05, 0.01, 0.7, 0.001])",
          "PiecewiseConstantDecay([4.7, 20.2], [0.1, 0.05, 0.01])",
          "PolynomialDecay(0.1, 25)",
          "PolynomialDecay(0.1, 25, end_learning_rate=0.01, power=0.5)",
          "PolynomialDecay(0.1, 7, power=2.0, cycle=True)",
          "InverseTimeDecay(0.1, 7, 0.9)",
          "InverseTimeDecay(0.1, 7, 0.9, staircase=True)",
          "CosineDecay(0.1, 25)",
          "CosineDecay(0.1, 25, alpha=0.3)",
          "CosineDecay(0.01, 25, alpha=0.3, warmup_target=0.1, warmup_steps=9)",
          "CosineDecay(0.2, 25, warmup_target=0.1, warmup_steps=0)",
          "CosineDecayRestarts(0.1, 9)",
          "CosineDecayRestarts(0.1, 9, t_mul=1.0, m_mul=0.5)",
          "CosineDecayRestarts(0.1, 9, t_mul=1.5, m_mul=0.9, alpha=0.2)");

  /** The weight moves by the rate, in a step as `fit` takes it. */
  @Test
  void movesWeightsByKerasRatesToTheBit(Python python) {
    PythonResult expected =
        python
            .keras3()
            .exec(
                """
                def rates(schedule):
                    optimizer, w, moved = keras.optimizers.SGD(schedule), keras.Variable(0.0), []
                    step = tf.function(lambda: optimizer.apply([tf.constant(1.0)], [w]))
                    for _ in range(steps):
                        w.assign(0.0)
                        step()
                        moved.append(-float(w.numpy()))
                    return moved
                all = [eval("keras.optimizers.schedules." + s) for s in schedules]
                result["rates"] = np.array([rates(s) for s in all], "float32")
                for i, s in enumerate(all):
                    result["spec" + str(i)] = keras.saving.serialize_keras_object(s)
                """,
                Map.of("steps", STEPS, "schedules", SCHEDULES));
    float[] rates = expected.array("rates").floats();
    List<String> apart = new ArrayList<>();
    for (int i = 0; i < SCHEDULES.size(); i++) {
      Map<String, ?> spec = expected.map("spec" + i);
      LearningRateSchedule java = (LearningRateSchedule) Configs.deserialize(spec);
      float[] moved = moved(java);
      for (int step = 0; step < STEPS; step++) {
        float rate = rates[i * STEPS + step];
        if (rate != moved[step]) {
          apart.add(SCHEDULES.get(i) + " step " + step + ": " + rate + " " + moved[step]);
        }
      }
      assertEquals(loose(spec.get("config")), loose(java.config()));
    }
    assertEquals(List.of(), apart);
  }

  private static float[] moved(LearningRateSchedule schedule) {
    float[] out = new float[STEPS];
    try (var model =
        new Sequential(new Dense(1).useBias(false).kernelInitializer("zeros").inputShape(1))) {
      model.compile(new SGD(schedule), Loss.of("prediction", (y, p) -> p.sum(-1)));
      for (int step = 0; step < STEPS; step++) {
        model.setWeights(List.of(NdArrays.ofFloats(Shape.of(1, 1))));
        model.trainOnBatch(new float[][] {{1}}, new float[1][1]);
        out[step] = -((FloatNdArray) model.getWeights().get(0)).getFloat(0, 0);
      }
    }
    return out;
  }

  /** Numbers as doubles: 25 and 25.0 are the same. */
  private static @Nullable Object loose(@Nullable Object json) {
    if (json instanceof Number n) {
      return n.doubleValue();
    } else if (json instanceof List<?> l) {
      return l.stream().map(ScheduleTest::loose).toList();
    } else if (json instanceof Map<?, ?> m) {
      Map<Object, @Nullable Object> out = new LinkedHashMap<>();
      m.forEach((k, v) -> out.put(k, loose(v)));
      return out;
    }
    return json;
  }
}
