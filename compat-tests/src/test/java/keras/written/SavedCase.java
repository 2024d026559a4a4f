package keras.written;

import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import keras.Keras;
import keras.engine.KerasTensor;
import keras.layers.Add;
import keras.layers.BatchNormalization;
import keras.layers.Concatenate;
import keras.layers.Dense;
import keras.layers.Embedding;
import keras.layers.Flatten;
import keras.layers.Normalization;
import keras.layers.Rescaling;
import keras.models.Model;
import keras.models.Sequential;
import keras.optimizers.Adam;
import keras.optimizers.RMSprop;
import keras.optimizers.SGD;
import keras.regularizers.L2;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.StdArrays;

/**
 * A compiled model that is trained, saved and read by Python, and its data.
 *
 * @param tolerance of the losses that come next
 */
record SavedCase(
    String name, Supplier<Model> make, List<NdArray<?>> x, List<NdArray<?>> y, double tolerance) {
  static final int SAMPLES = 24;

  /** Every case whose configs both Kerases can read in one file. */
  static List<SavedCase> portable() {
    return List.of(
        of("mlp_input_shape", SavedCase::classifier, images(), classes(3)),
        of("mlp_without_input", SavedCase::late, table(5), table(1)),
        new SavedCase(
            "wide_deep",
            SavedCase::wideDeep,
            List.of(table(5), table(6)),
            List.of(table(1), table(1)),
            1e-5),
        of("batch_normalization", SavedCase::normalized, table(4), table(2)),
        of("embedding", SavedCase::embedded, indices(), table(2)),
        of("normalization_rescaling", SavedCase::preprocessed, table(3), table(1)),
        new SavedCase(
            "shared_layer",
            SavedCase::shared,
            List.of(table(3), table(3)),
            List.of(table(1)),
            1e-5),
        of("models_in_sequential", SavedCase::stackOfModels, table(4), table(2)));
  }

  /** A model that each Kerases reads in its own words alone. */
  static SavedCase nested() {
    return new SavedCase(
        "nested_model", SavedCase::siamese, List.of(table(4), table(4)), List.of(table(1)), 1e-5);
  }

  private static SavedCase of(String name, Supplier<Model> make, NdArray<?> x, NdArray<?> y) {
    return new SavedCase(name, make, List.of(x), List.of(y), 1e-5);
  }

  @Override
  public String toString() {
    return name;
  }

  // ---------------------------------------------------------------- models

  private static Model classifier() {
    Model model =
        new Sequential(
                new Flatten().inputShape(4, 3),
                new Dense(8).activation("silu").kernelInitializer("he_normal"),
                new Dense(3, "softmax"))
            .name("classifier");
    return model.compile(
        new SGD(0.05).momentum(0.9).nesterov(true), "sparse_categorical_crossentropy", "accuracy");
  }

  private static Model late() {
    return new Sequential(new Dense(6, "relu").kernelRegularizer(new L2(0.01)), new Dense(1))
        .compile(new Adam(0.01), "mse", "mae");
  }

  private static Model wideDeep() {
    KerasTensor wide = Keras.input("wide_input", 5);
    KerasTensor deep = Keras.input("deep_input", 6);
    KerasTensor hidden = new Dense(7, "relu").name("hidden1").apply(deep);
    hidden = new Dense(7, "tanh").name("hidden2").apply(hidden);
    KerasTensor both = new Concatenate().apply(wide, hidden);
    Model model =
        Model.of(
            List.of(wide, deep),
            List.of(
                new Dense(1).name("main_output").apply(both),
                new Dense(1).name("aux_output").apply(hidden)));
    return model.compile(
        c ->
            c.optimizer(new SGD(0.02))
                .loss("mse", "mae")
                .lossWeights(0.9, 0.1)
                .metrics("mae", List.of("mse")));
  }

  private static Model normalized() {
    return new Sequential(
            new Dense(5).useBias(false).inputShape(4),
            new BatchNormalization().momentum(0.9),
            new Dense(2))
        .compile(new SGD(0.05), "mean_squared_error");
  }

  private static Model embedded() {
    return new Sequential(
            new Embedding(9, 4).inputShape(3).dtype("float32"), new Flatten(), new Dense(2))
        .compile(new SGD(0.1), "mean_squared_error", "mse");
  }

  private static Model preprocessed() {
    Normalization scaled = new Normalization();
    scaled.adapt(table(3));
    return new Sequential(
            scaled, new Rescaling(0.5).offset(0.1), new Dense(4, "gelu"), new Dense(1))
        .compile(new RMSprop(0.01).rho(0.8), "mse");
  }

  private static Model shared() {
    KerasTensor a = Keras.input("a", 3);
    KerasTensor b = Keras.input("b", 3);
    Dense twice = new Dense(4, "relu").name("twice");
    KerasTensor sum = new Add().apply(twice.apply(a), twice.apply(b));
    return Model.of(List.of(a, b), List.of(new Dense(1).apply(sum)))
        .compile(new Adam(0.02).amsgrad(true), "mse");
  }

  private static Model stackOfModels() {
    KerasTensor x = Keras.input("inner_input", 5);
    Model inner = Model.of(x, new Add().apply(x, new Dense(5, "tanh").name("inner").apply(x)));
    Sequential small = new Sequential(new Dense(5, "relu")).name("small").build(-1, 5);
    return new Sequential(new Dense(5).inputShape(4), small, inner.name("block"), new Dense(2))
        .compile(new SGD(0.05), "mse");
  }

  private static Model siamese() {
    KerasTensor a = Keras.input("left", 4);
    KerasTensor b = Keras.input("right", 4);
    KerasTensor x = Keras.input("inner_input", 4);
    KerasTensor h = new Dense(3, "tanh").name("d1").apply(x);
    Model tower =
        Model.of(x, new BatchNormalization().momentum(0.9).name("bn").apply(h)).name("tower");
    Sequential head = new Sequential(new Dense(2, "relu").inputShape(3).name("d2")).name("head");
    KerasTensor both =
        new Concatenate().apply(head.apply(tower.apply(a)), tower.apply(b), tower.apply(a));
    return Model.of(List.of(a, b), List.of(new Dense(1).name("out").apply(both)))
        .name("siamese")
        .compile(new SGD(0.05).momentum(0.5), "mse");
  }

  // ---------------------------------------------------------------- data

  static NdArray<?> table(int columns) {
    Random random = new Random(columns);
    float[][] rows = new float[SAMPLES][columns];
    for (float[] row : rows) {
      for (int i = 0; i < columns; i++) {
        row[i] = random.nextFloat() * 2 - 0.7f;
      }
    }
    return StdArrays.ndCopyOf(rows);
  }

  private static NdArray<?> images() {
    Random random = new Random(7);
    float[][][] images = new float[SAMPLES][4][3];
    for (float[][] image : images) {
      for (float[] row : image) {
        for (int i = 0; i < row.length; i++) {
          row[i] = random.nextFloat();
        }
      }
    }
    return StdArrays.ndCopyOf(images);
  }

  private static NdArray<?> classes(int count) {
    int[] classes = new int[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      classes[i] = i % count;
    }
    return StdArrays.ndCopyOf(classes);
  }

  private static NdArray<?> indices() {
    int[][] rows = new int[SAMPLES][3];
    for (int i = 0; i < SAMPLES; i++) {
      rows[i] = new int[] {i % 9, (i * 5) % 9, (i * 7 + 2) % 9};
    }
    return StdArrays.ndCopyOf(rows);
  }
}
