package keras.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keras.Keras;
import keras.callbacks.History;
import keras.data.Dataset;
import keras.engine.CallContext;
import keras.engine.KerasTensor;
import keras.engine.Structure;
import keras.layers.BatchNormalization;
import keras.layers.Concatenate;
import keras.layers.Dense;
import keras.layers.Dropout;
import keras.layers.Embedding;
import keras.layers.ReLU;
import keras.layers.StringLookup;
import keras.losses.BinaryCrossentropy;
import keras.losses.SparseCategoricalCrossentropy;
import keras.metrics.SparseCategoricalAccuracy;
import keras.models.Model;
import keras.ops.Expr;
import keras.ops.Ops;
import keras.optimizers.Adam;
import keras.python.Python;
import keras.python.PythonResult;
import keras.regularizers.L2;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.NdArray;

/** Scripts of keras.io on tables, small, beside Python; docs/scripts.md says which were tried. */
class TableScriptsTest extends ScriptTest {
  // ---------------------------------------------------------------- collaborative filtering

  private static final String RECOMMENDER =
      SEED
          + """
          class RecommenderNet(keras.Model):
              def __init__(self, num_users, num_movies, embedding_size, **kwargs):
                  super().__init__(**kwargs)
                  self.user_embedding = L.Embedding(
                      num_users, embedding_size, embeddings_initializer="he_normal",
                      embeddings_regularizer=keras.regularizers.l2(1e-6))
                  self.user_bias = L.Embedding(num_users, 1)
                  self.movie_embedding = L.Embedding(
                      num_movies, embedding_size, embeddings_initializer="he_normal",
                      embeddings_regularizer=keras.regularizers.l2(1e-6))
                  self.movie_bias = L.Embedding(num_movies, 1)

              def call(self, inputs):
                  user_vector = self.user_embedding(inputs[:, 0])
                  user_bias = self.user_bias(inputs[:, 0])
                  movie_vector = self.movie_embedding(inputs[:, 1])
                  movie_bias = self.movie_bias(inputs[:, 1])
                  dot_user_movie = ops.tensordot(user_vector, movie_vector, 2)
                  return ops.nn.sigmoid(dot_user_movie + user_bias + movie_bias)

          x = np.stack([rng.integers(0, 12, 60), rng.integers(0, 9, 60)], -1)
          y = rng.uniform(size=60)
          result["x"], result["y"] = x, y
          model = RecommenderNet(12, 9, 5)
          model.compile(loss=keras.losses.BinaryCrossentropy(),
                        optimizer=keras.optimizers.Adam(learning_rate=0.001))
          result["history"] = model.fit(x=x, y=y, batch_size=16, epochs=3, verbose=0,
                                        validation_data=(x[:20], y[:20])).history
          result["paths"] = [w.path for w in model.weights]
          result["p"] = model.predict(x[:20], verbose=0)
          """;

  private static final class RecommenderNet extends Model {
    private final Embedding userEmbedding;
    private final Embedding userBias;
    private final Embedding movieEmbedding;
    private final Embedding movieBias;

    RecommenderNet(int users, int movies, int size) {
      userEmbedding = embedding(users, size);
      userBias = new Embedding(users, 1);
      movieEmbedding = embedding(movies, size);
      movieBias = new Embedding(movies, 1);
    }

    private static Embedding embedding(int rows, int size) {
      return new Embedding(rows, size)
          .embeddingsInitializer("he_normal")
          .embeddingsRegularizer(new L2(1e-6));
    }

    @Override
    protected List<Expr> call(List<Expr> in, CallContext ctx) {
      Expr users = Ops.get(in.get(0), ":, 0");
      Expr movies = Ops.get(in.get(0), ":, 1");
      Expr userVector = userEmbedding.apply(users, ctx);
      Expr user = userBias.apply(users, ctx);
      Expr movieVector = movieEmbedding.apply(movies, ctx);
      Expr movie = movieBias.apply(movies, ctx);
      Expr dot = Ops.call("tensordot", userVector, c -> c.with("x2", movieVector).with("axes", 2));
      return List.of(dot.add(user).add(movie).sigmoid());
    }
  }

  @Test
  void recommendMovies(Python python) {
    PythonResult expected = python.keras3().exec(RECOMMENDER);
    NdArray<?> x = array(expected, "x");
    NdArray<?> y = array(expected, "y");
    try (Model model = new RecommenderNet(12, 9, 5)) {
      model.compile(new Adam(0.001), new BinaryCrossentropy());
      History history =
          model.fit(
              x,
              y,
              f ->
                  f.batchSize(16)
                      .epochs(3)
                      .verbose(0)
                      .validationData(x.slice(rows(20)), y.slice(rows(20))));
      assertNear(expected, history, 2e-6);
      assertEquals(expected.list("paths"), model.weights().stream().map(w -> w.path()).toList());
      Arrays32.assertNear("p", expected.array("p"), model.predict(x.slice(rows(20))), 2e-6);
    }
  }

  private static org.tensorflow.ndarray.index.Index rows(long end) {
    return org.tensorflow.ndarray.index.Indices.range(0, end);
  }

  // ---------------------------------------------------------------- wide, deep and cross

