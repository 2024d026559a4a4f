"""Layers that move what images show, with labels, boxes and masks."""
import keras
from keras.src.legacy.layers import RandomHeight, RandomWidth
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

# CenterCrop, RandomCrop
for name, layer in (("center_crop", L.CenterCrop), ("random_crop", L.RandomCrop)):
    more = {} if name == "center_crop" else {"seed": 5}
    case(name, layer(3, 4, name="c", **more), x(2, 6, 7, 2))
    case(f"{name}_odd", layer(4, 3, name="c", **more), x(2, 7, 8, 1, ints=256, dtype="uint8"))
    case(f"{name}_small", layer(4, 5, name="c", **more), x(2, 3, 9, 2))
    case(f"{name}_smaller", layer(8, 5, name="c", **more), x(2, 4, 4, 2))
    case(f"{name}_same", layer(6, 7, name="c", **more), x(2, 6, 7, 1))
    case(f"{name}_single", layer(3, 4, name="c", **more), x(6, 7, 2))
    case(f"{name}_first", layer(3, 4, data_format="channels_first", name="c", **more), x(2, 2, 6, 7))
    case(f"{name}_float64", layer(3, 4, dtype="float64", name="c", **more), x(2, 6, 7, 2, dtype="float64"))
    case(f"{name}_mixed_bfloat16", layer(3, 4, dtype="mixed_bfloat16", name="c", **more), x(2, 6, 7, 2), tolerance=1e-2)
    for format in FORMATS:
        case(f"{name}_{format}", layer(3, 4, bounding_box_format=format, name="c", **more), fields(relative=format.startswith("rel")))
    case(f"{name}_fields_small", layer(8, 4, bounding_box_format="xyxy", name="c", **more), fields(dtype="uint8"))
    case(f"{name}_fields_smaller", layer(7, 12, bounding_box_format="rel_xywh", name="c", **more), fields(relative=True, labels="float32"))
    case(f"{name}_fields_single", layer(3, 4, bounding_box_format="xyxy", name="c", **more), fields(single=True))
    case(f"{name}_fields_first", layer(3, 4, data_format="channels_first", bounding_box_format="xyxy", name="c", **more), fields(first=True))

# RandomTranslation, RandomRotation, RandomZoom, RandomShear
WARPS = {
    "random_translation": lambda **more: L.RandomTranslation((-0.3, 0.4), 0.5, seed=7, name="w", **more),
    "random_rotation": lambda **more: L.RandomRotation((-0.1, 0.3), seed=7, name="w", **more),
    "random_zoom": lambda **more: L.RandomZoom((-0.3, 0.4), (0.1, 0.5), seed=7, name="w", **more),
    "random_shear": lambda **more: L.RandomShear((0.1, 0.4), (0.0, 0.3), seed=7, name="w", **more),
}
for name, make in WARPS.items():
    for mode in ("reflect", "wrap", "constant", "nearest"):
        case(f"{name}_{mode}", make(fill_mode=mode, fill_value=0.5 if mode == "constant" else 0.0), x(3, 5, 6, 2), tolerance=5e-6)
    case(f"{name}_nearest_pixels", make(interpolation="nearest"), x(3, 5, 6, 2))
    case(f"{name}_uint8", make(), x(3, 5, 6, 1, ints=256, dtype="uint8"))
    case(f"{name}_single", make(), x(5, 6, 2), tolerance=5e-6)
    case(f"{name}_first", make(data_format="channels_first"), x(2, 2, 5, 6), tolerance=5e-6)
    case(f"{name}_float64", make(dtype="float64", interpolation="nearest"), x(2, 5, 6, 2, dtype="float64"), tolerance=5e-6)
    for format in FORMATS:
        case(f"{name}_{format}", make(bounding_box_format=format), fields(relative=format.startswith("rel")), tolerance=5e-6)
    case(f"{name}_fields_single", make(bounding_box_format="xyxy", interpolation="nearest"), fields(single=True), tolerance=5e-6)
    case(f"{name}_fields_first", make(bounding_box_format="xyxy", data_format="channels_first"), fields(first=True, dtype="uint8"), tolerance=5e-6)
case("random_translation_numbers", L.RandomTranslation(0.2, 0.3, seed=2, name="w"), x(3, 5, 6, 2), tolerance=5e-6)
case("random_rotation_number", L.RandomRotation(0.2, seed=2, name="w"), x(3, 5, 6, 2), tolerance=5e-6)
case("random_zoom_alike", L.RandomZoom(0.3, seed=2, bounding_box_format="xyxy", name="w"), fields(), tolerance=5e-6)
case("random_zoom_numbers", L.RandomZoom(0.3, 0.2, seed=2, name="w"), x(3, 5, 6, 2), tolerance=5e-6)
case("random_shear_columns", L.RandomShear(y_factor=(0.1, 0.5), seed=2, name="w"), x(3, 5, 6, 2), tolerance=5e-6)

