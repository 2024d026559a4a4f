package keras.layers;

import keras.engine.Shapes;
import keras.ops.Expr;
import keras.ops.Numpy;

/**
 * How images come: a batch of them or a single one, with the channels last or first.
 *
 * @param who the layer, for messages
 */
record ImageForm(Layer who, boolean single, boolean channelsFirst) {
  static ImageForm of(Layer who, Expr images, DataFormat format) {
    if (images.rank() != 3 && images.rank() != 4) {
      throw new IllegalArgumentException(
          "%s: expected images, as inputs of 4 axes, or of 3 for a single one. Received: shape %s."
              .formatted(who, Shapes.show(images.shape())));
    }
    return new ImageForm(who, images.rank() == 3, format == DataFormat.CHANNELS_FIRST);
  }

  /** Returns images, or masks, as a batch with the channels last. */
  Expr batch(Expr x) {
    if (x.rank() != (single ? 3 : 4)) {
      throw new IllegalArgumentException(
          "%s: expected segmentation masks of %d axes, as the images have. Received: shape %s."
              .formatted(who, single ? 3 : 4, Shapes.show(x.shape())));
    }
    Expr all = withBatch(x);
    return channelsFirst ? all.transpose(0, 2, 3, 1) : all;
  }

  /** Returns what {@link #batch} made as it came. */
  Expr asGiven(Expr x) {
    return withoutBatch(channelsFirst ? x.transpose(0, 3, 1, 2) : x);
  }

  Expr withBatch(Expr x) {
    return single ? x.expandDims(0) : x;
  }

  Expr withoutBatch(Expr x) {
    return single ? Numpy.squeeze(x, 0) : x;
  }

  /** Throws unless boxes and their labels belong to images that come so. */
  void requireBoxes(Expr boxes, Expr labels) {
    int rank = single ? 2 : 3;
    if (boxes.rank() != rank || boxes.shape().get(rank - 1) != 4 || labels.rank() != rank - 1) {
      throw new IllegalArgumentException(
          "%s: expected `boxes` of shape %s and `labels` of %d axes. Received: shapes %s and %s."
              .formatted(
                  who,
                  single ? "(boxes, 4)" : "(batch, boxes, 4)",
                  rank - 1,
                  Shapes.show(boxes.shape()),
                  Shapes.show(labels.shape())));
    }
  }
}
