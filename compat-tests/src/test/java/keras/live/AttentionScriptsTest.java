package keras.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import keras.Keras;
import keras.callbacks.History;
import keras.engine.CallContext;
import keras.engine.KerasTensor;
import keras.engine.Variable;
import keras.initializers.GlorotUniform;
import keras.layers.Concatenate;
import keras.layers.Dense;
import keras.layers.Dropout;
import keras.layers.Embedding;
import keras.layers.Flatten;
import keras.layers.Layer;
import keras.layers.LayerNormalization;
import keras.layers.MultiHeadAttention;
import keras.layers.Multiply;
import keras.losses.SparseCategoricalCrossentropy;
import keras.models.Model;
import keras.models.Sequential;
import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Numpy;
import keras.ops.Ops;
import keras.python.Python;
import keras.python.PythonResult;
import keras.regularizers.L2;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.Shape;

/** Scripts of keras.io with attention, small, beside Python; see docs/scripts.md. */
class AttentionScriptsTest extends ScriptTest {
  // ---------------------------------------------------------------- a small GPT

  private static final String GPT =
      SEED
          + """
          def causal_attention_mask(batch_size, n_dest, n_src, dtype):
              i = ops.arange(n_dest)[:, None]
              j = ops.arange(n_src)
              m = i >= j - n_src + n_dest
              mask = ops.cast(m, dtype)
              mask = ops.reshape(mask, [1, n_dest, n_src])
              return ops.tile(mask, [batch_size, 1, 1])

          class TransformerBlock(L.Layer):
              def __init__(self, embed_dim, num_heads, ff_dim, rate=0.1):
                  super().__init__()
                  self.att = L.MultiHeadAttention(num_heads, embed_dim)
                  self.ffn = keras.Sequential([L.Dense(ff_dim, activation="relu"), L.Dense(embed_dim)])
                  self.layernorm1 = L.LayerNormalization(epsilon=1e-6)
                  self.layernorm2 = L.LayerNormalization(epsilon=1e-6)
                  self.dropout1 = L.Dropout(rate)
                  self.dropout2 = L.Dropout(rate)

              def call(self, inputs):
                  input_shape = ops.shape(inputs)
                  batch_size, seq_len = input_shape[0], input_shape[1]
                  causal_mask = causal_attention_mask(batch_size, seq_len, seq_len, "bool")
                  attention_output = self.att(inputs, inputs, attention_mask=causal_mask)
                  attention_output = self.dropout1(attention_output)
                  out1 = self.layernorm1(inputs + attention_output)
                  ffn_output = self.dropout2(self.ffn(out1))
                  return self.layernorm2(out1 + ffn_output)

          class TokenAndPositionEmbedding(L.Layer):
              def __init__(self, maxlen, vocab_size, embed_dim):
                  super().__init__()
                  self.token_emb = L.Embedding(input_dim=vocab_size, output_dim=embed_dim)
                  self.pos_emb = L.Embedding(input_dim=maxlen, output_dim=embed_dim)

              def call(self, x):
                  positions = self.pos_emb(ops.arange(0, ops.shape(x)[-1], 1))
                  return self.token_emb(x) + positions

          inputs = L.Input(shape=(7,), dtype="int32")
          x = TokenAndPositionEmbedding(7, 20, 8)(inputs)
          x = TransformerBlock(8, 2, 16)(x)
          outputs = L.Dense(20)(x)
          model = keras.Model(inputs=inputs, outputs=[outputs, x])
          model.compile("adam", loss=[keras.losses.SparseCategoricalCrossentropy(from_logits=True), None])
          words = rng.integers(0, 20, (32, 8)).astype("int32")
          result["x"], result["y"] = words[:, :-1], words[:, 1:]
          result["history"] = model.fit(result["x"], result["y"], batch_size=8, epochs=3, verbose=0).history
          result["paths"] = [w.path for w in model.weights]
          result["p"] = model.predict(result["x"], verbose=0)[0]
          """;

  private static Expr causalMask(Expr batch, int destinations, int sources, Expr like) {
    Expr i = Numpy.arange(like.tf(), 0, destinations, 1, DType.INT32).expandDims(1);
    Expr j = Numpy.arange(like.tf(), 0, sources, 1, DType.INT32);
    Expr mask = Ops.binary("greater_equal", i, j.add(destinations - sources));
    mask = mask.reshape(1, destinations, sources);
    return Ops.call("tile", mask, c -> c.with("repeats", List.of(batch, 1, 1)));
  }

  private static final class TransformerBlock extends Layer {
    private final MultiHeadAttention att;
    private final Sequential ffn;
    private final LayerNormalization layernorm1;
    private final LayerNormalization layernorm2;
    private final Dropout dropout1;
    private final Dropout dropout2;

