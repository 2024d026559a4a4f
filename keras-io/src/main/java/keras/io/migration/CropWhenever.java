package keras.io.migration;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code RandomCrop} does where it does not train: Keras 2 cuts the middle out of images and
 * resizes it, Keras 3 leaves them as they are.
 *
 * <p>Keras: {@code keras/src/layers/preprocessing/image_preprocessing/random_crop.py}, {@code
 * tf_keras/src/layers/preprocessing/image_preprocessing.py}.
 */
final class CropWhenever extends FlagRow {
  private static final String KEY = "crops_whenever";

  CropWhenever() {
    super(KEY);
  }

  @Override
  public void put(Map<String, @Nullable Object> config, Computes computes) {
    config.remove(KEY);
    if (computes != Computes.KERAS_3) {
      config.put(KEY, true);
    }
  }

  @Override
  String otherwise(boolean inKeras3) {
    return inKeras3
        ? "where it does not train, it leaves images as they are"
        : "where it does not train, it crops and resizes images";
  }
}
