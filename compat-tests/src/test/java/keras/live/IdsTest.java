package keras.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import keras.Keras;
import keras.losses.Loss;
import keras.metrics.Metric;
import keras.optimizers.Optimizer;
import keras.python.Python;
import keras.python.PythonExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tensorflow.ndarray.Shape;

/** What {@code compile} makes of each id, by the shapes, is what it makes in Keras. */
@ExtendWith(PythonExtension.class)
class IdsTest {
  private static final String REFUSED = "refused";

  private static final String ASK =
      """
      from keras.src import losses, metrics, optimizers
      from keras.src.losses.losses import LossFunctionWrapper
      from keras.src.trainers import compile_utils

      ids = set(losses.ALL_OBJECTS_DICT) | set(metrics.ALL_OBJECTS_DICT) | set(optimizers.ALL_OBJECTS_DICT)
      for module in keras.losses, keras.metrics, keras.optimizers:
          ids |= {n for n in dir(module) if n[0] != "_"}
      ids |= set("acc ACC Acc accuracy Accuracy ce CE crossentropy Crossentropy CrossEntropy logcosh LogCosh cosine".split())
      ids |= set("kullback_leibler_divergence top_k_categorical_accuracy Mse mse_loss MeanSquarederror ADAM adamw MeanTensor".split())

      functions = {}
      for cls in vars(losses).values():
          if isinstance(cls, type) and issubclass(cls, LossFunctionWrapper) and cls is not LossFunctionWrapper:
              functions[cls().fn] = cls.__name__

      def named(obj):
          kind = type(obj).__name__
          if kind in ("Loss", "Metric", "Optimizer"):
              return "refused"  # bases, which fail at the first batch
          if kind == "LossFunctionWrapper":
              kind = functions[obj.fn]
          return kind + " " + obj.name

      def ask(make):
          try:
              return named(make())
          except (ValueError, TypeError, KeyError, NotImplementedError):
              return "refused"

      shapes = {"binary": ((4, 1), (4, 1)), "sparse": ((4,), (4, 3)), "column": ((4, 1), (4, 3)), "one_hot": ((4, 3), (4, 3))}
      result["losses"], result["metrics"], result["optimizers"] = {}, {}, {}
      for id in sorted(ids):
          for case, s in shapes.items():
              y, p = (keras.KerasTensor(n, "float32") for n in s)
              key = id + " " + case
              result["losses"][key] = ask(lambda: compile_utils.get_loss(id, y, p))
              result["metrics"][key] = ask(lambda: compile_utils.get_metric(id, y, p))
          result["optimizers"][id] = ask(lambda: optimizers.get(id))
      """;

  private static final Map<String, List<Shape>> SHAPES =
      Map.of(
          "binary", List.of(Shape.of(4, 1), Shape.of(4, 1)),
          "sparse", List.of(Shape.of(4), Shape.of(4, 3)),
          "column", List.of(Shape.of(4, 1), Shape.of(4, 3)),
          "one_hot", List.of(Shape.of(4, 3), Shape.of(4, 3)));

  @Test
  void meanWhatTheyMeanToKeras(Python python) {
    var asked = python.keras3().exec(ASK, Map.of());
    Keras.clearSession();
    Map<String, String> expected = new TreeMap<>();
    Map<String, String> made = new TreeMap<>();
    Map<String, Function<String, String>> makers =
        Map.of(
            "losses", IdsTest::loss, "metrics", IdsTest::metric, "optimizers", IdsTest::optimizer);
    makers.forEach(
        (module, maker) ->
            asked
                .map(module)
                .forEach(
                    (key, name) -> {
                      expected.put(module + " " + key, String.valueOf(name));
                      made.put(module + " " + key, made(key, maker));
                    }));
    assertTrue(expected.size() > 1000, () -> "Asked for " + expected.size());
    assertEquals(lines(expected), lines(made));
  }

  private static String lines(Map<String, String> answers) {
    StringBuilder out = new StringBuilder();
    answers.forEach((key, name) -> out.append(key).append(": ").append(name).append('\n'));
    return out.toString();
  }

  private static String made(String key, Function<String, String> make) {
    try {
      return make.apply(key);
    } catch (IllegalArgumentException | UnsupportedOperationException e) {
      return REFUSED;
    }
  }

  private static String loss(String key) {
    List<String> words = List.of(key.split(" ", -1));
    List<Shape> shapes = SHAPES.getOrDefault(words.get(1), List.of());
    Loss loss = Loss.get(words.get(0), shapes.get(0), shapes.get(1));
    return loss.getClass().getSimpleName() + " " + loss.name();
  }

  private static String metric(String key) {
    List<String> words = List.of(key.split(" ", -1));
    List<Shape> shapes = SHAPES.getOrDefault(words.get(1), List.of());
    Metric metric = Metric.get(words.get(0), shapes.get(0), shapes.get(1));
    return metric.getClass().getSimpleName() + " " + metric.name();
  }

  private static String optimizer(String key) {
    Optimizer optimizer = Optimizer.get(key);
    return optimizer.getClass().getSimpleName() + " " + optimizer.name();
  }
}
