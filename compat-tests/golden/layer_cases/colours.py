"""Layers that change what pixels of images hold, or mix samples."""
import keras
import numpy as np
from layer_case import case, given, x

L = keras.layers


def pixels(*shape, dtype="float32"):
    """Images of bytes; their numbers are floats unless a dtype says otherwise."""
    return x(*shape, dtype=dtype, ints=256)


def shares(*shape, dtype):
    """Images of numbers in [0, 1)."""
    count = 1
    for size in shape:
        count *= size
    return given(np.reshape([(i * 37 % 101) / 101 for i in range(count)], shape), dtype)


# numbers of some hundreds cancel, in outputs or in gradients
CANCELS = {"random_contrast": 4e-5, "random_color_degeneration": 4e-5, "random_color_jitter": 4e-5, "random_sharpness": 4e-5, "solarization": 4e-5, "auto_contrast": 4e-5, "random_hue": 4e-5, "random_saturation": 4e-5}

# name, class, arguments, options: pairs of what the id says and arguments
KINDS = [
    ("random_brightness", L.RandomBrightness, {"factor": 0.4}, [("ends", {"factor": (0.6, -0.1)}), ("range", {"value_range": (200, 20)})]),
    ("random_contrast", L.RandomContrast, {"factor": 0.8}, [("ends", {"factor": (0.9, 0.2)}), ("range", {"value_range": (20, 200)})]),
    ("random_color_degeneration", L.RandomColorDegeneration, {"factor": 0.7}, [("ends", {"factor": (0.2, 1.0)}), ("range", {"value_range": (200, 20)})]),
    ("random_grayscale", L.RandomGrayscale, {}, [("factor", {"factor": 0.8})]),
    ("random_hue", L.RandomHue, {"factor": 0.5}, [("ends", {"factor": (0.9, 0.3)}), ("range", {"value_range": (-10, 300)})]),
    ("random_saturation", L.RandomSaturation, {"factor": 0.7}, [("ends", {"factor": (0.6, 0.8)}), ("range", {"value_range": (0.8, 0.2)})]),
    ("random_invert", L.RandomInvert, {}, [("factor", {"factor": 0.9}), ("ends", {"factor": (0.8, 0.3)}), ("range", {"value_range": (0, 300)})]),
    ("random_posterization", L.RandomPosterization, {"factor": 5}, [("ends", {"factor": (6, 2)}), ("one", {"factor": (3, 3)}), ("range", {"value_range": (300, -20)})]),
    ("random_sharpness", L.RandomSharpness, {"factor": 0.9}, [("ends", {"factor": (0.9, 0.6)}), ("range", {"value_range": (200, 20)})]),
    ("random_erasing", L.RandomErasing, {"factor": (0.9, 1.0)}, [("value", {"fill_value": 300}), ("values", {"fill_value": (10, 20, 30)}), ("scale", {"scale": (0.9, 0.3)}), ("scale_one", {"scale": 0.5}), ("range", {"value_range": (20, 200)}), ("factor", {"factor": 0.7})]),
    ("random_gaussian_blur", L.RandomGaussianBlur, {"factor": (0.9, 1.0)}, [("factor", {"factor": 0.7}), ("kernel", {"kernel_size": (5, 3)}), ("kernel_one", {"kernel_size": 5, "sigma": (0.9, 0.4)}), ("range", {"value_range": (20, 200), "sigma": 0.5})]),
    ("solarization", L.Solarization, {}, [("addition", {"addition_factor": 0.4}), ("threshold", {"threshold_factor": (0.8, 0.4)}), ("both", {"addition_factor": (0.3, 0.1), "threshold_factor": 0.9, "value_range": (300, -20)})]),
    ("cut_mix", L.CutMix, {}, [("factor", {"factor": 0.6}), ("ends", {"factor": (0.9, 0.5)})]),
    ("mix_up", L.MixUp, {}, [("alpha", {"alpha": 1.5})]),
    ("random_color_jitter", L.RandomColorJitter, {"brightness_factor": 0.2, "contrast_factor": 0.5, "saturation_factor": (0.4, 0.7), "hue_factor": 0.4}, [("none", dict.fromkeys(("brightness_factor", "contrast_factor", "saturation_factor", "hue_factor"))), ("range", {"value_range": (0, 1), "hue_factor": (0.2, 0.4), "brightness_factor": (0.1, -0.1), "contrast_factor": (0.3, 0.1), "saturation_factor": 0.3})]),
]
for i, (id, layer, arguments, options) in enumerate(KINDS):
    arguments = {**arguments, "seed": 7 + i, "name": "c"}
    tolerance = {"tolerance": CANCELS[id]} if id in CANCELS else {}
    unit = {"value_range": (0, 1)} if "value_range" in layer(**arguments).get_config() else {}
    case(id, layer(**arguments), pixels(3, 4, 5, 3), **tolerance)
    case(f"{id}_single", layer(**arguments), pixels(5, 4, 3), **tolerance)
    if id not in ("random_hue", "random_saturation", "random_color_jitter"):  # partly computed in float32
        case(f"{id}_float64", layer(**arguments, dtype="float64"), pixels(3, 4, 3, 3, dtype="float64"))
    case(f"{id}_float16", layer(**{**arguments, **unit}, dtype="float16"), shares(2, 4, 3, 3, dtype="float16"), tolerance=4e-3)
    case(f"{id}_first", layer(**arguments, data_format="channels_first"), pixels(3, 3, 4, 3), **tolerance)
    for what, others in options:
        case(f"{id}_{what}", layer(**{**arguments, **others}), pixels(3, 4, 4, 3), **tolerance)
