package keras.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import keras.Keras;
import keras.activations.Activations;
import keras.callbacks.EarlyStopping;
import keras.callbacks.History;
import keras.callbacks.Logs;
import keras.callbacks.ModelCheckpoint;
import keras.callbacks.ReduceLROnPlateau;
import keras.engine.CallContext;
import keras.engine.KerasTensor;
import keras.layers.Add;
import keras.layers.Dense;
import keras.layers.Dropout;
import keras.layers.Embedding;
import keras.layers.Flatten;
import keras.layers.GlobalAveragePooling1D;
import keras.layers.Layer;
import keras.layers.LayerNormalization;
import keras.layers.MultiHeadAttention;
import keras.layers.Normalization;
import keras.layers.RandomFlip;
import keras.layers.RandomRotation;
import keras.layers.RandomZoom;
import keras.layers.Resizing;
import keras.losses.SparseCategoricalCrossentropy;
import keras.metrics.SparseCategoricalAccuracy;
import keras.metrics.SparseTopKCategoricalAccuracy;
import keras.models.Model;
import keras.models.Sequential;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Numpy;
import keras.ops.Ops;
import keras.optimizers.Adam;
import keras.optimizers.AdamW;
import keras.python.Python;
import keras.python.PythonResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.ndarray.NdArray;

/** Scripts of keras.io on images, small, beside Python; docs/scripts.md says which were tried. */
class VisionScriptsTest extends ScriptTest {
  private static final String DATA =
      SEED
          + """
          x = rng.uniform(0, 255, (40, 12, 12, 3)).astype("float32")
          y = rng.integers(0, 10, (40, 1))
          result["x"], result["y"] = x, y.astype("int32")
          """;

  private static final String VIT =
      DATA
          + """
          def mlp(x, hidden_units, dropout_rate):
              for units in hidden_units:
                  x = L.Dense(units, activation=keras.activations.gelu)(x)
                  x = L.Dropout(dropout_rate)(x)
              return x

          class Patches(L.Layer):
              def __init__(self, patch_size):
                  super().__init__()
                  self.patch_size = patch_size

              def call(self, images):
                  batch_size, height, width, channels = ops.shape(images)
                  h, w = height // self.patch_size, width // self.patch_size
                  patches = ops.image.extract_patches(images, size=self.patch_size)
                  return ops.reshape(patches, (batch_size, h * w, self.patch_size ** 2 * channels))

          class PatchEncoder(L.Layer):
              def __init__(self, num_patches, projection_dim):
                  super().__init__()
                  self.num_patches = num_patches
                  self.projection = L.Dense(units=projection_dim)
                  self.position_embedding = L.Embedding(num_patches, projection_dim)

              def call(self, patch):
                  positions = ops.expand_dims(ops.arange(0, self.num_patches, 1), axis=0)
                  return self.projection(patch) + self.position_embedding(positions)

          augmentation = keras.Sequential([
              L.Normalization(), L.Resizing(12, 12), L.RandomFlip("horizontal"),
              L.RandomRotation(factor=0.02), L.RandomZoom(height_factor=0.2, width_factor=0.2),
          ], name="data_augmentation")
          augmentation.layers[0].adapt(x)
          inputs = keras.Input(shape=(12, 12, 3))
          encoded = PatchEncoder(9, 8)(Patches(4)(augmentation(inputs)))
          for _ in range(2):
              x1 = L.LayerNormalization(epsilon=1e-6)(encoded)
              attention = L.MultiHeadAttention(num_heads=2, key_dim=8, dropout=0.1)(x1, x1)
              x2 = L.Add()([attention, encoded])
              x3 = L.LayerNormalization(epsilon=1e-6)(x2)
              x3 = mlp(x3, hidden_units=[16, 8], dropout_rate=0.1)
              encoded = L.Add()([x3, x2])
          r = L.Dropout(0.5)(L.Flatten()(L.LayerNormalization(epsilon=1e-6)(encoded)))
          logits = L.Dense(10)(mlp(r, hidden_units=[16, 8], dropout_rate=0.5))
          model = keras.Model(inputs=inputs, outputs=logits)
          model.compile(
              optimizer=keras.optimizers.AdamW(learning_rate=0.001, weight_decay=0.0001),
              loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
              metrics=[keras.metrics.SparseCategoricalAccuracy(name="accuracy"),
                       keras.metrics.SparseTopKCategoricalAccuracy(5, name="top-5-accuracy")])
          result["before"] = [w.numpy() for w in model.trainable_weights]
          best = os.path.join(folder, "best.weights.h5")
          checkpoint = keras.callbacks.ModelCheckpoint(
              best, monitor="val_accuracy", save_best_only=True, save_weights_only=True)
          result["history"] = model.fit(x, y, batch_size=8, epochs=3, validation_split=0.1,
                                        callbacks=[checkpoint], verbose=0).history
          model.load_weights(best)
          result["scores"] = model.evaluate(x, y, verbose=0)
          result["paths"] = [w.path for w in model.weights]
          """;

