package keras.bits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import keras.Keras;
import keras.callbacks.History;
import keras.engine.CallContext;
import keras.engine.HostTensor;
import keras.engine.KerasTensor;
import keras.layers.Add;
import keras.layers.Dense;
import keras.layers.Dropout;
import keras.layers.Embedding;
import keras.layers.FluentLayer;
import keras.layers.GlobalAveragePooling1D;
import keras.layers.Layer;
import keras.layers.LayerNormalization;
import keras.layers.MultiHeadAttention;
import keras.models.Model;
import keras.models.Sequential;
import keras.ops.Core;
import keras.ops.Expr;
import keras.ops.Nn;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.StdArrays;

/**
 * Ten steps of a small transformer block from {@code setRandomSeed(42)}, Java beside Python: as a
 * functional model, and as layers of one's own, as in Keras' example "Text classification with
 * Transformer".
 *
 * <p>Every initial weight and every dropout mask has Python's bits. The steps differ by a few units
 * in the last place: TensorFlow's optimizer fuses and orders products and sums of the two programs
 * differently, and each step carries that on.
 */
@ExtendWith(PythonExtension.class)
class TransformerTest {
  private static final int SAMPLES = 32;
  private static final int WORDS = 10;
  private static final int VOCABULARY = 50;
  private static final int SIZE = 16;
  private static final int STEPS = 10;

  private static final String SCRIPT =
      """
      L, ops = keras.layers, keras.ops

      class TransformerBlock(L.Layer):
          def __init__(self, size, heads, hidden, rate=0.1):
              super().__init__()
              self.att = L.MultiHeadAttention(num_heads=heads, key_dim=size)
              self.ffn = keras.Sequential([L.Dense(hidden, activation="relu"), L.Dense(size)])
              self.layernorm1 = L.LayerNormalization(epsilon=1e-6)
              self.layernorm2 = L.LayerNormalization(epsilon=1e-6)
              self.dropout1 = L.Dropout(rate)
              self.dropout2 = L.Dropout(rate)

          def call(self, inputs):
              attended = self.dropout1(self.att(inputs, inputs))
              out1 = self.layernorm1(inputs + attended)
              return self.layernorm2(out1 + self.dropout2(self.ffn(out1)))

      class TokenAndPositionEmbedding(L.Layer):
          def __init__(self, maxlen, vocab_size, size):
              super().__init__()
              self.token_emb = L.Embedding(input_dim=vocab_size, output_dim=size)
              self.pos_emb = L.Embedding(input_dim=maxlen, output_dim=size)

          def call(self, x):
              positions = self.pos_emb(ops.arange(start=0, stop=ops.shape(x)[-1], step=1))
              return self.token_emb(x) + positions

      keras.utils.set_random_seed(42)
      inputs = keras.Input((words,), dtype="int32")
      if form == "layers":
          y = TokenAndPositionEmbedding(words, vocabulary, size)(inputs)
          y = TransformerBlock(size, 2, 32)(y)
      else:
          e = L.Embedding(vocabulary, size)(inputs)
          a = L.MultiHeadAttention(2, size, dropout=0.1)(e, e, use_causal_mask=form == "causal")
          n = L.LayerNormalization(epsilon=1e-6)(L.Add()([e, L.Dropout(0.1)(a)]))
          f = L.Dense(size)(L.Dense(32, activation="relu")(n))
          y = L.LayerNormalization(epsilon=1e-6)(L.Add()([n, L.Dropout(0.1)(f)]))
      y = L.Dropout(0.1)(L.GlobalAveragePooling1D()(y))
      y = L.Dropout(0.1)(L.Dense(20, activation="relu")(y))
      model = keras.Model(inputs, L.Dense(2, activation="softmax")(y))
      model.compile("adam", "sparse_categorical_crossentropy")
      result["first"] = model.get_weights()
      result["loss"] = model.fit(x, t, batch_size=len(x), epochs=steps, shuffle=False, verbose=0).history["loss"]
      result["weights"] = model.get_weights()
      result["predictions"] = model.predict(x, verbose=0)
      """;

  /** The block of Keras' example. */
  static final class TransformerBlock extends FluentLayer<TransformerBlock> {
    private final MultiHeadAttention att;
    private final Sequential ffn;
    private final LayerNormalization layernorm1 = new LayerNormalization().epsilon(1e-6);
    private final LayerNormalization layernorm2 = new LayerNormalization().epsilon(1e-6);
    private final Dropout dropout1;
    private final Dropout dropout2;

    TransformerBlock(int size, int heads, int hidden, double rate) {
      att = new MultiHeadAttention(heads, size);
      ffn = new Sequential(new Dense(hidden, "relu"), new Dense(size));
      dropout1 = new Dropout(rate);
      dropout2 = new Dropout(rate);
    }

