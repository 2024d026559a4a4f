package keras.models;

import static keras.Keras.input;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import keras.Keras;
import keras.engine.KerasTensor;
import keras.initializers.Constant;
import keras.layers.Add;
import keras.layers.BatchNormalization;
import keras.layers.Concatenate;
import keras.layers.Dense;
import keras.layers.Layer;
import keras.optimizers.Adam;
import keras.optimizers.SGD;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;

/** Models that share layers: before they ran, after they ran, while they train, when they close. */
class SharedWeightsTest {
  private static final float[][] X = {{1, 2, 3}, {0, -1, 2}, {2, 0, 1}, {-1, 1, 0}};
  private static final float[][] Y = {{1}, {2}, {-1}, {0}};

  @BeforeEach
  void seed() {
    Keras.setRandomSeed(7);
  }

  /** What a model gives for X, flat. */
  private static float[] predict(Model model) {
    return floats(model.predict(X));
  }

  private static float[] floats(NdArray<?> array) {
    float[] out = new float[Math.toIntExact(array.size())];
    ((FloatNdArray) array).copyTo(DataBuffers.of(out));
    return out;
  }

  private static float[] weights(Layer layer) {
    float[] all = new float[0];
    for (NdArray<?> w : layer.getWeights()) {
      float[] more = floats(w);
      int at = all.length;
      all = Arrays.copyOf(all, at + more.length);
      System.arraycopy(more, 0, all, at, more.length);
    }
    return all;
  }

  private static void fit(Model model, int epochs) {
    model.fit(X, Y, f -> f.epochs(epochs).shuffle(false).verbose(0));
  }

  private static Model regressor(KerasTensor in, Layer... layers) {
    KerasTensor x = in;
    for (Layer layer : layers) {
      x = layer.apply(x);
    }
    Model model = Model.of(in, x);
    model.compile(new SGD(0.05).momentum(0.9), "mse");
    return model;
  }

  @Test
  void sumsTheGradientsOfALayerUsedTwice() {
    KerasTensor a = input("a", 1);
    KerasTensor b = input("b", 1);
    Dense shared = new Dense(1).useBias(false).kernelInitializer(new Constant(2.0));
    try (Model twice =
        Model.of(List.of(a, b), List.of(new Add().apply(shared.apply(a), shared.apply(b))))) {
      twice.compile(new SGD(0.1), "mse");
      assertEquals(1, twice.weights().size());
      twice.fit(
          List.of(new float[][] {{3}}, new float[][] {{4}}),
          new float[][] {{0}},
          f -> f.verbose(0));
      // d(w(a+b))²/dw = 2·w·(a+b)²
      assertArrayEquals(new float[] {2 - 0.1f * 2 * 2 * 49}, weights(shared), 1e-5f);
    }
  }

  @Test
  void trainsTheEncoderAndTheDecoderOfAnAutoencoder() {
    KerasTensor image = input("image", 3);
    KerasTensor code = new Dense(2, "tanh").apply(image);
    KerasTensor codeInput = input("code", 2);
    Dense decode = new Dense(3);
    try (Model encoder = Model.of(image, code);
        Model decoder = Model.of(codeInput, decode.apply(codeInput));
        Model autoencoder = Model.of(image, decoder.apply(code))) {
      float[] before = predict(encoder); // runs before the autoencoder exists in a graph
      float[][] codes = {{0.1f, 0.2f}};
      float[] decodedBefore = floats(decoder.predict(codes));
      autoencoder.compile(new Adam(0.05), "mse");
      autoencoder.fit(X, X, f -> f.epochs(20).verbose(0));
      assertFalse(Arrays.equals(before, predict(encoder)));
      assertFalse(Arrays.equals(decodedBefore, floats(decoder.predict(codes))));
      assertArrayEquals(predict(autoencoder), floats(decoder.predict(encoder.predict(X))), 1e-6f);
    }
  }

  @Test
  void combinesTwoModelsThatEachTrainedIntoAThird() {
    KerasTensor in = input("x", 3);
    Model first = regressor(in, new Dense(4, "relu"), new Dense(1));
    Model second = regressor(in, new Dense(5, "tanh"), new BatchNormalization(), new Dense(1));
    fit(first, 5);
    fit(second, 5);
    float[] a = predict(first);
    float[] b = predict(second);
    KerasTensor both = new Concatenate().apply(first.apply(in), second.apply(in));
    Dense mix = new Dense(1).useBias(false).kernelInitializer(new Constant(0.5));
    Model ensemble = Model.of(in, mix.apply(both));
    ensemble.compile(new SGD(0.05), "mse");

    float[] mean = new float[a.length];
    for (int i = 0; i < a.length; i++) {
      mean[i] = (a[i] + b[i]) / 2;
    }
    assertArrayEquals(mean, predict(ensemble), 1e-6f);
    assertArrayEquals(a, predict(first), "joining lost nothing");
    assertArrayEquals(b, predict(second), "joining lost nothing");

    fit(ensemble, 3);
    assertFalse(Arrays.equals(a, predict(first)), "training the ensemble is seen by the first");
    assertFalse(Arrays.equals(b, predict(second)), "training the ensemble is seen by the second");
    float[] together = predict(ensemble);
    fit(second, 1);
    assertFalse(Arrays.equals(together, predict(ensemble)), "and the other way round");

    float[] last = predict(ensemble);
    float[] lastOfFirst = predict(first);
    second.close();
    assertArrayEquals(last, predict(ensemble), "closing one leaves the others");
    ensemble.close();
    assertArrayEquals(lastOfFirst, predict(first));
    fit(first, 1);
    first.close();
  }