  private static final class Patches extends Layer {
    private final int patchSize;

    Patches(int patchSize) {
      this.patchSize = patchSize;
    }

    @Override
    protected Expr call(Expr images, CallContext ctx) {
      long[] size = images.asOutput().shape().asArray();
      int count = (int) (size[1] / patchSize * (size[2] / patchSize));
      Expr patches = Ops.call("image.extract_patches", images, c -> c.with("size", patchSize));
      return Ops.reshape(patches, -1, count, (int) (size[3] * patchSize * patchSize));
    }
  }

  private static final class PatchEncoder extends Layer {
    private final int patches;
    private final Dense projection;
    private final Embedding positionEmbedding;

    PatchEncoder(int patches, int dim) {
      this.patches = patches;
      projection = new Dense(dim);
      positionEmbedding = new Embedding(patches, dim);
    }

    @Override
    protected Expr call(Expr patch, CallContext ctx) {
      Expr positions = Numpy.arange(ctx.tf(), 0, patches, 1, DType.INT32).expandDims(0);
      return projection.apply(patch, ctx).add(positionEmbedding.apply(positions, ctx));
    }
  }

  private static KerasTensor mlp(KerasTensor x, double dropout, int... hiddenUnits) {
    for (int units : hiddenUnits) {
      x = new Dense(units).activation(Activations.GELU).apply(x);
      x = new Dropout(dropout).apply(x);
    }
    return x;
  }

  @Test
  void classifyImagesByPatches(Python python, @TempDir Path folder) {
    PythonResult expected = python.keras3().exec(VIT, Map.of("folder", folder));
    NdArray<?> x = array(expected, "x");
    NdArray<?> y = array(expected, "y");
    Normalization normalization = new Normalization();
    Sequential augmentation =
        new Sequential(
            normalization,
            new Resizing(12, 12),
            new RandomFlip("horizontal"),
            new RandomRotation(0.02),
            new RandomZoom(0.2).widthFactor(0.2));
    augmentation.name("data_augmentation");
    normalization.adapt(x);
    KerasTensor inputs = Keras.input(12, 12, 3);
    KerasTensor patches = new Patches(4).apply(augmentation.apply(inputs));
    KerasTensor encoded = new PatchEncoder(9, 8).apply(patches);
    for (int i = 0; i < 2; i++) {
      KerasTensor x1 = new LayerNormalization().epsilon(1e-6).apply(encoded);
      KerasTensor attention = new MultiHeadAttention(2, 8).dropout(0.1).apply(x1, x1);
      KerasTensor x2 = new Add().apply(attention, encoded);
      KerasTensor x3 = new LayerNormalization().epsilon(1e-6).apply(x2);
      encoded = new Add().apply(mlp(x3, 0.1, 16, 8), x2);
    }
    KerasTensor r = new LayerNormalization().epsilon(1e-6).apply(encoded);
    r = new Dropout(0.5).apply(new Flatten().apply(r));
    KerasTensor logits = new Dense(10).apply(mlp(r, 0.5, 16, 8));
    try (Model model = Model.of(inputs, logits)) {
      model.compile(
          c ->
              c.optimizer(new AdamW(0.001).weightDecay(0.0001))
                  .loss(new SparseCategoricalCrossentropy().fromLogits(true))
                  .metrics(
                      new SparseCategoricalAccuracy().name("accuracy"),
                      new SparseTopKCategoricalAccuracy().k(5).name("top-5-accuracy")));
      Arrays32.assertNear(
          "before",
          expected.arrays("before"),
          model.trainableWeights().stream().map(w -> w.value().toNdArray()).toList(),
          0);
      String best = folder.resolve("java.weights.h5").toString();
      History history =
          model.fit(
              x,
              y,
              f ->
                  f.batchSize(8)
                      .epochs(3)
                      .validationSplit(0.1)
                      .verbose(0)
                      .callbacks(
                          new ModelCheckpoint(best)
                              .monitor("val_accuracy")
                              .saveBestOnly(true)
                              .saveWeightsOnly(true)));
      assertNear(expected, history, 2e-5);
      model.loadWeights(best);
      Logs scores = model.evaluate(x, y, e -> e.verbose(0));
      List<String> names = List.of("loss", "accuracy", "top-5-accuracy");
      for (int i = 0; i < 3; i++) {
        double score = ((Number) expected.list("scores").get(i)).doubleValue();
        assertEquals(score, scores.get(names.get(i)), 2e-5, names.get(i));
      }
      assertEquals(expected.list("paths"), model.weights().stream().map(w -> w.path()).toList());
    }
  }

