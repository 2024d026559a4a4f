package keras.ops;

import java.util.List;
import org.tensorflow.Operation;

/**
 * Functions of TensorFlow of boxes in images, of windows around points, and of images as JPEG.
 *
 * <p>Keras: {@code tensorflow/python/ops/image_ops_impl.py}.
 */
final class TfBoxFunctions {
  private static final String SELECTS =
      "boxes, scores, max_output_size, iou_threshold=0.5, score_threshold=None";

  private TfBoxFunctions() {}

  static void add(TfFunctions rows) {
    rows.one(
        "image.non_max_suppression",
        SELECTS,
        a ->
            a.op(
                "NonMaxSuppressionV3",
                a.tensor("boxes"),
                a.tensor("scores"),
                a.tensor("max_output_size"),
                a.tensor("iou_threshold"),
                least(a)));
    rows.several(
        "image.non_max_suppression_with_scores",
        SELECTS + ", soft_nms_sigma=0.0",
        a -> {
          Operation op =
              a.build(
                  "NonMaxSuppressionV5",
                  b -> b.setAttr("pad_to_max_output_size", false),
                  a.tensor("boxes"),
                  a.tensor("scores"),
                  a.tensor("max_output_size"),
                  a.tensor("iou_threshold"),
                  least(a),
                  a.tensor("soft_nms_sigma"));
          return a.outputs(op).subList(0, 2);
        });
    rows.one(
        "image.non_max_suppression_overlaps",
        "overlaps, scores, max_output_size, overlap_threshold=0.5, score_threshold=None",
        a ->
            a.op(
                "NonMaxSuppressionWithOverlaps",
                a.tensor("overlaps"),
                a.tensor("scores"),
                a.tensor("max_output_size"),
                a.tensor("overlap_threshold"),
                least(a)));
    rows.several(
        "image.combined_non_max_suppression",
        "boxes, scores, max_output_size_per_class, max_total_size, iou_threshold=0.5,"
            + " score_threshold=None, pad_per_class=False, clip_boxes=True",
        TfBoxFunctions::combined);
    rows.one(
        "image.draw_bounding_boxes",
        "images, boxes, colors=None",
        a ->
            a.has("colors")
                ? a.op(
                    "DrawBoundingBoxesV2",
                    a.tensor("images"),
                    a.tensor("boxes"),
                    a.tensor("colors"))
                : a.op("DrawBoundingBoxes", a.tensor("images"), a.tensor("boxes")));
    rows.one(
        "image.extract_glimpse",
        "input, size, offsets, centered=True, normalized=True, noise='uniform'",
        a ->
            a.op(
                "ExtractGlimpseV2",
                b ->
                    b.setAttr("centered", a.flag("centered"))
                        .setAttr("normalized", a.flag("normalized"))
                        .setAttr("noise", a.text("noise"))
                        .setAttr("uniform_noise", false),
                a.tensor("input"),
                a.sizes("size"),
                a.tensor("offsets")));
    rows.one(
        "image.adjust_jpeg_quality", "image, jpeg_quality, dct_method=''", TfBoxFunctions::asJpeg);
  }

  private static Expr least(TfArguments a) {
    return a.has("score_threshold")
        ? a.tensor("score_threshold")
        : Core.constant(a.tf(), Double.NEGATIVE_INFINITY, DType.FLOAT32);
  }

  private static List<Expr> combined(TfArguments a) {
    Operation op =
        a.build(
            "CombinedNonMaxSuppression",
            b ->
                b.setAttr("pad_per_class", a.flag("pad_per_class"))
                    .setAttr("clip_boxes", a.flag("clip_boxes")),
            a.tensor("boxes"),
            a.tensor("scores"),
            a.tensor("max_output_size_per_class"),
            a.tensor("max_total_size"),
            a.tensor("iou_threshold"),
            least(a));
    return a.outputs(op);
  }

  /** Writes an image as JPEG and reads it again. */
  private static Expr asJpeg(TfArguments a) {
    Expr x = a.tensor("image");
    long channels = x.shape().get(x.rank() - 1);
    Expr bytes = TfColourFunctions.converted(x, DType.UINT8, true);
    Expr jpeg = a.op("EncodeJpegVariableQuality", bytes, a.tensor("jpeg_quality"));
    Expr again =
        a.op(
            "DecodeJpeg",
            b -> b.setAttr("channels", channels).setAttr("dct_method", a.text("dct_method")),
            jpeg);
    return TfColourFunctions.converted(again, x.dtype(), true);
  }
}
