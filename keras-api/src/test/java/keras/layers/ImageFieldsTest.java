package keras.layers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keras.Keras;
import keras.data.Batch;
import keras.data.Dataset;
import keras.engine.KerasTensor;
import keras.engine.Shapes;
import keras.engine.Structure;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.NdArray;

/** Layers of images on maps of images, labels, boxes and masks. */
class ImageFieldsTest {
  private final float[][][][] images = new float[4][6][8][1];
  private final float[][][] boxes = new float[4][1][];
  private final int[][] classes = {{1}, {2}, {3}, {4}};
  private final RandomFlip flip =
      new RandomFlip("horizontal").seed(3).boundingBoxFormat("xyxy").name("f");

  ImageFieldsTest() {
    for (int i = 0; i < 4; i++) {
      images[i][0][0][0] = 1;
      boxes[i][0] = new float[] {0, 0, 2, 6};
    }
  }

  private Map<String, Object> fields() {
    return new LinkedHashMap<>(
        Map.of("images", images, "bounding_boxes", Map.of("boxes", boxes, "labels", classes)));
  }

  @Test
  void movesBoxesWithTheirImages() {
    Structure<NdArray<?>> out = flip.runAll(fields(), true);
    FloatNdArray flipped = (FloatNdArray) out.get("images").only();
    FloatNdArray moved = (FloatNdArray) out.get("bounding_boxes").get("boxes").only();
    int turned = 0;
    for (int i = 0; i < 4; i++) {
      boolean is = flipped.getFloat(i, 0, 7, 0) == 1;
      turned += is ? 1 : 0;
      assertEquals(is ? 6 : 0, moved.getFloat(i, 0, 0), 1e-5);
      assertEquals(is ? 8 : 2, moved.getFloat(i, 0, 2), 1e-5);
    }
    assertEquals(true, turned > 0 && turned < 4, "some images turn around: " + turned);
  }

  @Test
  void changesTargetsOfBatchesWithTheInputs() {
    Dataset data = Dataset.of(images, List.of(boxes, classes)).batch(4);
    List<String> y = List.of("bounding_boxes/boxes", "bounding_boxes/labels");
    Batch batch = data.map(flip.onFields(List.of("images"), y)).iterator().next();
    Structure<NdArray<?>> out =
        new RandomFlip("horizontal").seed(3).boundingBoxFormat("xyxy").runAll(fields(), true);
    assertEquals(out.get("images").only(), batch.x().get(0));
    assertEquals(out.get("bounding_boxes").get("boxes").only(), batch.y().get(0));
    assertEquals(out.get("bounding_boxes").get("labels").only(), batch.y().get(1));
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () -> data.map(flip.onFields(List.of("images"), List.of())).iterator().next());
    assertEquals(
        "RandomFlip 'f': expected batches of inputs [images] and targets []."
            + " Received: 1 inputs and 2 targets.",
        e.getMessage());
  }

  @Test
  void describesModelsByNames() {
    KerasTensor image = Keras.input(6, 8, 3);
    KerasTensor label = Keras.input(4);
    Structure<KerasTensor> out =
        new Resizing(3, 4).applyAll(Map.of("images", image, "labels", label));
    assertEquals("(None, 3, 4, 3)", Shapes.show(out.get("images").only().shape()));
    assertEquals("(None, 4)", Shapes.show(out.get("labels").only().shape()));
  }

  @Test
  void needsToKnowWhatTheNumbersOfBoxesAre() {
    RandomFlip untold = new RandomFlip().name("f");
    assertEquals(
        "RandomFlip 'f': the inputs have `bounding_boxes`, but no format of boxes is set. Say what"
            + " their numbers are: RandomFlip.boundingBoxFormat(\"xyxy\").",
        refused(untold, fields()));
    assertEquals(
        "RandomFlip: `bounding_box_format` must be one of 'xyxy', 'yxyx', 'xywh', 'center_xywh',"
            + " 'center_yxhw', 'rel_xyxy', 'rel_yxyx', 'rel_xywh', 'rel_center_xywh'. Received:"
            + " bounding_box_format='xxyy'.",
        assertThrows(IllegalArgumentException.class, () -> untold.boundingBoxFormat("xxyy"))
            .getMessage());
  }

  @Test
  void refusesWhatBelongsToNoImage() {
    assertEquals(
        "RandomFlip 'f': expected a tensor `images`. Received: [labels].",
        refused(flip, Map.of("labels", new float[4])));
    Map<String, Object> flat = fields();
    flat.put("bounding_boxes", Map.of("boxes", new float[4][4], "labels", classes));
    assertEquals(
        "RandomFlip 'f': expected `boxes` of shape (batch, boxes, 4) and `labels` of 2 axes."
            + " Received: shapes (4, 4) and (4, 1).",
        refused(flip, flat));
    Map<String, Object> masks = fields();
    masks.put("segmentation_masks", new float[4][6][8]);
    assertEquals(
        "RandomFlip 'f': expected segmentation masks of 4 axes, as the images have. Received: shape"
            + " (4, 6, 8).",
        refused(flip, masks));
    Map<String, Object> boxesAlone = fields();
    boxesAlone.put("bounding_boxes", Map.of("boxes", boxes));
    assertEquals(
        "RandomFlip 'f': expected a tensor `labels` in `bounding_boxes`. Received: [boxes].",
        refused(flip, boxesAlone));
  }

  private static String refused(RandomFlip layer, Map<String, Object> fields) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> layer.runAll(fields, true))
            .getMessage());
  }
}