    @Override
    protected Expr call(Expr x, CallContext ctx) {
      Expr attended = dropout1.apply(att.apply(List.of(x, x), ctx), ctx);
      Expr out1 = layernorm1.apply(x.add(attended), ctx);
      return layernorm2.apply(out1.add(dropout2.apply(ffn.apply(out1, ctx), ctx)), ctx);
    }
  }

  /** Words and their places, as vectors. */
  static final class TokenAndPositionEmbedding extends FluentLayer<TokenAndPositionEmbedding> {
    private final Embedding tokenEmb;
    private final Embedding posEmb;

    TokenAndPositionEmbedding(int maxlen, int vocabulary, int size) {
      tokenEmb = new Embedding(vocabulary, size);
      posEmb = new Embedding(maxlen, size);
    }

    @Override
    protected Expr call(Expr x, CallContext ctx) {
      Expr positions = posEmb.apply(Nn.places(Core.size(x, -1)), ctx);
      return tokenEmb.apply(x, ctx).add(positions);
    }
  }

  private static Model model(String form) {
    KerasTensor inputs = Keras.input("words", "int32", WORDS);
    KerasTensor y;
    if (form.equals("layers")) {
      y = new TokenAndPositionEmbedding(WORDS, VOCABULARY, SIZE).apply(inputs);
      y = new TransformerBlock(SIZE, 2, 32, 0.1).apply(y);
    } else {
      boolean causal = form.equals("causal");
      KerasTensor e = new Embedding(VOCABULARY, SIZE).apply(inputs);
      Layer attention = new MultiHeadAttention(2, SIZE).dropout(0.1);
      KerasTensor a = attention.apply(e, c -> c.with("value", e).with("use_causal_mask", causal));
      KerasTensor n =
          new LayerNormalization()
              .epsilon(1e-6)
              .apply(new Add().apply(e, new Dropout(0.1).apply(a)));
      KerasTensor f = new Dense(SIZE).apply(new Dense(32, "relu").apply(n));
      y =
          new LayerNormalization()
              .epsilon(1e-6)
              .apply(new Add().apply(n, new Dropout(0.1).apply(f)));
    }
    y = new Dropout(0.1).apply(new GlobalAveragePooling1D().apply(y));
    y = new Dropout(0.1).apply(new Dense(20, "relu").apply(y));
    return Model.of(inputs, new Dense(2, "softmax").apply(y));
  }

  @ParameterizedTest
  @ValueSource(strings = {"functional", "causal", "layers"})
  void trainsAsKerasDoes(String form, Python python, TestReporter reporter) {
    Random random = new Random(7);
    int[][] x = new int[SAMPLES][WORDS];
    int[] t = new int[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      for (int j = 0; j < WORDS; j++) {
        x[i][j] = random.nextInt(VOCABULARY);
        t[i] = (t[i] + x[i][j]) % 2;
      }
    }
    Map<String, Object> given =
        Map.of(
            "x", StdArrays.ndCopyOf(x),
            "t", StdArrays.ndCopyOf(t),
            "words", WORDS,
            "vocabulary", VOCABULARY,
            "size", SIZE,
            "steps", STEPS,
            "form", form);
    PythonResult expected = python.keras3().exec(SCRIPT, given);
    Keras.setRandomSeed(42);
    try (Model model = model(form)) {
      model.compile("adam", "sparse_categorical_crossentropy");
      assertEquals(0, distance(expected.arrays("first"), model), "initial weights");
      History history =
          model.fit(x, t, f -> f.batchSize(SAMPLES).epochs(STEPS).shuffle(false).verbose(0));
      double losses = 0;
      double[] loss = expected.numbers("loss");
      for (int i = 0; i < STEPS; i++) {
        losses = Math.max(losses, Math.abs(loss[i] - history.get("loss").get(i)));
      }
      double weights = distance(expected.arrays("weights"), model);
      reporter.publishEntry(
          form, "largest difference of losses %.3g, of weights %.3g".formatted(losses, weights));
      assertTrue(losses < 1e-5, () -> form + ": losses differ");
      assertTrue(weights < 1e-4, () -> form + ": weights differ by " + weights);
    }
  }

  private static double distance(List<HostTensor> expected, Model model) {
    List<HostTensor> own = new ArrayList<>();
    model.getWeights().forEach(w -> own.add(HostTensor.of(w)));
    assertEquals(expected.size(), own.size());
    double most = 0;
    for (int i = 0; i < own.size(); i++) {
      float[] a = expected.get(i).floats();
      float[] b = own.get(i).floats();
      assertEquals(a.length, b.length, "weight " + i);
      for (int j = 0; j < a.length; j++) {
        most = Math.max(most, Math.abs(a[j] - b[j]));
      }
    }
    return most;
  }
}
