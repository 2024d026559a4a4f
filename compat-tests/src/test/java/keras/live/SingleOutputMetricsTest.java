package keras.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keras.Keras;
import keras.engine.HostTensor;
import keras.layers.Dense;
import keras.layers.InputLayer;
import keras.metrics.MeanAbsoluteError;
import keras.models.Model;
import keras.models.Sequential;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import keras.saving.SaveOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A model of one output takes metrics under whatever names, as Keras does. */
@ExtendWith(PythonExtension.class)
class SingleOutputMetricsTest {
  private static final String PYTHON =
      """
      MAE = lambda: keras.metrics.MeanAbsoluteError(name="far")
      forms = [{"out": "mae"}, {"other": "mae"}, {"z": "mae", "a": ["mse", MAE()]}, {"out": {"x": ["mae"]}}, {"out": []},
               {}, {"b": {"y": "mse", "b": MAE()}, "a": "mae"}, [["mae"], {"q": "mse"}], [["mae", "mse"]]]
      rng = np.random.default_rng(3)
      x, y = rng.normal(size=(6, 3)).astype("float32"), rng.normal(size=(6, 1)).astype("float32")
      m = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1, name="out")])
      w = m.get_weights()
      result["x"], result["y"], result["w"] = x, y, w
      result["histories"], result["names"] = [], []
      for i, form in enumerate(forms):
          m.set_weights(w)
          m.compile("sgd", "mse", metrics=form, weighted_metrics=form)
          result["histories"].append(m.fit(x, y, epochs=1, verbose=0, shuffle=False).history)
          result["names"].append(list(m.history.history))
          m.save(folder + "/python%d.keras" % i)
      refused = 0
      for form in ({"out": None}, [None, "mae"], {"b": None, "a": "mae"}):
          m.compile("sgd", "mse", metrics=form)
          try:
              m.evaluate(x, y, verbose=0)
          except ValueError:
              refused += 1
      result["refused"] = refused
      """;

  private static final String READ =
      """
      result["names"] = []
      for i in range(n):
          m = keras.models.load_model(folder + "/java%d.keras" % i)
          result["names"].append(list(m.fit(x, y, epochs=1, verbose=0).history))
      """;

  private static Map<String, Object> map(Object... pairs) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put((String) pairs[i], pairs[i + 1]);
    }
    return map;
  }

  private static Object far() {
    return new MeanAbsoluteError().name("far");
  }

  private static List<Object> forms() {
    return List.of(
        map("out", "mae"),
        map("other", "mae"),
        map("z", "mae", "a", List.of("mse", far())),
        map("out", map("x", List.of("mae"))),
        map("out", List.of()),
        map(),
        map("b", map("y", "mse", "b", far()), "a", "mae"),
        List.of(List.of("mae"), map("q", "mse")),
        List.of(List.of("mae", "mse")));
  }

  private static void assertSame(Object expected, Map<String, List<Double>> actual, int form) {
    Map<?, ?> keras = (Map<?, ?>) expected;
    assertEquals(keras.keySet(), actual.keySet(), "form " + form);
    keras.forEach(
        (key, value) ->
            assertEquals(
                ((Number) ((List<?>) value).get(0)).doubleValue(),
                actual.getOrDefault(String.valueOf(key), List.of()).get(0),
                1e-6,
                "form %d, %s".formatted(form, key)));
  }

  @Test
  void takesMetricsUnderAnyNames(Python python, @TempDir Path dir) {
    PythonResult keras = python.keras3().exec(PYTHON, Map.of("folder", dir.toString()));
    HostTensor x = keras.array("x");
    HostTensor y = keras.array("y");
    List<Object> forms = forms();
    try (Sequential model = new Sequential(new InputLayer(3), new Dense(1).name("out"))) {
      for (int i = 0; i < forms.size(); i++) {
        Object form = forms.get(i);
        model.compile(c -> c.optimizer("sgd").loss("mse").metrics(form).weightedMetrics(form));
        model.setWeights(
            new ArrayList<>(keras.arrays("w").stream().map(HostTensor::toNdArray).toList()));
        Map<String, List<Double>> history =
            model.fit(x.toNdArray(), y.toNdArray(), f -> f.verbose(0).shuffle(false)).history();
        assertSame(keras.list("histories").get(i), history, i);
        assertEquals(keras.list("names").get(i), List.copyOf(history.keySet()), "form " + i);
        model.save(
            dir.resolve("java" + i + ".keras").toString(),
            SaveOptions.defaults().dialect(SaveOptions.Dialect.KERAS_3));
        try (Model read = Keras.loadModel(dir.resolve("python" + i + ".keras"))) {
          Map<String, List<Double>> again =
              read.fit(x.toNdArray(), y.toNdArray(), f -> f.verbose(0)).history();
          assertEquals(keras.list("names").get(i), List.copyOf(again.keySet()), "file " + i);
        }
      }
      Map<String, Object> given = new LinkedHashMap<>();
      given.put("folder", dir.toString());
      given.put("n", forms.size());
      given.put("x", x);
      given.put("y", y);
      assertEquals(keras.list("names"), python.keras3().exec(READ, given).list("names"));
      assertEquals(3, keras.number("refused"));
      Map<String, @Nullable Object> none = new LinkedHashMap<>();
      none.put("out", null);
      for (Object refused : List.of(none, Arrays.asList(null, "mae"))) {
        assertEquals(
            "compile: `metrics` of a model with one output: expected names and metrics. Received:"
                + " null; leave it out.",
            assertThrows(
                    IllegalArgumentException.class,
                    () -> model.compile(c -> c.loss("mse").metrics(refused)))
                .getMessage());
      }
    }
  }
}
