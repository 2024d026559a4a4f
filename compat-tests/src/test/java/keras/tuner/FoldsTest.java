package keras.tuner;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import keras.config.NumpyRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** scikit-learn's folds, sample by sample. */
class FoldsTest {

  @Test
  void areScikitLearns() throws IOException {
    JsonNode goldens = SearchGoldens.read("folds");
    for (JsonNode c : goldens.get("cases")) {
      int splits = c.get("splits").asInt();
      boolean shuffle = c.get("shuffle").asBoolean();
      CrossValidation cv =
          c.get("kind").asText().equals("KFold")
              ? seeded(new KFold(splits).shuffle(shuffle), c)
              : seeded(new StratifiedKFold(splits).shuffle(shuffle), c);
      Object y =
          c.get("labels").isNull()
              ? null
              : array(goldens.get("labels").get(c.get("labels").asText()));
      for (int again = 0; again < 2; again++) {
        check(c, cv.split(c.get("n").asInt(), y));
      }
    }
  }

  private static <F extends Folds<F>> F seeded(F folds, JsonNode c) {
    return c.get("seed").isNull() ? folds : folds.randomState(c.get("seed").asLong());
  }

  private static void check(JsonNode c, List<CrossValidation.Split> splits) {
    assertEquals(c.get("test").size(), splits.size());
    for (int i = 0; i < splits.size(); i++) {
      assertArrayEquals(
          SearchGoldens.ints(c.get("test").get(i)), splits.get(i).test(), c::toString);
      assertArrayEquals(SearchGoldens.ints(c.get("train").get(i)), splits.get(i).train());
    }
  }

  /** Returns long[], double[], String[], long[][] or double[][]. */
  static Object array(JsonNode y) {
    JsonNode first = y.get(0).isArray() ? y.get(0).get(0) : y.get(0);
    boolean real = SearchGoldens.list(y).stream().anyMatch(FoldsTest::isReal);
    if (y.get(0).isArray()) {
      return real
          ? SearchGoldens.list(y).stream().map(SearchGoldens::doubles).toArray(double[][]::new)
          : SearchGoldens.list(y).stream().map(SearchGoldens::ints).toArray(int[][]::new);
    }
    if (first.isTextual()) {
      return SearchGoldens.list(y).stream().map(JsonNode::asText).toArray(String[]::new);
    }
    return real ? SearchGoldens.doubles(y) : SearchGoldens.ints(y);
  }

  private static boolean isReal(JsonNode n) {
    return n.isArray() ? n.get(0).isDouble() : n.isDouble();
  }

  @Test
  void knowTheTypesOfTargets() throws IOException {
    for (Map.Entry<String, JsonNode> e : SearchGoldens.read("folds").get("types").properties()) {
      Labels labels = Labels.of("y", array(e.getValue().get("y")));
      assertEquals(e.getValue().get("type").asText(), labels.type().text(), e.getKey());
      assertEquals(
          e.getValue().get("cv").asText().equals("StratifiedKFold"),
          labels.type().isOfClasses(),
          e.getKey());
    }
  }

  @Test
  void goOnWithAGenerator() throws IOException {
    JsonNode c = SearchGoldens.read("folds").get("generator");
    NumpyRandom random = new NumpyRandom(c.get("seed").asLong());
    KFold folds = new KFold(c.get("splits").asInt()).shuffle(true).randomState(random);
    for (JsonNode wanted : c.get("twice")) {
      List<CrossValidation.Split> splits = folds.split(c.get("n").asInt(), null);
      for (int i = 0; i < splits.size(); i++) {
        assertArrayEquals(SearchGoldens.ints(wanted.get(i)), splits.get(i).test());
      }
    }
  }

  @Test
  void refuseWhatCannotBeParted() {
    refuses("KFold(1): nSplits must be at least 2. Received: nSplits=1.", () -> new KFold(1));
    refuses(
        "KFold(5, shuffle=false, randomState=null): cannot have 5 folds of 4 samples.",
        () -> new KFold().split(4, null));
    refuses(
        "StratifiedKFold(5, shuffle=false, randomState=null): the targets are needed."
            + " Received: none.",
        () -> new StratifiedKFold().split(9, null));
    refuses(
        "StratifiedKFold(2, shuffle=false, randomState=null): supported target types are binary"
            + " and multiclass. Received: continuous.",
        () -> new StratifiedKFold(2).split(2, new double[] {0.5, 1}));
    refuses(
        "StratifiedKFold(3, shuffle=false, randomState=null): nSplits=3 cannot be greater than the"
            + " number of members in each class, at most 2.",
        () -> new StratifiedKFold(3).split(3, new int[] {0, 0, 1}));
    refuses(
        "randomState: the seed must be in [0, 2**32). Received: -1.",
        () -> new KFold().randomState(-1));
    assertEquals(
        "KFold(2, shuffle=false, randomState=1): randomState has no effect without shuffle(true)."
            + " Set both or neither.",
        assertThrows(IllegalStateException.class, () -> new KFold(2).randomState(1).split(4, null))
            .getMessage());
  }

  private static void refuses(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