  private static final String MIXER =
      DATA
          + """
          class MLPMixerLayer(L.Layer):
              def __init__(self, num_patches, hidden_units, dropout_rate, *args, **kwargs):
                  super().__init__(*args, **kwargs)
                  self.mlp1 = keras.Sequential([
                      L.Dense(units=num_patches, activation="gelu"),
                      L.Dense(units=num_patches), L.Dropout(rate=dropout_rate)])
                  self.mlp2 = keras.Sequential([
                      L.Dense(units=num_patches, activation="gelu"),
                      L.Dense(units=hidden_units), L.Dropout(rate=dropout_rate)])
                  self.normalize = L.LayerNormalization(epsilon=1e-6)

              def build(self, input_shape):
                  return super().build(input_shape)

              def call(self, inputs):
                  x = self.normalize(inputs)
                  x_channels = ops.transpose(x, axes=(0, 2, 1))
                  mlp1_outputs = ops.transpose(self.mlp1(x_channels), axes=(0, 2, 1))
                  x = mlp1_outputs + inputs
                  return x + self.mlp2(self.normalize(x))

          inputs = keras.Input(shape=(9, 6))
          x = L.Dense(units=8)(inputs)
          x = keras.Sequential([MLPMixerLayer(9, 8, 0.2) for _ in range(2)])(x)
          x = L.Dropout(rate=0.2)(L.GlobalAveragePooling1D()(x))
          model = keras.Model(inputs, L.Dense(10)(x))
          model.compile(keras.optimizers.Adam(0.005),
                        keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["acc"])
          patches = rng.normal(size=(40, 9, 6)).astype("float32")
          result["patches"] = patches
          reduce = keras.callbacks.ReduceLROnPlateau(monitor="val_loss", factor=0.5, patience=1)
          stop = keras.callbacks.EarlyStopping(monitor="val_loss", patience=3, restore_best_weights=True)
          result["history"] = model.fit(patches, y, batch_size=8, epochs=8, validation_split=0.1,
                                        callbacks=[stop, reduce], verbose=0).history
          result["paths"] = [w.path for w in model.weights]
          """;

  private static final class MLPMixerLayer extends Layer {
    private final Sequential mlp1;
    private final Sequential mlp2;
    private final LayerNormalization normalize = new LayerNormalization().epsilon(1e-6);

    MLPMixerLayer(int patches, int hidden, double rate) {
      mlp1 = new Sequential(new Dense(patches, "gelu"), new Dense(patches), new Dropout(rate));
      mlp2 = new Sequential(new Dense(patches, "gelu"), new Dense(hidden), new Dropout(rate));
    }

    @Override
    protected Expr call(Expr inputs, CallContext ctx) {
      Expr channels = normalize.apply(inputs, ctx).transpose(0, 2, 1);
      Expr x = mlp1.apply(channels, ctx).transpose(0, 2, 1).add(inputs);
      return x.add(mlp2.apply(normalize.apply(x, ctx), ctx));
    }
  }

  @Test
  void mixPatchesByDenseLayers(Python python) {
    PythonResult expected = python.keras3().exec(MIXER);
    NdArray<?> patches = array(expected, "patches");
    NdArray<?> y = array(expected, "y");
    KerasTensor inputs = Keras.input(9, 6);
    KerasTensor x = new Dense(8).apply(inputs);
    x = new Sequential(new MLPMixerLayer(9, 8, 0.2), new MLPMixerLayer(9, 8, 0.2)).apply(x);
    x = new Dropout(0.2).apply(new GlobalAveragePooling1D().apply(x));
    try (Model model = Model.of(inputs, new Dense(10).apply(x))) {
      model.compile(new Adam(0.005), new SparseCategoricalCrossentropy().fromLogits(true), "acc");
      History history =
          model.fit(
              patches,
              y,
              f ->
                  f.batchSize(8)
                      .epochs(8)
                      .validationSplit(0.1)
                      .verbose(0)
                      .callbacks(
                          new EarlyStopping()
                              .monitor("val_loss")
                              .patience(3)
                              .restoreBestWeights(true),
                          new ReduceLROnPlateau().monitor("val_loss").factor(0.5).patience(1)));
      assertNear(expected, history, 2e-6);
      assertEquals(expected.list("paths"), model.weights().stream().map(w -> w.path()).toList());
    }
  }
}
