package keras.layers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import keras.Keras;
import keras.data.Dataset;
import keras.engine.HostTensor;
import keras.models.Sequential;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;

class CategoriesTest {
  @BeforeEach
  void forgetNames() {
    Keras.clearSession();
  }

  private static String refusal(Class<? extends Exception> type, Runnable body) {
    return String.valueOf(assertThrows(type, body::run).getMessage());
  }

  private static String built(Layer layer) {
    return refusal(IllegalArgumentException.class, () -> layer.buildFor(Shape.of(-1, 2)));
  }

  @Test
  void refusesArgumentsThatDoNotGoTogether() {
    assertEquals(
        "CategoryEncoding: `num_tokens` must be a positive integer. Received: num_tokens=0.",
        refusal(IllegalArgumentException.class, () -> new CategoryEncoding(0)));
    assertEquals(
        "CategoryEncoding: `output_mode` must be one of [count, one_hot, multi_hot]. Received:"
            + " output_mode=int.",
        built(new CategoryEncoding(2).outputMode("int")));
    assertEquals(
        "Hashing: with output_mode='int' `dtype` must be 'int32' or 'int64'. Received:"
            + " dtype=float32.",
        built(new Hashing(3).dtype("float32")));
    assertEquals(
        "Hashing: `sparse` is for the modes one_hot, multi_hot and count. Received:"
            + " output_mode=int.",
        built(new Hashing(3).sparse(true)));
    assertEquals(
        "Discretization: `num_bins` or `bin_boundaries` must be set.", built(new Discretization()));
    assertEquals(
        "Discretization: `bin_boundaries` must go from the smallest to the greatest. Received:"
            + " bin_boundaries=[2.0, 1.0].",
        built(new Discretization(2, 1)));
    assertEquals(
        "TextVectorization: `output_sequence_length` is for the mode 'int'. Received:"
            + " output_sequence_length=3 with output_mode=count.",
        built(new TextVectorization().outputMode("count").outputSequenceLength(3)));
    assertEquals(
        "TextVectorization: `split` must be one of [whitespace, character], or None. Received:"
            + " split=words. A function of one's own is given by"
            + " CustomObjects.none().with(TextFunction.of(\"words\", (texts, ctx) -> …)).",
        built(new TextVectorization().split("words")));
  }

  @Test
  void refusesToRunBeforeThereAreBoundaries() {
    Discretization layer = new Discretization().numBins(3);
    try (Sequential model = new Sequential(new InputLayer(1), layer)) {
      assertTrue(
          refusal(IllegalStateException.class, () -> model.predictAll(new float[][] {{1}}))
              .contains(
                  "Discretization 'discretization': has no boundaries yet. Give it `bin_boundaries`"
                      + " or call adapt before its first use."));
    }
    assertEquals(
        "Discretization 'discretization_1': cannot adapt, because `bin_boundaries` are given. Set"
            + " `num_bins` instead.",
        refusal(
            IllegalStateException.class, () -> new Discretization(1, 2).adapt(new float[] {1})));
  }

  /**
   * The numbers are Keras': {@code Discretization(num_bins=4).adapt(…)} of one array and of two.
   */
  @Test
  void learnsFromBatchesToo() {
    float[] all = new float[300];
    for (int i = 0; i < all.length; i++) {
      all[i] = i * 7 % 300;
    }
    Discretization once = new Discretization().numBins(4);
    once.adapt(all);
    Discretization batches = new Discretization().numBins(4);
    batches.adapt(Dataset.of(all).batch(100));
    assertArrayEquals(new double[] {74, 149, 224}, once.binBoundaries(), 2.5);
    assertArrayEquals(new double[] {74, 149, 224}, batches.binBoundaries(), 5);
  }

  @Test
  void aVocabularyOfTextsIsSeenAtOnce() {
    TextVectorization words = new TextVectorization();
    try (Sequential model = new Sequential(new InputLayer(1).dtype("string"), words)) {
      String[][] x = {{"b A"}};
      assertEquals(
          "TextVectorization 'text_vectorization': has no vocabulary yet. Call adapt or"
              + " setVocabulary, or give it a vocabulary, before its first use.",
          refusal(IllegalStateException.class, () -> model.predictAll(x)));
      words.adapt(List.of("a a", "b"));
      assertEquals(List.of("", "[UNK]", "a", "b"), words.getVocabulary());
      assertEquals(
          HostTensor.of(NdArrays.vectorOf(3L, 2L)).data(),
          HostTensor.of(model.predictAll(x).get(0)).data());
    }
  }

  @Test
  void refusesTextsOfSeveralColumns() {
    TextVectorization words = new TextVectorization().vocabulary("a");
    assertTrue(
        refusal(
                IllegalArgumentException.class,
                () -> new Sequential(new InputLayer(2).dtype("string"), words).summary())
            .contains(
                "TextVectorization 'text_vectorization': to split texts, expected inputs of shape"
                    + " (batch) or (batch, 1). Received: shape (None, 2)."));
  }

  @Test
  void masksTheVeryNumberHoweverLarge() {
    long id = (1L << 60) + 1;
    try (Sequential model =
        new Sequential(new InputLayer(2).dtype("int64"), new Hashing(3).maskValue(id))) {
      HostTensor bins =
          HostTensor.of(model.predictAll(new long[][] {{id, id - 1}, {id + 1, id}}).get(0));
      long[] found = new long[4];
      bins.data().asLongBuffer().get(found);
      assertEquals(0, found[0]);
      assertEquals(0, found[3]);
      assertTrue(found[1] > 0 && found[2] > 0, Arrays.toString(found));
    }
  }

  @Test
  void refusesToCrossWhatIsNoColumnOfCategories() {
    HashedCrossing layer = new HashedCrossing(3).name("x");
    var city = new InputLayer(1).dtype("string").output();
    var pair = new InputLayer(2).dtype("string").output();
    var price = new InputLayer(1).output();
    assertEquals(
        "HashedCrossing 'x': expected 2 inputs or more of one shape, (), (batch) or (batch, 1)."
            + " Received: shapes [(None, 1)].",
        refusal(IllegalArgumentException.class, () -> layer.apply(city)));
    assertEquals(
        "HashedCrossing 'x': expected 2 inputs or more of one shape, (), (batch) or (batch, 1)."
            + " Received: shapes [(None, 2), (None, 2)].",
        refusal(IllegalArgumentException.class, () -> layer.apply(pair, pair)));
    assertEquals(
        "HashedCrossing 'x': expected strings or whole numbers. Received: inputs of [string,"
            + " float32].",
        refusal(IllegalArgumentException.class, () -> layer.apply(city, price)));
  }
}
