package keras.preprocessing;

/**
 * Which window of an image is resized to what, and how many zeros come around it.
 *
 * <p>Keras: {@code smart_resize} in {@code keras/src/utils/image_utils.py}, and TensorFlow's {@code
 * resize_with_pad}; both compute in float32.
 */
final class Places {
  private Places() {}

  /**
   * Returns ten numbers: the window's first row and column, its rows and columns, the rows and
   * columns that it gets, and the rows above and below and the columns left and right of it.
   */
  static int[] of(ImageOptions o, int height, int width) {
    if (o.crops) {
      int rows = Math.max(1, Math.min(height, (int) ((float) (width * o.height) / o.width)));
      int columns = Math.max(1, Math.min(width, (int) ((float) (height * o.width) / o.height)));
      int top = (int) ((height - rows) / 2f);
      int left = (int) ((width - columns) / 2f);
      return new int[] {top, left, rows, columns, o.height, o.width, 0, 0, 0, 0};
    }
    if (o.pads) {
      float ratio = Math.max((float) width / o.width, (float) height / o.height);
      float exactRows = height / ratio;
      float exactColumns = width / ratio;
      int rows = (int) Math.floor(exactRows);
      int columns = (int) Math.floor(exactColumns);
      int top = Math.max(0, (int) Math.floor((o.height - exactRows) / 2));
      int left = Math.max(0, (int) Math.floor((o.width - exactColumns) / 2));
      int below = o.height - rows - top;
      int right = o.width - columns - left;
      return new int[] {0, 0, height, width, rows, columns, top, below, left, right};
    }
    return new int[] {0, 0, height, width, o.height, o.width, 0, 0, 0, 0};
  }
}