    /** Makes its layers in Python's order, so that each draws Python's seed. */
    TransformerBlock(int embedDim, int heads, int ffDim) {
      att = new MultiHeadAttention(heads, embedDim);
      ffn = new Sequential(new Dense(ffDim, "relu"), new Dense(embedDim));
      layernorm1 = new LayerNormalization().epsilon(1e-6);
      layernorm2 = new LayerNormalization().epsilon(1e-6);
      dropout1 = new Dropout(0.1);
      dropout2 = new Dropout(0.1);
    }

    @Override
    protected Expr call(Expr inputs, CallContext ctx) {
      int length = (int) inputs.shape().get(1);
      Expr mask = causalMask(Core.size(inputs, 0), length, length, inputs);
      Expr attention =
          att.apply(inputs, c -> c.with("value", inputs).with("attention_mask", mask), ctx);
      Expr out1 = layernorm1.apply(inputs.add(dropout1.apply(attention, ctx)), ctx);
      Expr out = dropout2.apply(ffn.apply(out1, ctx), ctx);
      return layernorm2.apply(out1.add(out), ctx);
    }
  }

  private static final class TokenAndPositionEmbedding extends Layer {
    private final Embedding tokenEmb;
    private final Embedding posEmb;

    TokenAndPositionEmbedding(int maxlen, int words, int dim) {
      tokenEmb = new Embedding(words, dim);
      posEmb = new Embedding(maxlen, dim);
    }

    @Override
    protected Expr call(Expr x, CallContext ctx) {
      Expr positions = Numpy.arange(ctx.tf(), 0, (int) x.shape().get(-1), 1, DType.INT32);
      return tokenEmb.apply(x, ctx).add(posEmb.apply(positions, ctx));
    }
  }

  @Test
  void predictTheNextWord(Python python) {
    PythonResult expected = python.keras3().exec(GPT);
    KerasTensor inputs = Keras.input(null, "int32", 7);
    KerasTensor x = new TokenAndPositionEmbedding(7, 20, 8).apply(inputs);
    KerasTensor block = new TransformerBlock(8, 2, 16).apply(x);
    KerasTensor outputs = new Dense(20).apply(block);
    try (Model model = Model.of(List.of(inputs), List.of(outputs, block))) {
      List<@Nullable Object> losses = new ArrayList<>();
      losses.add(new SparseCategoricalCrossentropy().fromLogits(true));
      losses.add(null);
      model.compile(c -> c.optimizer("adam").loss(losses));
      History history =
          model.fit(
              array(expected, "x"), array(expected, "y"), f -> f.batchSize(8).epochs(3).verbose(0));
      assertNear(expected, history, 2e-6);
      assertEquals(expected.list("paths"), model.weights().stream().map(w -> w.path()).toList());
      NdArray<?> p = model.predictAll(array(expected, "x")).get(0);
      Arrays32.assertNear("p", expected.array("p"), p, 2e-6);
    }
  }

  // ---------------------------------------------------------------- attention over a bag

  private static final String BAGS =
      SEED
          + """
          class MILAttentionLayer(L.Layer):
              def __init__(self, weight_params_dim, use_gated=False, **kwargs):
                  super().__init__(**kwargs)
                  self.dim = weight_params_dim
                  self.use_gated = use_gated
                  self.regularizer = keras.regularizers.get(keras.regularizers.L2(0.01))

              def build(self, input_shape):
                  input_dim = input_shape[0][1]
                  make = lambda shape, name: self.add_weight(
                      shape=shape, initializer="glorot_uniform", name=name,
                      regularizer=self.regularizer, trainable=True)
                  self.v_weight_params = make((input_dim, self.dim), "v")
                  self.w_weight_params = make((self.dim, 1), "w")
                  self.u_weight_params = make((input_dim, self.dim), "u") if self.use_gated else None

              def call(self, inputs):
                  instances = [self.compute_attention_scores(instance) for instance in inputs]
                  instances = ops.stack(instances)
                  alpha = ops.softmax(instances, axis=0)
                  return [alpha[i] for i in range(alpha.shape[0])]

              def compute_attention_scores(self, instance):
                  original_instance = instance
                  instance = ops.tanh(ops.tensordot(instance, self.v_weight_params, axes=1))
                  if self.use_gated:
                      instance = instance * ops.sigmoid(
                          ops.tensordot(original_instance, self.u_weight_params, axes=1))
                  return ops.tensordot(instance, self.w_weight_params, axes=1)

          inputs, embeddings = [], []
          shared_dense_layer_1 = L.Dense(8, activation="relu")
          shared_dense_layer_2 = L.Dense(6, activation="relu")
          for _ in range(3):
              inp = L.Input((4, 4))
              flatten = L.Flatten()(inp)
              inputs.append(inp)
              embeddings.append(shared_dense_layer_2(shared_dense_layer_1(flatten)))
          alpha = MILAttentionLayer(5, use_gated=True, name="alpha")(embeddings)
          layers_ = [L.multiply([alpha[i], embeddings[i]]) for i in range(len(alpha))]
          concat = L.concatenate(layers_, axis=1)
          output = L.Dense(2, activation="softmax")(concat)
          model = keras.Model(inputs, output)
          model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
          x = [rng.uniform(size=(40, 4, 4)).astype("float32") for _ in range(3)]
          y = rng.integers(0, 2, (40, 1))
          result["x"], result["y"] = x, y
          result["history"] = model.fit(x, y, validation_data=(x, y), epochs=3, batch_size=8,
                                        class_weight={0: 0.7, 1: 1.5}, verbose=0).history
          result["paths"] = [w.path for w in model.weights]
          intermediate = keras.Model(model.input, model.get_layer("alpha").output)
          result["alpha"] = intermediate.predict(x, verbose=0)
          """;

