package keras.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import keras.config.Configs;
import keras.engine.Variable;
import keras.losses.Golden;
import keras.ops.DType;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class MetricTest {
  private static final Shape ONE = Shape.of(-1, 1);
  private static final Shape MANY = Shape.of(-1, 10);

  @Test
  void writesTheConfigsOfKeras() {
    for (String line : Golden.lines("/keras/metrics/configs.txt")) {
      String id = line.substring(0, line.indexOf(' '));
      Metric metric =
          id.equals("Accuracy") ? new Accuracy() : Metric.get(id, MANY, MANY).dtype("float32");
      String name = metric.variables().get(0).path().split("/", -1)[0];
      String config = metric.config().toString();
      assertEquals(line, id + " " + config.replace("name=" + id + ",", "name=" + name + ","));
    }
  }

  @Test
  void readsWhatItWrites() {
    Metric metric = new SparseTopKCategoricalAccuracy().k(3).fromSortedIds(true).dtype("float64");
    Metric read = assertInstanceOf(Metric.class, Configs.deserialize(Configs.serialize(metric)));
    assertEquals(metric.config(), read.config());
    assertEquals("keras.metrics", Configs.serialize(metric).get("module"));
  }

  @Test
  void choosesTheAccuracyByTheShapes() {
    assertInstanceOf(BinaryAccuracy.class, Metric.get("accuracy", ONE, ONE));
    assertInstanceOf(SparseCategoricalAccuracy.class, Metric.get("accuracy", ONE, MANY));
    assertInstanceOf(SparseCategoricalAccuracy.class, Metric.get("acc", Shape.of(-1), MANY));
    assertInstanceOf(CategoricalAccuracy.class, Metric.get("Accuracy", MANY, MANY));
  }

  @Test
  void keepsTheIdAsTheNameAndKerasPathsForTheVariables() {
    assertNames("acc", "acc/total", Metric.get("acc", ONE, ONE));
    assertNames("mse", "mean_squared_error/total", Metric.get("mse", ONE, ONE));
    assertNames("loss", "loss/total", new Mean().name("loss"));
    assertNames("a/b", "a>b/total", new Mean().name("a/b"));
  }

  private static void assertNames(String name, String path, Metric metric) {
    assertEquals(name, metric.name());
    List<Variable> variables = metric.variables();
    assertEquals(path, variables.get(0).path());
    assertEquals("count", variables.get(1).name());
    assertEquals(DType.FLOAT32, variables.get(1).dtype());
    assertEquals(2, variables.size());
  }

  @Test
  void suggestsTheMetricThatWasMeant() {
    assertEquals(
        "Unknown metric 'acuracy'. Did you mean 'accuracy'?",
        assertThrows(IllegalArgumentException.class, () -> Metric.get("acuracy", ONE, ONE))
            .getMessage());
  }

  @Test
  void saysThatAMetricNeedsArguments() {
    assertEquals(
        "Metric 'mean_io_u' needs arguments. Write it with new MeanIoU(...).",
        assertThrows(IllegalArgumentException.class, () -> Metric.get("mean_io_u", ONE, ONE))
            .getMessage());
  }

  @Test
  void refusesAKOfZero() {
    assertEquals(
        "TopKCategoricalAccuracy: `k` must be a positive integer. Received: k=0.",
        assertThrows(IllegalArgumentException.class, () -> new TopKCategoricalAccuracy().k(0))
            .getMessage());
  }

  @Test
  void refusesAnOptionAfterTheVariablesAreMade() {
    Mean mean = new Mean();
    assertEquals(2, mean.variables().size());
    assertEquals(
        "Mean 'mean' is already built; set its options before its first use.",
        assertThrows(IllegalStateException.class, () -> mean.dtype("float64")).getMessage());
  }
}
