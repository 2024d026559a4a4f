package keras.live;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keras.Keras;
import keras.callbacks.History;
import keras.data.Batch;
import keras.data.Dataset;
import keras.engine.HostTensor;
import keras.engine.KerasTensor;
import keras.layers.Dense;
import keras.layers.Dropout;
import keras.models.Model;
import keras.preprocessing.FeatureSpace;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tensorflow.ndarray.NdArray;

/**
 * A script about houses, of the steps of Keras' page "Structured data classification with
 * FeatureSpace": columns, a space, a model of encoded columns that is trained, and one of raw ones
 * that predicts.
 */
@ExtendWith(PythonExtension.class)
class FeatureSpaceScriptTest {
  private static final String SCRIPT =
      """
      keras.utils.set_random_seed(11)
      rng = np.random.default_rng(2)
      n = 90
      table = {"lift": rng.integers(0, 2, n), "floor": rng.integers(0, 5, n),
               "kind": np.array(["flat", "loft", "house"], dtype=object)[rng.integers(0, 3, n)],
               "year": rng.integers(1900, 2020, n), "area": rng.normal(90, 25, n), "rooms": rng.integers(1, 7, n)}
      labels = (table["area"] / 90 + table["lift"] - table["floor"] / 5 + rng.normal(0, .3, n) > 1).astype("int64")
      result["table"], result["labels"] = list(table.values()), labels

      FeatureSpace = keras.utils.FeatureSpace
      cut = lambda a, b: (tf.data.Dataset.from_tensor_slices(({k: v[a:b] for k, v in table.items()}, labels[a:b]))
                          .shuffle(buffer_size=70, seed=5).batch(16))
      train_ds, val_ds = cut(0, 70), cut(70, n)
      feature_space = FeatureSpace(
          features={
              "lift": FeatureSpace.integer_categorical(num_oov_indices=0),
              "floor": FeatureSpace.integer_categorical(num_oov_indices=0),
              "kind": FeatureSpace.string_categorical(num_oov_indices=0),
              "year": FeatureSpace.float_discretized(num_bins=8),
              "area": FeatureSpace.float_normalized(),
              "rooms": FeatureSpace.float_normalized(),
          },
          crosses=[FeatureSpace.cross(feature_names=("lift", "year"), crossing_dim=24), ("kind", "floor")],
          crossing_dim=8,
          output_mode="concat")
      feature_space.adapt(train_ds.map(lambda x, _: x))
      for x, _ in train_ds.take(1):
          result["first"] = np.array(feature_space(x))
      train = train_ds.map(lambda x, y: (feature_space(x), y)).prefetch(2)
      val = val_ds.map(lambda x, y: (feature_space(x), y)).prefetch(2)
      dict_inputs = feature_space.get_inputs()
      encoded_features = feature_space.get_encoded_features()
      x = keras.layers.Dense(12, activation="relu")(encoded_features)
      x = keras.layers.Dropout(0.5)(x)
      predictions = keras.layers.Dense(1, activation="sigmoid")(x)
      training_model = keras.Model(inputs=encoded_features, outputs=predictions)
      training_model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
      inference_model = keras.Model(inputs=dict_inputs, outputs=predictions)
      result["history"] = training_model.fit(train, epochs=3, validation_data=val, verbose=0).history
      sample = {"lift": 1, "floor": 2, "kind": "loft", "year": 1987, "area": 77.5, "rooms": 3}
      result["prediction"] = inference_model.predict(
          {name: tf.convert_to_tensor([value]) for name, value in sample.items()}, verbose=0)
      """;

  private static Dataset cut(Map<String, NdArray<?>> table, NdArray<?> labels, int from, int to) {
    Dataset samples = Dataset.of(table, labels).batch(1).skip(from).take(to - from);
    return samples.shuffle(70, 5).batch(16);
  }

  @Test
  void givesPythonsNumbers(Python python) {
    PythonResult script = python.keras3().exec(SCRIPT, Map.of());
    Map<String, NdArray<?>> table = new LinkedHashMap<>();
    for (String name : List.of("lift", "floor", "kind", "year", "area", "rooms")) {
      table.put(name, script.arrays("table").get(table.size()).toNdArray());
    }
    NdArray<?> labels = script.array("labels").toNdArray();
    Keras.clearSession();
    Keras.setRandomSeed(11);

    Dataset trainDs = cut(table, labels, 0, 70);
    Dataset valDs = cut(table, labels, 70, 90);
    Map<String, Object> features = new LinkedHashMap<>();
    features.put("lift", FeatureSpace.integerCategorical(null, 0));
    features.put("floor", FeatureSpace.integerCategorical(null, 0));
    features.put("kind", FeatureSpace.stringCategorical(null, 0));
    features.put("year", FeatureSpace.floatDiscretized(8));
    features.put("area", FeatureSpace.floatNormalized());
    features.put("rooms", FeatureSpace.floatNormalized());
    FeatureSpace space =
        new FeatureSpace(features)
            .crosses(
                List.of(FeatureSpace.cross(List.of("lift", "year"), 24), List.of("kind", "floor")))
            .crossingDim(8)
            .outputMode("concat");
    space.adapt(trainDs.map((Batch b) -> Batch.of(b.named())));
    Batch first = trainDs.take(1).iterator().next();
    assertClose(script.array("first"), space.call(first.named()), 1e-5f);

    Dataset train = trainDs.map(space).prefetch(2);
    Dataset val = valDs.map(space).prefetch(2);
    List<KerasTensor> dictInputs = List.copyOf(space.getInputs().values());
    KerasTensor encoded = space.getEncodedFeatures();
    KerasTensor x = new Dense(12, "relu").apply(encoded);
    x = new Dropout(0.5).apply(x);
    KerasTensor predictions = new Dense(1, "sigmoid").apply(x);
    try (Model training = Model.of(List.of(encoded), List.of(predictions));
        Model inference = Model.of(dictInputs, List.of(predictions))) {
      training.compile("adam", "binary_crossentropy", "accuracy");
      History history = training.fit(train, f -> f.epochs(3).validationData(val).verbose(0));
      for (String key : List.of("loss", "accuracy", "val_loss", "val_accuracy")) {
        assertArrayEquals(
            script.series("history", key),
            history.history().getOrDefault(key, List.of()).stream()
                .mapToDouble(Double::doubleValue)
                .toArray(),
            1e-5,
            key);
      }
      Map<String, Object> sample = new LinkedHashMap<>();
      sample.put("lift", new int[] {1});
      sample.put("floor", new int[] {2});
      sample.put("kind", new String[] {"loft"});
      sample.put("year", new int[] {1987});
      sample.put("area", new float[] {77.5f});
      sample.put("rooms", new int[] {3});
      assertClose(script.array("prediction"), inference.predict(sample), 1e-5f);
    }
    space.close();
  }

  private static void assertClose(HostTensor expected, NdArray<?> actual, float tolerance) {
    HostTensor y = HostTensor.of(actual);
    assertEquals(expected.shape(), y.shape());
    assertArrayEquals(expected.floats(), y.floats(), tolerance);
  }
}
