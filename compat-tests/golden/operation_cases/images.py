"""Images: colours, sizes, filters, and pixels that come from other places."""
from operation_case import X, op

RGB = dict(low=0.01)
for name in ["image.rgb_to_grayscale", "image.rgb_to_hsv", "image.hsv_to_rgb"]:
    op(name, X(2, 3, 4, 3, **RGB))
    op(name, X(3, 4, 3, dtype="float64", **RGB))
    op(name, X(2, 3, 4, 2, **RGB), data_format="channels_first")
op("image.rgb_to_grayscale", X(2, 3, 4, 3, dtype="uint8", ints=256))
op("image.rgb_to_grayscale", X(2, 3, 4, 1))
op("image.sobel_edges", X(2, 4, 5, 3))
op("image.sobel_edges", X(2, 3, 4, 5), data_format="channels_first")
op("image.gaussian_blur", X(2, 5, 6, 3))
op("image.gaussian_blur", X(5, 6, 2, dtype="float64"), kernel_size=(3, 5), sigma=(0.8, 1.7))
op("image.gaussian_blur", X(1, 2, 5, 6), kernel_size=(5, 3), sigma=(2.0, 0.5), data_format="channels_first")
for how in ["bilinear", "nearest", "bicubic", "lanczos3", "lanczos5", "area"]:
    op("image.resize", X(2, 3, 4, 2), (5, 3), interpolation=how, options={"tolerance": 3e-6})
op("image.resize", X(6, 8, 3), (3, 4), antialias=True, options={"tolerance": 3e-6})
op("image.resize", X(2, 3, 4, 3, dtype="uint8", ints=256), (5, 6), interpolation="bicubic")
op("image.resize", X(2, 6, 8, 3), (3, 3), crop_to_aspect_ratio=True)
op("image.resize", X(2, 6, 8, 3), (4, 3), pad_to_aspect_ratio=True, fill_value=0.5)
op("image.resize", X(2, 3, 4, 5), (2, 8), data_format="channels_first")
op("image.resize", X(2, 3, 4, 2, dtype="float64"), (2, 3))
op("image.extract_patches", X(2, 5, 6, 3), 2)
op("image.extract_patches", X(5, 6, 2), (2, 3), strides=1, padding="same")
op("image.extract_patches", X(1, 6, 6, 2), (2, 2), strides=(1, 1), dilation_rate=2)
op("image.extract_patches", X(1, 4, 4, 6, 2), (2, 2, 3))
op("image.pad_images", X(2, 3, 4, 3), 1, 2, 3, 0)
op("image.pad_images", X(3, 4, 2, dtype="int32"), 2, 1, target_height=6, target_width=7)
op("image.pad_images", X(2, 3, 4, 5), bottom_padding=1, right_padding=2, target_height=5, target_width=9, data_format="channels_first")
op("image.crop_images", X(2, 5, 6, 3), 1, 2, 1, 0)
op("image.crop_images", X(5, 6, 2, dtype="int32"), 2, 1, target_height=3, target_width=4)
op("image.crop_images", X(2, 3, 5, 6), bottom_cropping=1, right_cropping=2, target_height=3, target_width=3, data_format="channels_first")
TURN = [0.9, 0.2, 0.1, -0.2, 0.9, 0.4, 0.001, 0.0]
OTHER = [1.1, -0.1, 0.2, 0.15, 0.95, -0.3, 0.0, 0.002]
for how in ["bilinear", "nearest"]:
    for mode in ["constant", "nearest", "wrap", "reflect"]:
        op("image.affine_transform", X(2, 4, 5, 2), X(values=[TURN, OTHER]), how, mode, options={"tolerance": 3e-6})
op("image.affine_transform", X(4, 5, 2, open=False), X(values=TURN, open=False), fill_value=0.5, options={"tolerance": 3e-6})
op("image.affine_transform", X(1, 2, 4, 5), X(values=TURN, open=False), data_format="channels_first", options={"tolerance": 3e-6})
op("image.affine_transform", X(2, 4, 5, 2, dtype="uint8", ints=256), X(values=TURN, open=False))
PLACES = [[[0.2, 1.7, 2.9], [-0.8, 3.4, 0.6]], [[1.2, -1.3, 4.6], [0.3, 2.2, 3.1]]]
for mode in ["constant", "nearest", "wrap", "reflect"]:
    op("image.map_coordinates", X(4, 5, open=False), X(values=PLACES, open=False), 1, mode, options={"tolerance": 3e-6})
    op("image.map_coordinates", X(4, 5, dtype="float64", open=False), X(values=PLACES, open=False), 0, mode, 0.3)
op("image.map_coordinates", X(4, 5, dtype="int32", ints=99, open=False), X(values=PLACES, open=False), 1)
op("image.map_coordinates", X(4, 5, open=False), X(values=[[0, 1], [2, 3]], dtype="int32", open=False), 0)
op("image.map_coordinates", X(4, 5, open=False), X(values=[[0.5, 2.2], [1.5, 3.0]], open=False), 1, "mirror")
for how in ["bilinear", "nearest"]:
    op("image.elastic_transform", X(2, 5, 6, 3, open=False), alpha=2.0, sigma=1.5, interpolation=how, seed=7, options={"tolerance": 1e-5})
op("image.elastic_transform", X(2, 3, 5, 6, open=False), alpha=2.0, sigma=1.5, fill_mode="constant", fill_value=0.3, seed=7, data_format="channels_first", options={"tolerance": 1e-5})
op("image.elastic_transform", X(5, 6, 2, open=False), alpha=2.0, sigma=1.5, fill_mode="wrap", seed=3, options={"tolerance": 1e-5})
for method in ["linear", "cubic", "lanczos3", "lanczos5"]:
    op("image.scale_and_translate", X(2, 5, 4, 3, open=False), (2, 3, 7, 3), X(values=[0.6, 1.7], open=False), X(values=[0.1, -0.4], open=False), (1, 2), method, options={"tolerance": 1e-5})
op("image.scale_and_translate", X(5, 4, open=False), (8, 4), X(values=[0.6], open=False), X(values=[0.5], open=False), (0,), "bilinear", antialias=False, options={"tolerance": 1e-5})
op("image.ssim", X(2, 12, 13, 3, low=0.1), X(2, 12, 13, 3, low=0.1), options={"tolerance": 1e-5})
op("image.ssim", X(7, 8, 2, dtype="float64"), X(7, 8, 2, dtype="float64"), max_val=2.0, filter_size=5, filter_sigma=1.0, k1=0.02, k2=0.05)
op("image.ssim", X(2, 2, 7, 8), X(2, 2, 7, 8), filter_size=3, data_format="channels_first", options={"tolerance": 1e-5})
START, END = [[0.0, 0.0], [3.0, 0.2], [0.1, 4.0], [3.0, 4.0]], [[0.5, 0.3], [2.8, 0.0], [0.0, 3.7], [3.0, 4.2]]
for how in ["bilinear", "nearest"]:
    op("image.perspective_transform", X(2, 4, 5, 2), X(values=[START, END]), X(values=[END, START]), how, options={"tolerance": 1e-5})
op("image.perspective_transform", X(1, 2, 4, 5), X(values=START, open=False), X(values=END, open=False), fill_value=0.5, data_format="channels_first", options={"tolerance": 1e-5})
op("image.perspective_transform", X(4, 5, 2, open=False), X(values=START, open=False), X(values=END, open=False), options={"tolerance": 1e-5})
