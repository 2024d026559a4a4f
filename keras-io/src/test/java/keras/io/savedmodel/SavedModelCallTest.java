package keras.io.savedmodel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import keras.engine.HostTensor;
import keras.io.GoldenCases;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.NdArray;

class SavedModelCallTest {
  private static final Path FOLDER = GoldenCases.file("wide_deep", "export");
  private static final String INPUTS =
      "deep_input: float32 (None, 6), wide_input: float32 (None, 5)";
  private static final Map<String, float[][]> GOOD =
      Map.of("wide_input", new float[3][5], "deep_input", new float[3][6]);

  private static SavedModel model() {
    return SavedModel.load(FOLDER);
  }

  private static void refuses(String message, String signature, Map<String, ?> inputs) {
    try (SavedModel model = model()) {
      assertEquals(
          message,
          assertThrows(IllegalArgumentException.class, () -> model.call(signature, inputs))
              .getMessage());
    }
  }

  @Test
  void listsItsSignatures() {
    try (SavedModel model = model()) {
      assertEquals(
          List.of(
              "serve(" + INPUTS + ") -> output_0: float32 (None, 1), output_1: float32 (None, 1)",
              "serving_default("
                  + INPUTS
                  + ") -> output_0: float32 (None, 1), output_1: float32 (None, 1)"),
          model.signatures().values().stream().map(Signature::toString).toList());
    }
  }

  @Test
  void refusesAnUnknownSignature() {
    refuses(
        FOLDER + ": no signature 'predict'. Expected one of [serve, serving_default].",
        "predict",
        GOOD);
  }

  @Test
  void refusesInputsThatAreMissingOrUnexpected() {
    refuses(
        "Signature 'serve': expected inputs " + INPUTS + ". Received: [wide_input].",
        "serve",
        Map.of("wide_input", new float[3][5]));
    refuses("Signature 'serve': expected inputs " + INPUTS + ". Received: [].", "serve", Map.of());
  }

  @Test
  void refusesAnotherTypeOrShape() {
    refuses(
        "Signature 'serve': input 'wide_input': expected float32 (None, 5). Received: float64"
            + " (3, 5).",
        "serve",
        Map.of("wide_input", new double[3][5], "deep_input", new float[3][6]));
    refuses(
        "Signature 'serve': input 'deep_input': expected float32 (None, 6). Received: float32"
            + " (3, 7).",
        "serve",
        Map.of("wide_input", new float[3][5], "deep_input", new float[3][7]));
    refuses(
        "Signature 'serve': input 'deep_input': expected float32 (None, 6). Received: float32"
            + " (6,).",
        "serve",
        Map.of("wide_input", new float[3][5], "deep_input", new float[6]));
    refuses(
        "Signature 'serve': input 'deep_input': expected float32 (None, 6). Received: objects"
            + " (1,).",
        "serve",
        Map.of("wide_input", new float[3][5], "deep_input", new String[] {"a"}));
  }

  @Test
  void refusesCallsOnceClosed() {
    SavedModel model = model();
    model.close();
    model.close();
    assertEquals(
        FOLDER + ": it is closed. Load it again to call it.",
        assertThrows(IllegalStateException.class, () -> model.call("serve", GOOD)).getMessage());
  }

  @Test
  void answersEightThreadsAsItAnswersOne() throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (SavedModel model = model()) {
      List<Future<Integer>> runs = new ArrayList<>();
      for (int t = 0; t < 8; t++) {
        float own = t;
        runs.add(
            threads.submit(
                () -> {
                  Map<String, float[][]> inputs =
                      Map.of("wide_input", filled(5, own), "deep_input", filled(6, own));
                  float[] first = output(model.call("serve", inputs));
                  for (int i = 0; i < 200; i++) {
                    assertArrayEquals(first, output(model.call("serving_default", inputs)));
                  }
                  return 200;
                }));
      }
      int calls = 0;
      for (Future<Integer> run : runs) {
        calls += run.get();
      }
      assertEquals(1600, calls);
    } finally {
      threads.shutdownNow();
    }
  }

  private static float[][] filled(int width, float value) {
    float[][] rows = new float[3][width];
    for (float[] row : rows) {
      java.util.Arrays.fill(row, value);
    }
    return rows;
  }

  private static float[] output(Map<String, NdArray<?>> outputs) {
    return HostTensor.of(java.util.Objects.requireNonNull(outputs.get("output_0"))).floats();
  }

  @Test
  void leavesNothingBehind() {
    assertEquals(
        0,
        grown(
            8,
            () -> {
              try (SavedModel model = model()) {
                model.call("serve", GOOD);
                assertThrows(
                    IllegalArgumentException.class,
                    () ->
                        model.call(
                            "serve",
                            Map.of("wide_input", new float[3][5], "deep_input", new float[3][7])));
                assertThrows(
                    IllegalArgumentException.class,
                    () ->
                        model.call(
                            "serve",
                            Map.of("wide_input", new float[2][5], "deep_input", new float[3][6])));
              }
            }));
    try (SavedModel model = model()) {
      assertEquals(0, grown(200, () -> model.call("serving_default", GOOD)));
    }
  }

  /** How many native objects some more runs leave behind, after two. */
  private static long grown(int more, Runnable function) {
    function.run();
    function.run();
    long count;
    do { // what earlier tests left to the garbage collector would hide what is left here
      count = Pointer.totalCount();
      System.gc();
      Pointer.deallocateReferences();
    } while (Pointer.totalCount() < count);
    long grown = 0;
    for (int i = 0; i < more; i++) {
      long before = Pointer.totalCount();
      function.run();
      grown += Math.max(0, Pointer.totalCount() - before);
    }
    return grown;
  }
}
