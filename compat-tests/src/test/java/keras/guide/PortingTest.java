package keras.guide;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import keras.Keras;
import keras.callbacks.EarlyStopping;
import keras.callbacks.History;
import keras.callbacks.LambdaCallback;
import keras.callbacks.LearningRateScheduler;
import keras.callbacks.Logs;
import keras.callbacks.ModelCheckpoint;
import keras.constraints.MaxNorm;
import keras.data.Dataset;
import keras.data.Np;
import keras.data.Npz;
import keras.engine.KerasTensor;
import keras.engine.Variable;
import keras.initializers.HeNormal;
import keras.io.savedmodel.SavedModel;
import keras.layers.BatchNormalization;
import keras.layers.Concatenate;
import keras.layers.Dense;
import keras.layers.Dropout;
import keras.layers.Normalization;
import keras.losses.SparseCategoricalCrossentropy;
import keras.metrics.SparseCategoricalAccuracy;
import keras.models.Model;
import keras.models.Sequential;
import keras.optimizers.Adam;
import keras.optimizers.SGD;
import keras.optimizers.schedules.ExponentialDecay;
import keras.regularizers.L2;
import keras.saving.LoadOptions;
import keras.saving.SaveOptions;
import keras.saving.SaveOptions.Dialect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.ndarray.NdArray;

/** The Java of docs/porting.md. */
class PortingTest {
  private static final float[][] X = {{0, 1, 2}, {1, 0, 1}, {2, 1, 0}, {1, 2, 2}};
  private static final float[][] WIDE = {{1, 2}, {3, 4}, {5, 6}, {7, 8}};
  private static final int[] CLASSES = {0, 1, 1, 0};
  private static final float[][] PRICES = {{1}, {2}, {3}, {4}};

  private static Sequential classifier() {
    Sequential model = new Sequential(new Dense(4, "relu").inputShape(3), new Dense(2, "softmax"));
    model.compile("adam", "sparse_categorical_crossentropy", "accuracy");
    return model;
  }

  @Test
  void layers() {
    Dense first =
        new Dense(300, "relu")
            .kernelInitializer("he_normal")
            .kernelRegularizer(new L2(0.01))
            .name("first");
    Dense second = new Dense(100).kernelInitializer(new HeNormal().seed(42)).useBias(false);
    Dense third = new Dense(10).kernelConstraint(new MaxNorm(2));
    assertEquals("first", first.name());
    assertEquals(false, second.config().get("use_bias"));
    assertTrue(third.config().get("kernel_constraint") instanceof Map<?, ?>);
  }

  @Test
  void sequential() {
    Sequential model = new Sequential();
    model.add(new Dense(30, "relu").inputShape(8));
    model.add(new BatchNormalization());
    model.add(new Dropout(0.2));
    model.add(new Dense(1));
    model.summary();
    assertEquals(4, model.layers().size());
    model.close();
  }

  @Test
  void functional() {
    KerasTensor wide = Keras.input("wide", 2);
    KerasTensor deep = Keras.input("deep", 3);
    KerasTensor hidden = new Dense(30, "relu").apply(deep);
    KerasTensor both = new Concatenate().apply(wide, hidden);
    KerasTensor price = new Dense(1).name("price").apply(both);
    KerasTensor aux = new Dense(1).name("aux").apply(hidden);
    try (Model model = Model.of(List.of(wide, deep), List.of(price, aux))) {
      model.compile(
          c ->
              c.optimizer("sgd")
                  .loss(Map.of("price", "mse", "aux", "mae"))
                  .lossWeights(Map.of("price", 0.9, "aux", 0.1))
                  .metrics(Map.of("price", List.of("mae"))));
      model.fit(List.of(WIDE, X), List.of(PRICES, PRICES), f -> f.epochs(2).verbose(0));
      model.fit(
          Map.of("wide", WIDE, "deep", X),
          Map.of("price", PRICES, "aux", PRICES),
          f -> f.verbose(0));
      List<NdArray<?>> predictions = model.predictAll(List.of(WIDE, X));
      assertEquals(2, predictions.size());
    }
  }