  @Test
  void goesOnWithItsOptimizersStateAfterItsVariablesMoved() {
    float[] alone = trained(false);
    Keras.setRandomSeed(7);
    assertArrayEquals(alone, trained(true));
  }

  /** The weights after 6 epochs with momentum, with or without a move to another graph half-way. */
  private static float[] trained(boolean move) {
    KerasTensor in = input("x", 3);
    Dense hidden = new Dense(4, "relu");
    Dense out = new Dense(1);
    try (Model model = regressor(in, hidden, out);
        Model larger = regressor(in, new Dense(6), new Dense(6), new Dense(6), new Dense(1))) {
      fit(model, 3);
      if (move) {
        fit(larger, 1); // has more variables, so the smaller model's move
        KerasTensor both = new Add().apply(model.apply(in), larger.apply(in));
        try (Model combined = Model.of(in, both)) {
          predict(combined);
        }
      }
      fit(model, 3);
      return weights(model);
    }
  }

  @Test
  void trainsANewHeadOnAFrozenBase() {
    KerasTensor in = input("x", 3);
    Model base = regressor(in, new Dense(4, "relu"), new BatchNormalization());
    base.compile("sgd", "mse");
    base.fit(X, new float[4][4], f -> f.verbose(0));
    float[] learnt = weights(base);
    float[] features = predict(base);
    base.trainable(false);
    Model tuned = regressor(in, base, new Dense(1));
    float[] before = predict(tuned);
    fit(tuned, 3);
    assertFalse(Arrays.equals(before, predict(tuned)));
    assertArrayEquals(learnt, weights(base));
    assertArrayEquals(features, predict(base));
    base.trainable(true);
    tuned.compile("sgd", "mse");
    fit(tuned, 3);
    assertFalse(Arrays.equals(learnt, weights(base)));
    tuned.close();
    base.close();
  }

  @Test
  void startsFromWhatAnotherModelLearntBeforeItRan() {
    KerasTensor in = input("x", 3);
    Dense hidden = new Dense(4, "relu");
    try (Model first = regressor(in, hidden, new Dense(1));
        Model probe = Model.of(in, hidden.apply(in))) {
      fit(first, 3);
      float[] w = weights(hidden);
      float expected = 0;
      for (int i = 0; i < 3; i++) {
        expected += X[0][i] * w[4 * i];
      }
      assertEquals(Math.max(0, expected + w[12]), predict(probe)[0], 1e-5f);
    }
  }

  @Test
  void keepsValuesInTheLayersWhenEveryModelHasClosed() {
    KerasTensor in = input("x", 3);
    Dense hidden = new Dense(4, "relu");
    Dense out = new Dense(1);
    Model model = regressor(in, hidden, out);
    fit(model, 3);
    float[] predicted = predict(model);
    float[] learnt = weights(model);
    model.close();
    assertArrayEquals(learnt, weights(model));
    try (Model again = Model.of(in, out.apply(hidden.apply(in)))) {
      assertArrayEquals(predicted, predict(again));
    }
  }

  @Test
  void showsEveryModelTheWeightsThatOneSets() {
    KerasTensor in = input("x", 3);
    Dense shared = new Dense(1);
    try (Model first = Model.of(in, shared.apply(in));
        Model second = Model.of(in, shared.apply(in))) {
      predict(first);
      predict(second);
      second.setWeights(List.of(Constants.matrix(3, 1, 1), Constants.vector(1, 0.5f)));
      assertArrayEquals(new float[] {6.5f, 1.5f, 3.5f, 0.5f}, predict(first));
    }
  }

  @Test
  void refusesToRunOnceClosed() {
    KerasTensor in = input("x", 3);
    Model model = Model.of(in, new Dense(1).apply(in));
    predict(model);
    model.close();
    model.close();
    IllegalStateException e = assertThrows(IllegalStateException.class, () -> predict(model));
    assertEquals(
        model + " is closed. Build it again from its layers or load it again.", e.getMessage());
  }

  private static final class Constants {
    private Constants() {}

    static FloatNdArray matrix(int rows, int columns, float value) {
      float[] v = new float[rows * columns];
      Arrays.fill(v, value);
      return NdArrays.wrap(Shape.of(rows, columns), DataBuffers.of(v));
    }

    static FloatNdArray vector(int size, float value) {
      float[] v = new float[size];
      Arrays.fill(v, value);
      return NdArrays.wrap(Shape.of(size), DataBuffers.of(v));
    }
  }
}