  private static final class MilAttention extends Layer {
    private final int dim;
    private @Nullable Variable v;
    private @Nullable Variable w;
    private @Nullable Variable u;

    MilAttention(int dim) {
      this.dim = dim;
    }

    @Override
    public boolean takesList() {
      return true;
    }

    @Override
    protected void build(List<Shape> inputs) {
      long size = inputs.get(0).get(1);
      L2 regularizer = new L2(0.01);
      v = addWeight("v", Shape.of(size, dim), new GlorotUniform(), regularizer, null);
      w = addWeight("w", Shape.of(dim, 1), new GlorotUniform(), regularizer, null);
      u = addWeight("u", Shape.of(size, dim), new GlorotUniform(), regularizer, null);
    }

    @Override
    protected List<Expr> call(List<Expr> inputs, CallContext ctx) {
      Expr first = ctx.read(Objects.requireNonNull(v));
      Expr gate = ctx.read(Objects.requireNonNull(u));
      Expr last = ctx.read(Objects.requireNonNull(w));
      List<Expr> scores =
          inputs.stream()
              .map(x -> x.matmul(first).tanh().mul(x.matmul(gate).sigmoid()).matmul(last))
              .toList();
      Expr alpha = Ops.softmax(Ops.stack(scores, 0), 0);
      List<Expr> out = new ArrayList<>();
      for (int i = 0; i < inputs.size(); i++) {
        out.add(Ops.get(alpha, String.valueOf(i)));
      }
      return out;
    }
  }

  @Test
  void attendToABag(Python python) {
    PythonResult expected = python.keras3().exec(BAGS);
    List<KerasTensor> inputs = new ArrayList<>();
    List<KerasTensor> embeddings = new ArrayList<>();
    Dense dense1 = new Dense(8, "relu");
    Dense dense2 = new Dense(6, "relu");
    for (int i = 0; i < 3; i++) {
      KerasTensor in = Keras.input(4, 4);
      inputs.add(in);
      embeddings.add(dense2.apply(dense1.apply(new Flatten().apply(in))));
    }
    List<KerasTensor> alpha = new MilAttention(5).name("alpha").applyAll(embeddings);
    List<KerasTensor> weighted = new ArrayList<>();
    for (int i = 0; i < alpha.size(); i++) {
      weighted.add(new Multiply().apply(alpha.get(i), embeddings.get(i)));
    }
    KerasTensor output = new Dense(2, "softmax").apply(new Concatenate().axis(1).apply(weighted));
    try (Model model = Model.of(inputs, List.of(output))) {
      model.compile("adam", "sparse_categorical_crossentropy", "accuracy");
      List<NdArray<?>> x = new ArrayList<>();
      expected.arrays("x").forEach(a -> x.add(a.toNdArray()));
      NdArray<?> y = array(expected, "y");
      History history =
          model.fit(
              x,
              y,
              f ->
                  f.validationData(x, y)
                      .epochs(3)
                      .batchSize(8)
                      .classWeight(Map.of(0, 0.7, 1, 1.5))
                      .verbose(0));
      assertNear(expected, history, 2e-6);
      assertEquals(expected.list("paths"), model.weights().stream().map(w -> w.path()).toList());
      try (Model intermediate =
          Model.of(model.inputs(), model.layer("alpha").nodes().get(0).outputs().flat())) {
        Arrays32.assertNear("alpha", expected.arrays("alpha"), intermediate.predictAll(x), 2e-6);
      }
    }
  }
}
