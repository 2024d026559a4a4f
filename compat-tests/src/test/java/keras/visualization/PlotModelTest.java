package keras.visualization;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import keras.Keras;
import keras.layers.Dense;
import keras.models.Model;
import keras.models.Sequential;
import keras.visualization.ModelGraph.Arrow;
import keras.visualization.ModelGraph.Box;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Graphs of models have the boxes, labels, frames and arrows of Keras' model_to_dot. */
class PlotModelTest {
  @TestFactory
  List<DynamicTest> showsWhatKerasShows() throws IOException {
    try (InputStream file =
        new GZIPInputStream(
            requireNonNull(PlotModelTest.class.getResourceAsStream("/keras/plots.json.gz")))) {
      List<DynamicTest> tests = new ArrayList<>();
      for (JsonNode c : new ObjectMapper().readTree(file)) {
        tests.add(
            DynamicTest.dynamicTest(
                c.get("name").asText() + " " + c.get("options"), () -> check(c)));
      }
      return tests;
    }
  }

  private static void check(JsonNode c) {
    try (Model model = Keras.modelFromJson(c.get("model").asText())) {
      c.get("frozen").forEach(name -> model.layer(name.asText()).trainable(false));
      PlotOptions options = options(c.get("options"));
      ModelGraph graph = ModelGraph.of(model, options);
      compare(
          c.get("graph"),
          graph,
          labels(c.get("graph"), new ArrayList<>()),
          boxes(graph, new LinkedHashMap<>()));
      assertTrue(Dot.write(graph, options).contains("rankdir=" + options.rankdir()));
    }
  }

  private static PlotOptions options(JsonNode given) {
    return PlotOptions.ofDot()
        .showShapes(given.path("show_shapes").asBoolean(false))
        .showDtype(given.path("show_dtype").asBoolean(false))
        .showLayerNames(given.path("show_layer_names").asBoolean(true))
        .showLayerActivations(given.path("show_layer_activations").asBoolean(false))
        .showTrainable(given.path("show_trainable").asBoolean(false))
        .expandNested(given.path("expand_nested").asBoolean(false))
        .rankdir(given.path("rankdir").asText("TB"));
  }

  private static void compare(
      JsonNode expected, ModelGraph graph, List<String> labels, Map<Integer, String> boxes) {
    List<String> own = new ArrayList<>();
    expected.get("boxes").forEach(b -> own.add(b.asText()));
    assertEquals(own, graph.boxes().stream().map(Dot::label).toList());
    assertEquals(
        new TreeSet<>(
            StreamSupport.stream(expected.get("arrows").spliterator(), false)
                .map(a -> labels.get(a.get(0).asInt()) + " -> " + labels.get(a.get(1).asInt()))
                .toList()),
        new TreeSet<>(graph.arrows().stream().map(a -> text(a, boxes)).toList()));
    assertEquals(expected.get("arrows").size(), graph.arrows().size());
    assertEquals(expected.get("frames").size(), graph.frames().size());
    for (int i = 0; i < graph.frames().size(); i++) {
      JsonNode frame = expected.get("frames").get(i);
      assertEquals(frame.get("name").asText(), graph.frames().get(i).name());
      compare(frame, graph.frames().get(i), labels, boxes);
    }
  }

  private static String text(Arrow arrow, Map<Integer, String> boxes) {
    return boxes.get(arrow.from()) + " -> " + boxes.get(arrow.to());
  }

  private static List<String> labels(JsonNode graph, List<String> all) {
    graph.get("boxes").forEach(b -> all.add(b.asText()));
    graph.get("frames").forEach(f -> labels(f, all));
    return all;
  }

  private static Map<Integer, String> boxes(ModelGraph graph, Map<Integer, String> all) {
    for (Box box : graph.boxes()) {
      all.put(box.id(), Dot.label(box));
    }
    graph.frames().forEach(f -> boxes(f, all));
    return all;
  }

  @Test
  void refusesAModelThatIsNotBuilt() {
    try (Model model = new Sequential(new Dense(3)).name("new")) {
      assertEquals(
          "Sequential 'new' is not built: its weights do not exist yet. Build it or fit it first.",
          assertThrows(IllegalStateException.class, () -> Keras.modelToDot(model)).getMessage());
    }
  }

  @Test
  void refusesADirectionThatIsNone() {
    assertEquals(
        "plotModel: `rankdir` must be one of TB, LR, BT, RL. Received: rankdir=down.",
        assertThrows(IllegalArgumentException.class, () -> PlotOptions.ofPlot().rankdir("down"))
            .getMessage());
  }
}
