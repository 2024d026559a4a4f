package keras.live;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import keras.config.Configs;
import keras.engine.HostTensor;
import keras.golden.Evaluation;
import keras.optimizers.schedules.LearningRateSchedule;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.NdArrays;

/** Schedules give the rates of Keras' for every step, and the same config. */
@ExtendWith(PythonExtension.class)
class ScheduleTest {
  private static final int STEPS = 60;

  @ParameterizedTest
  @ValueSource(
      strings = {
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
        "CosineDecayRestarts(0.1, 9, t_mul=1.5, m_mul=0.9, alpha=0.2)"
      })
  void givesKerasRates(String schedule, Python python) {
    PythonResult expected =
        python
            .keras3()
            .exec(
                "s = keras.optimizers.schedules."
                    + schedule
                    + """

                    rate = tf.function(lambda step: s(step))  # as in training
                    result["rates"] = [float(rate(tf.constant(step, "int64"))) for step in range(steps)]
                    result["spec"] = keras.saving.serialize_keras_object(s)
                    """,
                Map.of("steps", STEPS));
    LearningRateSchedule java = (LearningRateSchedule) Configs.deserialize(expected.map("spec"));
    long[] steps = LongStream.range(0, STEPS).toArray();
    float[] rates =
        Evaluation.tensors(
                List.of(HostTensor.of(NdArrays.vectorOf(steps))),
                (ctx, in) -> List.of(java.call(in.get(0))))
            .get(0)
            .floats();
    double[] python64 = expected.numbers("rates");
    float[] python32 = new float[STEPS];
    IntStream.range(0, STEPS).forEach(step -> python32[step] = (float) python64[step]);
    assertArrayEquals(python32, rates, 1e-7f);
    assertEquals(loose(expected.map("spec").get("config")), loose(java.config()));
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
