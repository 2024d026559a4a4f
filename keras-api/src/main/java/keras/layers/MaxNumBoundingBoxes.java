package keras.layers;

import java.util.Map;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.ops.BoundingBoxes;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.ExtentOps;
import org.jspecify.annotations.Nullable;

/**
 * Gives each image the same number of bounding boxes: further ones are left out, and missing ones
 * are filled up. Images, labels and masks stay.
 *
 * <pre>{@code
 * new MaxNumBoundingBoxes(20).boundingBoxFormat("xyxy")
 * }</pre>
 *
 * <p>Inputs: a map of images, labels, boxes and masks, see {@link ImageLayer}. Outputs: the same,
 * with {@code boxes} of shape {@code (batch, maxNumber, 4)} and their {@code labels} of shape
 * {@code (batch, maxNumber)}.
 *
 * <p>Weights: none.
 *
 * <p>Differs from Keras: its configs forget {@code fillValue}; here it is written where it is not
 * -1, and Keras reads it.
 *
 * <p>Keras: {@code keras/src/layers/preprocessing/image_preprocessing/max_num_bounding_box.py}.
 */
public final class MaxNumBoundingBoxes extends SteadyLayer<MaxNumBoundingBoxes> {
  private static final int GONE = -1;

  @Arg private int maxNumber;
  @Arg private int fillValue = GONE;

  private MaxNumBoundingBoxes() {}

  /** Makes a layer that gives each image so many boxes. */
  public MaxNumBoundingBoxes(int maxNumber) {
    this.maxNumber = maxNumber;
    validate();
  }

  /** Sets what the numbers and the label of a box that fills up are. */
  public MaxNumBoundingBoxes fillValue(int fillValue) {
    return with(() -> this.fillValue = fillValue);
  }

  @Override
  protected void validate() {
    requirePositive("max_number", maxNumber);
  }

  @Override
  public Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> config = super.config();
    if (fillValue == GONE) {
      config.remove("fill_value");
    }
    return config;
  }

  @Override
  boolean transformsAlways() {
    return true;
  }

  @Override
  DType imagesDtype(Expr images) {
    return images.dtype();
  }

  @Override
  Expr transformImages(Expr images, Expr given, CallContext ctx) {
    return images;
  }

  @Override
  BoundingBoxes transformBoundingBoxes(
      BoundingBoxes boxes, Expr given, Expr images, CallContext ctx) {
    return new BoundingBoxes(
        ExtentOps.sized(boxes.boxes(), 1, maxNumber, fillValue),
        ExtentOps.sized(boxes.labels(), 1, maxNumber, fillValue));
  }
}
