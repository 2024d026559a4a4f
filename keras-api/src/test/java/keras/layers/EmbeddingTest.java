package keras.layers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import keras.config.Configs;
import keras.engine.Shapes;
import keras.engine.Variable;
import keras.ops.DType;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.StdArrays;

class EmbeddingTest {
  private static final NdArray<?> VECTORS =
      StdArrays.ndCopyOf(new double[][] {{1, 2}, {3, 4}, {5, 6}});
  private static final NdArray<?> INDICES = StdArrays.ndCopyOf(new int[][] {{0, 2, -1}});

  @Test
  void writesKerasKeysAndDefaults() {
    Map<String, @Nullable Object> config = Calls.own(new Embedding(3, 2));
    assertEquals(
        Set.of(
            "input_dim",
            "output_dim",
            "embeddings_initializer",
            "embeddings_regularizer",
            "activity_regularizer",
            "embeddings_constraint",
            "mask_zero"),
        config.keySet());
    assertEquals(
        List.of(3, 2, false),
        List.of(
            number(config, "input_dim"),
            number(config, "output_dim"),
            number(config, "mask_zero")));
    assertTrue(String.valueOf(config.get("embeddings_initializer")).contains("RandomUniform"));
    assertEquals(List.of("quantization_config"), Configs.pinned(Embedding.class));
  }

  private static Object number(Map<String, @Nullable Object> config, String key) {
    return Objects.requireNonNull(config.get(key));
  }

  @Test
  void readsWhatItWrites() {
    Layer layer = new Embedding(3, 2).maskZero(true).embeddingsInitializer("zeros");
    assertEquals(layer.config(), Calls.copy(layer).config());
  }

  @Test
  void looksUpAVectorForEachIndex() {
    Layer layer = new Embedding(3, 2).weights(VECTORS).name("e");
    assertArrayEquals(new float[] {1, 2, 5, 6, 5, 6}, Calls.values(layer, false, INDICES));
    assertEquals(List.of("e/embeddings"), layer.weights().stream().map(Variable::path).toList());
  }

  @Test
  void truncatesFloatingIndices() {
    Layer layer = new Embedding(3, 2).weights(VECTORS);
    assertArrayEquals(
        new float[] {1, 2, 5, 6}, Calls.values(layer, false, new float[][] {{0.9f, 2}}));
  }

  @Test
  void addsAnAxisToTheShape() {
    Layer layer = new Embedding(10, 4).dtype("mixed_float16");
    assertEquals(
        "(None, 7, 4)", Shapes.show(layer.apply(Calls.tensor(DType.INT32, -1, 7)).shape()));
    assertEquals(DType.FLOAT16, layer.apply(Calls.tensor(DType.INT32, -1)).dtype());
  }

  @Test
  void masksZerosOnlyWhenAsked() {
    Layer masking = new Embedding(3, 2).maskZero(true);
    float[] mask =
        Calls.values((ctx, in) -> List.of(mask(masking.apply(in, ctx))), masking, false, INDICES)
            .get(0);
    assertArrayEquals(new float[] {0, 1, 1}, mask);
    Layer plain = new Embedding(3, 2);
    Calls.values(
        (ctx, in) -> {
          Expr y = plain.apply(in, ctx);
          assertNull(y.mask());
          return List.of(y);
        },
        plain,
        false,
        INDICES);
  }

  private static Expr mask(Expr y) {
    return Objects.requireNonNull(y.mask());
  }

  @Test
  void refusesSizesBelowOne() {
    Exception e = assertThrows(IllegalArgumentException.class, () -> new Embedding(0, 2));
    assertEquals(
        "Embedding: `input_dim` must be a positive integer. Received: input_dim=0.",
        e.getMessage());
  }

  @Test
  void refusesVectorsOfAnotherShape() {
    Exception e =
        assertThrows(IllegalArgumentException.class, () -> new Embedding(2, 3).weights(VECTORS));
    assertEquals(
        "Embedding: `weights` must have shape (2, 3). Received: shape (3, 2).", e.getMessage());
  }
}
