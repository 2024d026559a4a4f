package keras.layers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import keras.Keras;
import keras.config.Configs;
import keras.data.Dataset;
import keras.engine.HostTensor;
import keras.models.Sequential;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.ndarray.LongNdArray;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;

class LookupTest {
  @BeforeEach
  void forgetNames() {
    Keras.clearSession();
  }

  private static Sequential model(Layer layer) {
    return new Sequential(new InputLayer(2).dtype("string"), layer);
  }

  private static long[] longs(NdArray<?> array) {
    long[] out = new long[(int) array.shape().size()];
    HostTensor.of(array).data().asLongBuffer().get(out);
    return out;
  }

  private static String refusal(Class<? extends Exception> type, Runnable body) {
    return String.valueOf(assertThrows(type, body::run).getMessage());
  }

  @Test
  void takesStringsInEveryForm() {
    try (Sequential model = model(new StringLookup("a", "b"))) {
      String[][] x = {{"a", "b"}, {"c", ""}};
      long[] expected = {1, 2, 0, 0};
      assertArrayEquals(expected, longs(model.predict(x, NdArray.class)));
      NdArray<?> nd = HostTensor.ofStrings(Shape.of(2, 2), "a", "b", "c", "").toNdArray();
      assertArrayEquals(expected, longs(model.predict(nd, LongNdArray.class)));
      NdArray<?> streamed = model.predictAll(Dataset.of(nd), p -> p.verbose(0)).get(0);
      assertArrayEquals(expected, longs(streamed));
    }
    try (Sequential model =
        new Sequential(new InputLayer().dtype("string"), new StringLookup("a", "b"))) {
      assertArrayEquals(
          new long[] {2, 1}, longs(model.predict(List.of("b", "a"), LongNdArray.class)));
      assertArrayEquals(
          new long[] {2, 1}, longs(model.predict(new String[] {"b", "a"}, LongNdArray.class)));
    }
  }

  @Test
  void stringsAreNoNumbers() {
    try (Sequential model = new Sequential(new InputLayer(2), new Dense(1))) {
      assertEquals(
          "Sequential 'sequential': input 'input_layer': expected float32. Received: string.",
          refusal(
              IllegalArgumentException.class, () -> model.predictAll(new String[][] {{"a", "b"}})));
    }
    try (Sequential model = model(new StringLookup("a"))) {
      assertEquals(
          "Sequential 'sequential_1': input 'input_layer_1': expected string. Received: float32.",
          refusal(IllegalArgumentException.class, () -> model.predictAll(new float[][] {{1, 2}})));
    }
  }

  @Test
  void givesStrings() {
    try (Sequential model =
        new Sequential(
            new InputLayer(2).dtype("int64"), new StringLookup("é", "😀").invert(true))) {
      NdArray<?> y = model.predictAll(new long[][] {{0, 1}, {2, 7}}).get(0);
      assertEquals(
          HostTensor.ofStrings(Shape.of(2, 2), "[UNK]", "é", "😀", "[UNK]"), HostTensor.of(y));
    }
  }

  @Test
  void learnsTheMostFrequentFirstAndOfThoseTheGreatest() {
    StringLookup layer = new StringLookup();
    layer.adapt(new String[] {"b", "a", "c", "a", "\ue000", "😀"});
    assertEquals(List.of("[UNK]", "a", "😀", "\ue000", "c", "b"), layer.getVocabulary());
    assertEquals(6, layer.vocabularySize());
    assertEquals(List.of("a", "😀", "\ue000", "c", "b"), layer.getVocabulary(false));
    IntegerLookup numbers = new IntegerLookup().maxTokens(3);
    numbers.adapt(Dataset.of(NdArrays.vectorOf(5L, -3L, 7L, -3L, 5L, 9L)));
    assertEquals(List.of(-1L, 5L, -3L), numbers.getVocabulary());
  }

  @Test
  void aModelThatRanSeesTheNewVocabulary() {
    StringLookup layer = new StringLookup("a", "b");
    try (Sequential model = model(layer)) {
      String[][] x = {{"a", "z"}};
      assertArrayEquals(new long[] {1, 0}, longs(model.predict(x, LongNdArray.class)));
      layer.setVocabulary(List.of("z", "y", "a"));
      assertArrayEquals(new long[] {3, 1}, longs(model.predict(x, LongNdArray.class)));
      assertEquals(List.of("z", "y", "a"), layer.config().get("vocabulary"));
    }
  }

