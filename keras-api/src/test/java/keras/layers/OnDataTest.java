package keras.layers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import keras.data.Batch;
import keras.data.Dataset;
import keras.models.Sequential;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.ByteNdArray;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.IntNdArray;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.Shape;

class OnDataTest {
  private final float[][][][] images = new float[6][4][4][1];

  OnDataTest() {
    for (int i = 0; i < images.length; i++) {
      for (int row = 0; row < 4; row++) {
        for (int column = 0; column < 4; column++) {
          images[i][row][column][0] = i * 16 + row * 4 + column;
        }
      }
    }
  }

  @Test
  void runsOnArraysWithoutAModel() {
    FloatNdArray small = new Resizing(2, 2).run(images, FloatNdArray.class);
    assertEquals(Shape.of(6, 2, 2, 1), small.shape());
    assertEquals(2.5f, small.getFloat(0, 0, 0, 0));
    FloatNdArray scaled = new Rescaling(0.5).offset(1).run(images, FloatNdArray.class);
    assertEquals(95 * 0.5f + 1, scaled.getFloat(5, 3, 3, 0));
    ByteNdArray bytes = new Resizing(2, 2).run(new byte[2][4][4][1], ByteNdArray.class);
    assertEquals(Shape.of(2, 2, 2, 1), bytes.shape());
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new Resizing(2, 2).name("r").run(images, IntNdArray.class));
    assertEquals(
        "Resizing 'r': the output is no IntNdArray. Received: a "
            + small.getClass().getSimpleName()
            + ".",
        e.getMessage());
  }

  @Test
  void augmentsUnlessToldOtherwise() {
    RandomFlip flip = new RandomFlip("horizontal").seed(1);
    assertEquals(images[3][0][0][0], ((FloatNdArray) flip.run(images, false)).getFloat(3, 0, 0, 0));
    FloatNdArray first = flip.run(images, FloatNdArray.class);
    FloatNdArray second = flip.run(images, FloatNdArray.class);
    assertNotEquals(flipped(first), flipped(second), "each call draws anew");
    FloatNdArray again = new RandomFlip("horizontal").seed(1).run(images, FloatNdArray.class);
    assertEquals(flipped(first), flipped(again), "one seed gives one order");
  }

  private List<Boolean> flipped(FloatNdArray out) {
    List<Boolean> all = new ArrayList<>();
    for (int i = 0; i < images.length; i++) {
      all.add(out.getFloat(i, 0, 0, 0) != images[i][0][0][0]);
    }
    return all;
  }

  @Test
  void runsLayersWithWeightsAndKeepsThem() {
    Dense dense = new Dense(2).kernelInitializer("ones");
    FloatNdArray before = dense.run(new float[][] {{1, 2}}, FloatNdArray.class);
    assertEquals(3, before.getFloat(0, 0));
    try (Sequential model = new Sequential(dense)) {
      model.compile("sgd", "mse");
      model.fit(new float[][] {{1, 2}}, new float[][] {{0, 0}}, f -> f.verbose(0));
      float trained = model.predict(new float[][] {{1, 2}}).getFloat(0, 0);
      FloatNdArray after = dense.run(new float[][] {{1, 2}}, FloatNdArray.class);
      assertEquals(trained, after.getFloat(0, 0));
      assertNotEquals(3, trained);
    }
  }

  @Test
  void preparesTheInputsOfADataset() {
    Normalization normal = new Normalization();
    normal.adapt(Dataset.of(new float[][] {{1}, {3}}));
    Dataset data =
        Dataset.of(new float[][] {{1}, {3}, {5}}, new int[] {1, 2, 3}).batch(2).map(normal);
    List<Float> x = new ArrayList<>();
    List<NdArray<?>> y = new ArrayList<>();
    for (Batch batch : data.prefetch(1)) {
      ((FloatNdArray) batch.x().get(0)).scalars().forEach(v -> x.add(v.getFloat()));
      y.addAll(batch.y());
    }
    assertEquals(List.of(-1f, 1f, 3f), x);
    assertEquals(2, y.size());
    assertEquals(2, data.cardinality());
  }

  @Test
  void trainsOnADatasetThatIsAugmentedAhead() {
    float[][] targets = new float[6][1];
    Dataset data =
        Dataset.of(images, targets)
            .batch(2)
            .map(new RandomFlip().seed(3))
            .map(new Rescaling(1 / 96.0))
            .prefetch(2);
    try (Sequential model =
        new Sequential(new Conv2D(2, 3), new GlobalAveragePooling2D(), new Dense(1))) {
      model.compile("sgd", "mse");
      var history = model.fit(data, f -> f.epochs(3).verbose(0));
      assertEquals(3, history.get("loss").size());
    }
  }
}