  private static final String CROSS =
      SEED
          + """
          words = {"soil": ["clay", "sand", "loam"], "area": ["north", "south"]}
          names = ["elevation", "slope", "soil", "area"]
          features = {"elevation": rng.normal(size=60).astype("float32"),
                      "slope": rng.normal(size=60).astype("float32"),
                      "soil": rng.choice(words["soil"], 60), "area": rng.choice(words["area"], 60)}
          y = rng.integers(0, 3, 60)
          result.update({k: v.tolist() if v.dtype.kind == "U" else v for k, v in features.items()})
          result["y"] = y

          def create_model_inputs():
              return {n: L.Input(name=n, shape=(), dtype="string" if n in words else "float32")
                      for n in names}

          def encode_inputs(inputs, use_embedding=False):
              encoded = []
              for n in inputs:
                  if n in words:
                      lookup = L.StringLookup(
                          vocabulary=words[n], mask_token=None, num_oov_indices=0,
                          output_mode="int" if use_embedding else "multi_hot")
                      if use_embedding:
                          feature = L.Embedding(len(words[n]), 2)(lookup(inputs[n]))
                      else:
                          feature = lookup(ops.expand_dims(inputs[n], -1))
                  else:
                      feature = ops.expand_dims(inputs[n], -1)
                  encoded.append(feature)
              return L.concatenate(encoded)

          inputs = create_model_inputs()
          x0 = encode_inputs(inputs, use_embedding=True)
          wide = L.BatchNormalization()(encode_inputs(inputs))
          cross = x0
          for _ in [8, 8]:
              units = cross.shape[-1]
              x = L.Dense(units)(cross)
              cross = x0 * x + cross
          cross = L.BatchNormalization()(cross)
          deep = x0
          for units in [8, 8]:
              deep = L.Dense(units)(deep)
              deep = L.BatchNormalization()(deep)
              deep = L.ReLU()(deep)
              deep = L.Dropout(0.1)(deep)
          merged = L.concatenate([wide, cross, deep])
          outputs = L.Dense(units=3, activation="softmax")(merged)
          model = keras.Model(inputs=inputs, outputs=outputs)
          model.compile(optimizer=keras.optimizers.Adam(learning_rate=0.001),
                        loss=keras.losses.SparseCategoricalCrossentropy(),
                        metrics=[keras.metrics.SparseCategoricalAccuracy()])
          result["before"] = [w.numpy() for w in model.weights]
          data = tf.data.Dataset.from_tensor_slices((features, y)).batch(12).shuffle(10, seed=3)
          result["history"] = model.fit(data, epochs=3, verbose=0).history
          result["scores"] = model.evaluate(data, verbose=0, return_dict=True)
          result["paths"] = [w.path for w in model.weights]
          """;

  private static final Map<String, List<String>> WORDS =
      Map.of("soil", List.of("clay", "sand", "loam"), "area", List.of("north", "south"));

  private static KerasTensor encode(Map<String, KerasTensor> inputs, boolean embed) {
    List<KerasTensor> encoded = new ArrayList<>();
    inputs.forEach(
        (name, input) -> {
          List<String> words = WORDS.get(name);
          if (words == null) {
            encoded.add(Ops.expandDims(input, -1));
            return;
          }
          StringLookup lookup =
              new StringLookup()
                  .vocabulary(words)
                  .maskToken(null)
                  .numOovIndices(0)
                  .outputMode(embed ? "int" : "multi_hot");
          encoded.add(
              embed
                  ? new Embedding(words.size(), 2).apply(lookup.apply(input))
                  : lookup.apply(Ops.expandDims(input, -1)));
        });
    return new Concatenate().apply(encoded);
  }

  private static double number(PythonResult expected, String name) {
    return expected.map("scores").get(name) instanceof Number n ? n.doubleValue() : Double.NaN;
  }

  private static NdArray<?> texts(List<?> texts) {
    return org.tensorflow.ndarray.NdArrays.vectorOfObjects(texts.toArray(String[]::new));
  }

  @Test
  void classifyATableWideDeepAndCrossed(Python python) {
    PythonResult expected = python.keras3().exec(CROSS);
    Map<String, KerasTensor> inputs = new LinkedHashMap<>();
    for (String name : List.of("elevation", "slope", "soil", "area")) {
      String dtype = WORDS.containsKey(name) ? "string" : "float32";
      inputs.put(name, Keras.input(name, dtype));
    }
    KerasTensor x0 = encode(inputs, true);
    KerasTensor wide = new BatchNormalization().apply(encode(inputs, false));
    KerasTensor cross = x0;
    for (int i = 0; i < 2; i++) {
      KerasTensor x = new Dense((int) cross.shape().get(-1)).apply(cross);
      cross = x0.mul(x).add(cross);
    }
    cross = new BatchNormalization().apply(cross);
    KerasTensor deep = x0;
    for (int units : new int[] {8, 8}) {
      deep = new Dense(units).apply(deep);
      deep = new BatchNormalization().apply(deep);
      deep = new ReLU().apply(deep);
      deep = new Dropout(0.1).apply(deep);
    }
    KerasTensor merged = new Concatenate().apply(wide, cross, deep);
    KerasTensor outputs = new Dense(3, "softmax").apply(merged);
    Map<String, NdArray<?>> features = new LinkedHashMap<>();
    inputs.forEach(
        (name, input) ->
            features.put(
                name,
                WORDS.containsKey(name) ? texts(expected.list(name)) : array(expected, name)));
    NdArray<?> y = array(expected, "y");
    try (Model model = Model.of(Structure.of(inputs), Structure.of(outputs))) {
      model.compile(
          new Adam(0.001), new SparseCategoricalCrossentropy(), new SparseCategoricalAccuracy());
      Arrays32.assertNear("before", expected.arrays("before"), model.getWeights(), 0);
      Dataset data = Dataset.of(features, y).batch(12).shuffle(10, 3);
      History history = model.fit(data, f -> f.epochs(3).verbose(0));
      assertNear(expected, history, 2e-6);
      model
          .evaluate(data, e -> e.verbose(0))
          .asMap()
          .forEach((name, score) -> assertEquals(number(expected, name), score, 2e-6, name));
      assertEquals(expected.list("paths"), model.weights().stream().map(w -> w.path()).toList());
    }
  }
}