  @Test
  void refusesToRunBeforeThereIsAVocabulary() {
    StringLookup layer = new StringLookup();
    try (Sequential model = model(layer)) {
      String[][] x = {{"a", "b"}};
      assertEquals(
          "StringLookup 'string_lookup': has no vocabulary yet. Call adapt or setVocabulary, or"
              + " give it a vocabulary, before its first use.",
          refusal(IllegalStateException.class, () -> model.predictAll(x)));
      layer.adapt(x);
      assertArrayEquals(new long[] {2, 1}, longs(model.predict(x, LongNdArray.class)));
    }
  }

  @Test
  void refusesWhatIsNotInTheVocabularyWhereItHasNoIndex() {
    try (Sequential model = model(new StringLookup("a").numOovIndices(0))) {
      assertArrayEquals(
          new long[] {0, 0}, longs(model.predict(new String[][] {{"a", "a"}}, LongNdArray.class)));
      String message =
          refusal(
              IllegalArgumentException.class,
              () -> model.predictAll(new String[][] {{"a", "x"}, {"y", "a"}}));
      assertTrue(
          message
              .replace("\\", "")
              .contains(
                  "StringLookup 'string_lookup': when `num_oov_indices=0` all inputs should be in"
                      + " vocabulary, found OOV values [\"x\" \"y\"], consider setting"
                      + " `num_oov_indices=1`."),
          message);
    }
  }

  @Test
  void refusesABadVocabulary() {
    assertEquals(
        "StringLookup 'string_lookup': the passed vocabulary has at least one repeated term. Give"
            + " each once. The repeated terms are: [a].",
        refusal(
            IllegalArgumentException.class,
            () -> new StringLookup().setVocabulary(List.of("a", "b", "a"))));
    assertEquals(
        "StringLookup 'string_lookup_1': cannot set an empty vocabulary. Received: vocabulary=[].",
        refusal(IllegalArgumentException.class, () -> new StringLookup().setVocabulary(List.of())));
    assertEquals(
        "StringLookup 'string_lookup_2': found the reserved mask token at an unexpected place of"
            + " the vocabulary. Leave all mask and OOV tokens out, or put them at the start in this"
            + " order: [m, [UNK]]. Received: mask_token=m at vocabulary index 1.",
        refusal(
            IllegalArgumentException.class,
            () -> new StringLookup().maskToken("m").setVocabulary(List.of("a", "m"))));
    assertEquals(
        "StringLookup 'string_lookup_3': the vocabulary has 4 tokens, special ones included, more"
            + " than `max_tokens`, which is 3.",
        refusal(
            IllegalArgumentException.class,
            () -> new StringLookup().maxTokens(3).setVocabulary(List.of("a", "b", "c"))));
    assertEquals(
        "IntegerLookup 'integer_lookup': cannot adapt, because the vocabulary was given. Drop the"
            + " `vocabulary`, or call setVocabulary.",
        refusal(IllegalStateException.class, () -> new IntegerLookup(1, 2).adapt(new long[] {1})));
  }

  @Test
  void refusesAFileThatAConfigNames() {
    assertEquals(
        "StringLookup 'words': a config may not name a file outside of its archive, which could be"
            + " any on this machine. Give the vocabulary by code. Received:"
            + " vocabulary='/etc/passwd'.",
        refusal(
            IllegalArgumentException.class,
            () ->
                Configs.from(
                    StringLookup.class, Map.of("name", "words", "vocabulary", "/etc/passwd"))));
  }

  @Test
  void readsAFileOfWords(@TempDir Path dir) throws IOException {
    Path file = Files.writeString(dir.resolve("words.txt"), "b\nä\n");
    StringLookup layer = new StringLookup().vocabulary(file);
    assertEquals(List.of("[UNK]", "b", "ä"), layer.getVocabulary());
    assertEquals(Map.of("vocabulary.txt", "[UNK]\nb\nä"), text(layer.saveAssets()));
    Path bad = Files.write(dir.resolve("latin.txt"), "ä".getBytes(StandardCharsets.ISO_8859_1));
    assertEquals(
        "StringLookup 'string_lookup_1': expected a vocabulary file of UTF-8. Received: %s, which is not."
            .formatted(bad),
        refusal(IllegalArgumentException.class, () -> new StringLookup().vocabulary(bad)));
  }

  private static Map<String, String> text(Map<String, byte[]> files) {
    return Map.of(
        "vocabulary.txt",
        new String(files.getOrDefault("vocabulary.txt", new byte[0]), StandardCharsets.UTF_8));
  }

  @Test
  void refusesStringsThatUtf8CannotHold() {
    try (Sequential model = model(new StringLookup("a"))) {
      assertEquals(
          "Expected strings that can be written as UTF-8. Received: '\ud83d', which holds half of a"
              + " surrogate pair.",
          refusal(
              IllegalArgumentException.class,
              () -> model.predictAll(new String[][] {{"a", "\ud83d"}})));
    }
  }