case("random_brightness_boxes", L.RandomBrightness(0.5, seed=1, bounding_box_format="xyxy", name="c"), pixels(2, 3, 3, 1))
case("random_erasing_bytes", L.RandomErasing(seed=2, name="c"), pixels(4, 5, 6, 1, dtype="uint8"))
case("mix_up_bytes", L.MixUp(seed=3, dtype="bfloat16", name="c"), pixels(3, 4, 3, 2))

for id, layer, options in (
    ("auto_contrast", L.AutoContrast, [("range", {"value_range": (300, -20)})]),
    ("equalization", L.Equalization, [("range", {"value_range": (300, -20)}), ("bins", {"bins": 16})]),
    ("clahe", L.ContrastLimitedAdaptiveHistogramEqualization, [("range", {"value_range": (-20, 300)}), ("limit", {"clip_limit": 1.3, "tile_grid_size": (2, 3)}), ("no_limit", {"clip_limit": 0.0, "tile_grid_size": (1, 2)})]),
):
    tolerance = {"tolerance": CANCELS[id]} if id in CANCELS else {}
    case(id, layer(name="c"), pixels(2, 8, 8, 2), **tolerance)
    case(f"{id}_single", layer(name="c"), pixels(8, 6, 2), **tolerance)
    case(f"{id}_float64", layer(dtype="float64", name="c"), pixels(2, 8, 8, 1, dtype="float64"))
    case(f"{id}_float16", layer(value_range=(0, 1), dtype="float16", name="c"), shares(2, 8, 8, 1, dtype="float16"), tolerance=4e-3)
    case(f"{id}_first", layer(data_format="channels_first", name="c"), pixels(2, 2, 9, 7), **tolerance)
    for what, others in options:
        case(f"{id}_{what}", layer(**others, name="c"), pixels(1, 9, 7, 2), **tolerance)
case("auto_contrast_flat", L.AutoContrast(value_range=(0, 1), name="c"), given([[[[0.5, 0.1], [0.5, 0.3]]]], "float32"))
case("equalization_flat", L.Equalization(name="c"), given([[[[7, 9], [7, 3]], [[7, 5], [7, 0]]]], "float32"))

