package keras.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import java.util.Map;
import keras.data.Batch;
import keras.data.Dataset;
import keras.engine.Structure;
import keras.layers.Conv2D;
import keras.layers.CutMix;
import keras.layers.Dense;
import keras.layers.GlobalAveragePooling2D;
import keras.layers.MixUp;
import keras.layers.RandAugment;
import keras.layers.RandomBrightness;
import keras.layers.RandomContrast;
import keras.layers.RandomFlip;
import keras.layers.RandomRotation;
import keras.layers.Rescaling;
import keras.models.Sequential;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.Shape;

/** The Java of docs/guide/augmentation.md. */
class AugmentationTest {
  private final float[][][][] images = new float[16][12][10][3];
  private final int[] classes = new int[16];
  private final float[][] oneHot = new float[16][2];

  AugmentationTest() {
    for (int i = 0; i < images.length; i++) {
      classes[i] = i % 2;
      oneHot[i][i % 2] = 1;
      for (float[][] row : images[i]) {
        for (float[] pixel : row) {
          pixel[i % 3] = 200;
        }
      }
    }
  }

  @Test
  void augmentsInsideOfAModel() {
    Sequential model =
        new Sequential(
            new RandomFlip("horizontal").inputShape(12, 10, 3),
            new RandomRotation(0.05),
            new RandomBrightness(0.2),
            new RandomContrast(0.3),
            new Rescaling(1 / 255.0),
            new Conv2D(4, 3).activation("relu"),
            new GlobalAveragePooling2D(),
            new Dense(2, "softmax"));
    model.compile("adam", "sparse_categorical_crossentropy");
    model.fit(images, classes, f -> f.epochs(2).verbose(0));
    FloatNdArray probabilities = (FloatNdArray) model.predict(images);
    assertEquals(Shape.of(16, 2), probabilities.shape());
    model.close();
  }

  @Test
  void augmentsOnTheWayToTheModel() {
    Dataset train =
        Dataset.of(images, oneHot)
            .batch(8)
            .map(new RandAugment().numOps(2).factor(0.3).seed(1))
            .map(new MixUp().alpha(0.2).seed(2).onFields(List.of("images"), List.of("labels")))
            .map(new CutMix().seed(3).onFields(List.of("images"), List.of("labels")))
            .prefetch(2);
    Batch batch = train.iterator().next();
    NdArray<?> mixed = batch.y().get(0);
    assertEquals(Shape.of(8, 2), mixed.shape());
    assertEquals(Shape.of(8, 12, 10, 3), batch.x().get(0).shape());
  }

  @Test
  void movesWhatBelongsToImages() {
    float[][][] boxes = new float[16][1][];
    int[][] kinds = new int[16][1];
    for (int i = 0; i < 16; i++) {
      boxes[i][0] = new float[] {1, 2, 4, 6};
    }
    RandomFlip flip = new RandomFlip("horizontal").boundingBoxFormat("xyxy").seed(4);
    Structure<NdArray<?>> out =
        flip.runAll(
            Map.of("images", images, "bounding_boxes", Map.of("boxes", boxes, "labels", kinds)),
            true);
    NdArray<?> flipped = out.get("images").only();
    NdArray<?> moved = out.get("bounding_boxes").get("boxes").only();
    assertEquals(Shape.of(16, 12, 10, 3), flipped.shape());
    assertEquals(Shape.of(16, 1, 4), moved.shape());
    float least = 9;
    float most = 0;
    for (int i = 0; i < 16; i++) {
      least = Math.min(least, ((FloatNdArray) moved).getFloat(i, 0, 0));
      most = Math.max(most, ((FloatNdArray) moved).getFloat(i, 0, 0));
    }
    assertNotEquals(least, most);
  }
}