  @Test
  void refusesArgumentsThatDoNotGoTogether() {
    assertEquals(
        "StringLookup: `output_mode` must be 'int' where `invert` is set. Received:"
            + " output_mode=count.",
        built(new StringLookup("a").invert(true).outputMode("count")));
    assertEquals(
        "StringLookup: `sparse` is for the modes one_hot, multi_hot, count and tf_idf. Received:"
            + " output_mode=int.",
        built(new StringLookup("a").sparse(true)));
    assertEquals(
        "StringLookup: `pad_to_max_tokens` needs `max_tokens`. Received: max_tokens=None.",
        built(new StringLookup("a").outputMode("count").padToMaxTokens(true)));
    assertEquals(
        "StringLookup: with `vocabulary` the mode 'tf_idf' needs `idf_weights`. Received:"
            + " idf_weights=None.",
        built(new StringLookup("a").outputMode("tf_idf")));
    assertEquals(
        "StringLookup: `output_mode` must be one of [int, one_hot, multi_hot, count, tf_idf]."
            + " Received: output_mode=cuont.",
        built(new StringLookup("a").outputMode("cuont")));
    assertEquals(
        "IntegerLookup: `salt` is for `oov_method='farmhash'`. Received: oov_method=floormod.",
        built(new IntegerLookup(1).salt(3)));
    assertEquals(
        "StringLookup: `max_tokens` must be greater than 1. Received: max_tokens=1.",
        built(new StringLookup("a").maxTokens(1)));
  }

  private static String built(Layer layer) {
    return refusal(IllegalArgumentException.class, () -> layer.buildFor(Shape.of(-1, 2)));
  }

  @Test
  void refusesAVocabularyOfAnotherSizeWhereOutputsHaveItsSize() {
    StringLookup layer = new StringLookup().outputMode("multi_hot");
    layer.adapt(new String[] {"a", "b"});
    assertEquals(
        "StringLookup 'string_lookup': with output_mode=multi_hot and without `pad_to_max_tokens`"
            + " the size of the vocabulary cannot change. It was 3; the new one has 2.",
        refusal(IllegalStateException.class, () -> layer.adapt(new String[] {"a"})));
    assertEquals(List.of("[UNK]", "b", "a"), layer.getVocabulary());
  }

  @Test
  void readsTheVocabularyInAnotherEncodingAsKerasDoes() {
    assertEquals(List.of("[UNK]", "Ã©"), new StringLookup("é").encoding("latin-1").getVocabulary());
  }

  @Test
  void takesABatchOfTokensForOneDocumentAsKerasDoes() {
    StringLookup rows = new StringLookup().outputMode("tf_idf");
    rows.adapt(new String[] {"a", "a", "b"});
    StringLookup batches = new StringLookup().outputMode("tf_idf");
    batches.adapt(Dataset.of(HostTensor.ofStrings(Shape.of(3), "a", "a", "b").toNdArray()));
    float[] byRow = {0.8048f, 0.6931f, 0.9163f};
    assertArrayEquals(byRow, idf(rows), 1e-4f);
    assertArrayEquals(new float[] {0.4055f, 0.4055f, 0.4055f}, idf(batches), 1e-4f);
  }

  private static float[] idf(StringLookup layer) {
    return Objects.requireNonNull(layer.saveOwnVariables().get("idf_weights")).value().floats();
  }

  @Test
  void takesTheVocabularyThatWasGivenLast(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("words.txt"), "x\ny\n");
    assertEquals(
        List.of("[UNK]", "a"), new StringLookup().vocabulary(file).vocabulary("a").getVocabulary());
    assertEquals(
        List.of("[UNK]", "x", "y"),
        new StringLookup().vocabulary("a").vocabulary(file).getVocabulary());
    StringLookup learned = new StringLookup();
    learned.adapt(new String[] {"a", "b"});
    learned.setVocabulary(file);
    try (Sequential model = model(learned)) {
      assertArrayEquals(
          new long[] {1, 0}, longs(model.predict(new String[][] {{"x", "a"}}, NdArray.class)));
    }
  }

  @Test
  void refusesToAdaptBeforeItReadsTheData() {
    assertEquals(
        "StringLookup 'string_lookup': cannot adapt, because the vocabulary was given. Drop the"
            + " `vocabulary`, or call setVocabulary.",
        refusal(IllegalStateException.class, () -> new StringLookup("a").adapt(new Object())));
  }
}