# maps of images and what belongs to them
several = {"images": pixels(3, 4, 5, 2), "labels": x(3, 4), "segmentation_masks": x(3, 4, 5, 1)}
boxes = {"boxes": given([[[0, 1, 3, 4]], [[2, 0, 5, 2]], [[1, 1, 2, 2]]], "float32"), "labels": given([[4], [0], [2]], "int32")}
case("cut_mix_fields", L.CutMix(seed=5, name="c"), several)
case("cut_mix_fields_first", L.CutMix(seed=6, data_format="channels_first", name="c"), {"images": pixels(3, 2, 4, 5), "segmentation_masks": x(3, 2, 4, 5)})
case("cut_mix_fields_single", L.CutMix(seed=7, name="c"), {"images": pixels(4, 5, 2), "labels": x(4), "segmentation_masks": x(4, 5, 1)})
case("cut_mix_fields_bytes", L.CutMix(seed=8, name="c"), {"images": pixels(3, 4, 5, 1), "segmentation_masks": x(3, 4, 5, 1, ints=3, dtype="uint8")})
case("mix_up_fields", L.MixUp(seed=5, alpha=1.2, bounding_box_format="xyxy", name="c"), {"images": pixels(3, 4, 5, 2), "labels": x(3, 4), "bounding_boxes": boxes})
case("mix_up_fields_single", L.MixUp(seed=6, name="c"), {"images": pixels(4, 5, 2), "labels": x(4)})
case("random_erasing_fields", L.RandomErasing(seed=5, bounding_box_format="xyxy", name="c"), {"images": pixels(3, 4, 5, 2), "labels": x(3, ints=9, dtype="int64"), "bounding_boxes": boxes, "segmentation_masks": x(3, 4, 5, 1, ints=3, dtype="uint8")})
case("auto_contrast_fields", L.AutoContrast(name="c"), {"images": pixels(2, 4, 5, 1, dtype="uint8"), "labels": x(2, ints=9, dtype="int32")})

# layers of layers: numbers of some hundreds cancel in their gradients; what AugMix chains comes from Python's random numbers, which layer_case.py starts
R, A, CANCEL = L.RandAugment, L.AugMix, {"tolerance": 1e-4}
case("rand_augment", R(seed=1, name="c"), pixels(2, 6, 5, 3), **CANCEL)
case("rand_augment_many", R(num_ops=9, factor=0.9, seed=3, name="c"), pixels(2, 6, 5, 3), **CANCEL)
case("rand_augment_ends", R(num_ops=5, factor=(0.2, 0.7), interpolation="nearest", seed=4, name="c"), pixels(2, 6, 5, 3), **CANCEL)
case("rand_augment_range", R(num_ops=4, value_range=(0, 1), seed=5, name="c"), shares(2, 5, 4, 3, dtype="float32"), **CANCEL)
case("rand_augment_single", R(seed=6, num_ops=3, name="c"), pixels(6, 5, 3), **CANCEL)
case("rand_augment_first", R(seed=7, num_ops=6, data_format="channels_first", name="c"), pixels(2, 3, 6, 5), **CANCEL)
case("aug_mix", A(seed=1, name="c"), pixels(2, 6, 5, 3), **CANCEL)
case("aug_mix_few", A(seed=2, all_ops=False, num_chains=2, chain_depth=4, name="c"), pixels(2, 6, 5, 3), **CANCEL)
case("aug_mix_alpha", A(seed=3, alpha=0.4, factor=(0.3, 0.8), interpolation="nearest", name="c"), pixels(2, 6, 5, 3), **CANCEL)
case("aug_mix_range", A(seed=4, value_range=(0, 1), name="c"), shares(2, 5, 4, 3, dtype="float32"), **CANCEL)
case("aug_mix_single", A(seed=5, name="c"), pixels(6, 5, 3), **CANCEL)
case("aug_mix_first", A(seed=6, data_format="channels_first", name="c"), pixels(2, 3, 6, 5), **CANCEL)
moved = {"boxes": given([[[0, 1, 3, 4]], [[2, 0, 5, 2]]], "float32"), "labels": given([[4.0], [0.0]], "float32")}
case("rand_augment_fields", R(seed=9, num_ops=3, bounding_box_format="xyxy", name="c"), {"images": pixels(2, 6, 5, 3), "labels": x(2, 4), "bounding_boxes": moved, "segmentation_masks": x(2, 6, 5, 1)}, **CANCEL)
case("aug_mix_fields", A(seed=9, bounding_box_format="xyxy", name="c"), {"images": pixels(2, 6, 5, 3), "labels": x(2, 4), "bounding_boxes": moved, "segmentation_masks": x(2, 6, 5, 1)}, **CANCEL)