# RandomPerspective, RandomElasticTransform
P = L.RandomPerspective
case("random_perspective", P(seed=4, name="p"), x(3, 5, 6, 2), tolerance=2e-5)
case("random_perspective_some", P(0.6, scale=0.4, seed=4, name="p"), x(6, 5, 6, 2), tolerance=2e-5)
case("random_perspective_range", P((0.2, 0.9), fill_value=0.5, seed=4, name="p"), x(6, 5, 6, 2), tolerance=2e-5)
case("random_perspective_nearest", P(scale=0.3, interpolation="nearest", seed=4, name="p"), x(3, 5, 6, 2))
case("random_perspective_single", P(seed=4, name="p"), x(5, 6, 2), tolerance=2e-5)
case("random_perspective_first", P(seed=4, data_format="channels_first", name="p"), x(2, 2, 5, 6), tolerance=2e-5)
for format in FORMATS:
    case(f"random_perspective_{format}", P(0.8, scale=0.3, seed=4, bounding_box_format=format, name="p"), fields(relative=format.startswith("rel")), tolerance=2e-5)
case("random_perspective_fields_single", P(scale=0.3, seed=4, bounding_box_format="xyxy", name="p"), fields(single=True, dtype="uint8"), tolerance=2e-5)
E = L.RandomElasticTransform
S = {"images": x(2, 24, 30, 2), "labels": x(2, 3), "segmentation_masks": x(2, 24, 30, 1)}
case("random_elastic_transform", E(value_range=(-2, 2), seed=4, name="e"), x(2, 24, 30, 2), tolerance=2e-5)
case("random_elastic_transform_some", E(0.6, scale=(0.3, 0.6), value_range=(-1, 1), seed=6, name="e"), x(4, 24, 20, 1), tolerance=2e-5)
for mode in ("constant", "nearest", "wrap"):
    case(f"random_elastic_transform_{mode}", E(fill_mode=mode, fill_value=0.5, seed=4, name="e"), x(2, 24, 30, 1), tolerance=2e-5)
case("random_elastic_transform_nearest_pixels", E(interpolation="nearest", scale=0.9, seed=4, name="e"), x(2, 24, 30, 1), tolerance=2e-5)
case("random_elastic_transform_none", E(scale=0.0, seed=4, name="e"), x(2, 5, 6, 1))
case("random_elastic_transform_single", E(seed=4, name="e"), x(24, 20, 1, ints=256, dtype="uint8"), tolerance=1e-4)
case("random_elastic_transform_first", E(seed=4, data_format="channels_first", name="e"), x(2, 1, 24, 20), tolerance=2e-5)
case("random_elastic_transform_fields", E(seed=4, name="e"), S, tolerance=2e-5)

# MaxNumBoundingBoxes, Pipeline
for number in (2, 3, 5):
    case(f"max_num_bounding_boxes_{number}", L.MaxNumBoundingBoxes(number, bounding_box_format="xyxy", name="m"), fields(labels="float32" if number == 5 else "int32"))
case("max_num_bounding_boxes_single", L.MaxNumBoundingBoxes(4, bounding_box_format="rel_xywh", name="m"), fields(single=True, dtype="uint8"))
case("max_num_bounding_boxes_fill", L.MaxNumBoundingBoxes(4, fill_value=-1, bounding_box_format="xyxy", name="m"), fields())
case("pipeline", L.Pipeline([L.RandomFlip(seed=1), L.RandomZoom(0.2, seed=2), L.Resizing(4, 4)], name="p"), x(2, 5, 6, 1), tolerance=5e-6)
case("pipeline_fields", L.Pipeline([L.RandomFlip(seed=1, bounding_box_format="xywh"), L.MaxNumBoundingBoxes(2, bounding_box_format="xywh")], name="p"), fields())
case("pipeline_inside", L.Pipeline([L.Rescaling(0.5), L.Pipeline([L.RandomFlip(seed=1)])], name="p"), x(2, 3, 4, 1))

# what only tf_keras and files of Keras 2 have
for name, layer in (("random_height", RandomHeight), ("random_width", RandomWidth)):
    case(name, layer(0.5, seed=3, name="h"), x(2, 6, 7, 2), tolerance=5e-6)
    case(f"{name}_range", layer((0.3, 0.9), seed=3, name="h"), x(2, 6, 7, 1), tolerance=5e-6)
    case(f"{name}_single", layer((-0.6, -0.4), seed=3, name="h"), x(6, 7, 2), tolerance=5e-6)
    for how in "nearest bicubic lanczos3 lanczos5".split():
        case(f"{name}_{how}", layer(0.5, interpolation=how, seed=3, name="h"), x(2, 6, 7, 1), tolerance=2e-5)