  @Test
  void compileAndFit(@TempDir Path folder) {
    String best = folder.resolve("best.weights.h5").toString();
    try (Sequential model = classifier()) {
      model.compile(
          c ->
              c.optimizer(new Adam(1e-3).beta1(0.8).clipnorm(1.0))
                  .loss(new SparseCategoricalCrossentropy())
                  .metrics(new SparseCategoricalAccuracy().name("acc")));
      History history =
          model.fit(
              X,
              CLASSES,
              f ->
                  f.epochs(3)
                      .batchSize(2)
                      .validationData(X, CLASSES)
                      .classWeight(Map.of(0, 1.0, 1, 2.0))
                      .callbacks(
                          new EarlyStopping().patience(10).restoreBestWeights(true),
                          new ModelCheckpoint(best).saveBestOnly(true).saveWeightsOnly(true),
                          new LearningRateScheduler((epoch, rate) -> rate * 0.9),
                          new LambdaCallback()
                              .onEpochEnd((epoch, logs) -> System.out.println(logs.loss())))
                      .verbose(2));
      List<Double> losses = history.get("val_loss");
      Logs scores = model.evaluate(X, CLASSES, e -> e.verbose(0));
      double accuracy = scores.get("acc");
      model.optimizer().learningRate(1e-4);
      Logs step = model.trainOnBatch(X, CLASSES);
      assertEquals(3, losses.size());
      assertTrue(accuracy >= 0 && step.loss() > 0);
      assertTrue(Files.exists(Path.of(best)));
    }
  }

  @Test
  void schedules() {
    var rate = new ExponentialDecay(0.01, 1000, 0.9).staircase(true);
    SGD sgd = new SGD(rate).momentum(0.9).nesterov(true);
    assertEquals(true, sgd.config().get("nesterov"));
  }

  @Test
  void predicts() {
    try (Sequential model = classifier()) {
      float[][] probabilities = model.predict(X).toArray2d();
      NdArray<?> classes = Np.argmax(model.predict(X), -1);
      List<NdArray<?>> onBatch = model.predictOnBatch(X);
      assertEquals(4, probabilities.length);
      assertEquals(4, classes.shape().get(0));
      assertEquals(1, onBatch.size());
    }
  }

  @Test
  @SuppressWarnings("NullAway") // the file holds both arrays
  void data(@TempDir Path folder) {
    Path npz = folder.resolve("data.npz");
    Npz.write(npz, Map.of("x", X, "y", CLASSES));
    Map<String, NdArray<?>> arrays = Npz.read(npz);
    Dataset batches =
        Dataset.of(arrays.get("x"), arrays.get("y")).shuffle(1000, 42).batch(2).prefetch(1);
    Normalization normalization = new Normalization();
    normalization.adapt(arrays.get("x"));
    try (Sequential model = new Sequential(normalization, new Dense(2, "softmax"))) {
      model.compile("sgd", "sparse_categorical_crossentropy");
      History history = model.fit(batches, f -> f.epochs(2).verbose(0));
      assertEquals(2, history.get("loss").size());
    }
  }

  @Test
  void files(@TempDir Path folder) throws IOException {
    String keras = folder.resolve("model.keras").toString();
    String h5 = folder.resolve("model.h5").toString();
    String weights = folder.resolve("model.weights.h5").toString();
    String serving = folder.resolve("serving").toString();
    Path config = folder.resolve("model.json");
    KerasTensor x = Keras.input("x", 3);
    try (Model model = Model.of(x, new Dense(2, "softmax").apply(x))) {
      model.compile("adam", "sparse_categorical_crossentropy", "accuracy");
      model.save(keras);
      model.save(h5, SaveOptions.defaults().dialect(Dialect.TF_KERAS));
      model.saveWeights(weights);
      model.loadWeights(weights);
      model.export(serving);
      Files.writeString(config, model.toJson());
      try (Model loaded = Keras.loadModel(keras)) {
        loaded.fit(X, CLASSES, f -> f.verbose(0));
      }
      Model bare = Keras.loadModel(h5, LoadOptions.defaults().compile(false));
      Model untrained = Keras.modelFromJson(Files.readString(config));
      Model clone = Keras.cloneModel(model);
      InputStream stream = new ByteArrayInputStream(Files.readAllBytes(Path.of(keras)));
      Model fromStream = Keras.loadModel(stream);
      try (SavedModel served = SavedModel.load(Path.of(serving))) {
        Map<String, NdArray<?>> outputs = served.call("serving_default", Map.of("x", X));
        assertEquals(1, outputs.size());
      }
      assertFalse(bare.isCompiled());
      assertArrayEquals(model.predict(X).toArray2d(), fromStream.predict(X).toArray2d());
      List.of(bare, untrained, clone, fromStream).forEach(Model::close);
    }
  }

  @Test
  void weightsAndFreezing() {
    try (Sequential model = classifier()) {
      List<NdArray<?>> weights = model.layer(0).getWeights();
      model.layer(0).setWeights(weights);
      model.layer(0).trainable(false);
      model.compile("sgd", "sparse_categorical_crossentropy");
      long parameters = model.countParams();
      List<Variable> trainable = model.trainableWeights();
      assertEquals(2, trainable.size());
      assertEquals(3 * 4 + 4 + 4 * 2 + 2, parameters);
    }
  }
}
