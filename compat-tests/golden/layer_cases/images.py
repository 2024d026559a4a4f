"""Layers that move what images show, with labels, boxes and masks."""
import keras
from layer_case import case, given, x

L = keras.layers

BOXES = [[[1, 2, 5, 6], [0, 0, 0, 0], [3, 1, 7, 3]], [[2, 0, 4, 5], [-1, -1, -1, -1], [0.5, 3.25, 6.5, 4]]]
FORMATS = "xyxy yxyx xywh center_xywh center_yxhw rel_xyxy rel_yxyx rel_xywh rel_center_xywh".split()


def fields(rows=6, columns=8, relative=False, first=False, single=False, dtype="float32", labels="int32", masks="uint8"):
    """Two images (or one) with a label, three boxes and a mask each."""
    sizes = (3, rows, columns) if first else (rows, columns, 3)
    mask = (1, rows, columns) if first else (rows, columns, 1)
    boxes = [[[n / (columns if i % 2 == 0 else rows) if relative else n for i, n in enumerate(b)] for b in each] for each in BOXES]
    batch = () if single else (2,)
    return {
        "images": x(*batch, *sizes, dtype=dtype, ints=None if dtype == "float32" else 256),
        "bounding_boxes": {
            "boxes": given(boxes[0] if single else boxes, "float32"),
            "labels": given([1, 7, 3] if single else [[1, 7, 3], [0, 4, 2]], labels),
        },
        "labels": x(*batch, 4),
        "segmentation_masks": x(*batch, *mask, ints=3, dtype=masks),
    }


# RandomFlip, Resizing
for format in FORMATS:
    rel = format.startswith("rel")
    case(f"random_flip_{format}", L.RandomFlip(seed=3, bounding_box_format=format, name="f"), fields(relative=rel))
    case(f"resizing_{format}", L.Resizing(3, 4, bounding_box_format=format, name="r"), fields(relative=rel))
case("random_flip_fields_vertical", L.RandomFlip("vertical", seed=8, bounding_box_format="xyxy", name="f"), fields(dtype="uint8"))
case("random_flip_fields_first", L.RandomFlip("horizontal", seed=3, data_format="channels_first", bounding_box_format="xyxy", name="f"), fields(first=True))
case("random_flip_fields_single", L.RandomFlip(seed=1, bounding_box_format="rel_xyxy", name="f"), fields(relative=True, single=True))
case("random_flip_fields_float_labels", L.RandomFlip(seed=1, bounding_box_format="xyxy", name="f"), fields(labels="float32"))
case("random_flip_fields_few", L.RandomFlip(seed=1, name="f"), {"images": x(2, 3, 4, 1), "labels": x(2, ints=9, dtype="int64"), "other": x(2, 5)})
case("resizing_fields_crop_wide", L.Resizing(4, 3, crop_to_aspect_ratio=True, bounding_box_format="xyxy", name="r"), fields())
case("resizing_fields_crop_high", L.Resizing(3, 9, crop_to_aspect_ratio=True, bounding_box_format="xyxy", name="r"), fields())
case("resizing_fields_pad_wide", L.Resizing(9, 4, pad_to_aspect_ratio=True, fill_value=0.5, bounding_box_format="xyxy", name="r"), fields(labels="float32", masks="float32"))
case("resizing_fields_pad_high", L.Resizing(4, 9, pad_to_aspect_ratio=True, bounding_box_format="xywh", name="r"), fields(masks="float32"))
case("resizing_fields_first", L.Resizing(3, 5, data_format="channels_first", bounding_box_format="xyxy", name="r"), fields(first=True, dtype="uint8"))
case("resizing_fields_single", L.Resizing(7, 5, interpolation="bicubic", bounding_box_format="center_xywh", name="r"), fields(single=True))
