"""Layers that prepare images, texts, categories and numbers; inputs."""
import keras
from layer_case import case, given, x

L = keras.layers

# Resizing, RandomFlip
Z = L.Resizing
case("resizing", Z(3, 4, name="r"), x(2, 5, 6, 2))
case("resizing_larger", Z(7, 5, name="r"), x(2, 3, 4, 1))
case("resizing_single", Z(3, 4, name="r"), x(5, 6, 2))
case("resizing_first", Z(3, 4, data_format="channels_first", name="r"), x(2, 2, 5, 6))
for how in "nearest bicubic lanczos3 lanczos5".split():
    case(f"resizing_{how}", Z(3, 4, interpolation=how, name="r"), x(2, 5, 6, 2), tolerance=5e-6)
    if how != "nearest":
        case(f"resizing_{how}_antialias", Z(3, 4, interpolation=how, antialias=True, name="r"), x(2, 7, 6, 2), tolerance=5e-6)
case("resizing_area", Z(3, 4, interpolation="area", name="r"), x(2, 5, 6, 2, ints=256, dtype="uint8"))
case("resizing_antialias", Z(3, 2, antialias=True, name="r"), x(2, 7, 6, 2))
case("resizing_crop_wide", Z(3, 4, crop_to_aspect_ratio=True, name="r"), x(2, 4, 9, 2))
case("resizing_crop_high", Z(4, 3, crop_to_aspect_ratio=True, interpolation="nearest", name="r"), x(2, 9, 4, 2))
case("resizing_pad_wide", Z(4, 3, pad_to_aspect_ratio=True, fill_value=0.5, name="r"), x(2, 4, 9, 2))
case("resizing_pad_high", Z(3, 4, pad_to_aspect_ratio=True, name="r"), x(2, 8, 3, 2))
case("resizing_uint8", Z(3, 4, name="r"), x(2, 5, 6, 2, ints=256, dtype="uint8"))
case("resizing_int32_bicubic", Z(3, 4, interpolation="bicubic", name="r"), x(2, 5, 6, 2, ints=99, dtype="int32"))
case("resizing_float16", Z(3, 4, dtype="float16", name="r"), x(2, 5, 6, 2), tolerance=2e-3)
case("resizing_float64", Z(3, 4, dtype="float64", name="r"), x(2, 5, 6, 2, dtype="float64"), tolerance=2e-6)
case("random_flip", L.RandomFlip(seed=7, name="f"), x(6, 3, 4, 2))
case("random_flip_horizontal", L.RandomFlip("horizontal", seed=3, name="f"), x(5, 2, 4, 1))
case("random_flip_vertical", L.RandomFlip("vertical", seed=11, name="f"), x(5, 4, 2, 1))
case("random_flip_first", L.RandomFlip(seed=5, data_format="channels_first", name="f"), x(4, 2, 3, 4))
case("random_flip_single", L.RandomFlip(seed=5, name="f"), x(3, 4, 2))
case("random_flip_uint8", L.RandomFlip(seed=5, name="f"), x(4, 3, 2, 1, ints=256, dtype="uint8"))
case("random_flip_float64", L.RandomFlip(seed=5, dtype="float64", name="f"), x(4, 3, 2, 1, dtype="float64"))

# InputLayer
case("input_layer", L.InputLayer(shape=(28, 28), name="i"), None)
case("input_layer_batch_shape", L.InputLayer(batch_shape=(16, None, 3), dtype="int32", name="i"), None)
case("input_layer_batch_size", L.InputLayer(shape=(4,), batch_size=8, dtype="float64", name="i"), None)
case("input_layer_optional", L.InputLayer(shape=(4,), optional=True, name="i"), None)

# StringLookup, IntegerLookup
W = given([["red", "blue"], ["", "green"], ["gr\u00fcn \U0001f600", "red"]], "string")
N = given([[3, 7], [0, -5], [12345678901, 3]], "int64")
for kind, words, data in (("string", ["red", "gr\u00fcn \U0001f600", "\u03a9"], W), ("integer", [3, 12345678901, -8], N)):
    layer = L.StringLookup if kind == "string" else L.IntegerLookup
    none = "" if kind == "string" else 0
    id = f"{kind}_lookup"
    case(id, layer(vocabulary=words, name="s"), data)
    case(f"{id}_mask", layer(vocabulary=words, mask_token=none, name="s"), data)
    case(f"{id}_special_first", layer(vocabulary=[none, layer().oov_token] + words, mask_token=none, name="s"), data)
    case(f"{id}_no_oov", layer(vocabulary=words + ["blue", "", "green"] if kind == "string" else words + [7, 0, -5], num_oov_indices=0, name="s"), data)
    case(f"{id}_buckets", layer(vocabulary=words, num_oov_indices=3, mask_token=none, name="s"), data)
    case(f"{id}_farmhash", layer(vocabulary=words, num_oov_indices=3, oov_method="farmhash", name="s"), data)
    case(f"{id}_salt", layer(vocabulary=words, num_oov_indices=5, oov_method="farmhash", salt=[12, 34], name="s"), data)
    case(f"{id}_salt_one", layer(vocabulary=words, num_oov_indices=5, oov_method="farmhash", salt=7, name="s"), data)
    case(f"{id}_inverted", layer(vocabulary=words, invert=True, name="s"), given([[0, 1], [2, 3], [4, 99]], "int64"))
    case(f"{id}_inverted_mask", layer(vocabulary=words, invert=True, mask_token=none, num_oov_indices=2, name="s"), given([[0, 1], [2, 3], [4, 99]], "int64"))
    case(f"{id}_adapted", layer(name="s"), data, adapt=data)
    case(f"{id}_adapted_most", layer(max_tokens=3, mask_token=none, name="s"), data, adapt=data)
    for mode in ("one_hot", "multi_hot", "count", "tf_idf"):
        weights = {"idf_weights": [0.5, 1.25, 2.0]} if mode == "tf_idf" else {}
        case(f"{id}_{mode}", layer(vocabulary=words, output_mode=mode, num_oov_indices=2, **weights, name="s"), data)
        case(f"{id}_{mode}_mask", layer(vocabulary=words, output_mode=mode, mask_token=none, **weights, name="s"), data)
        case(f"{id}_{mode}_padded", layer(vocabulary=words, output_mode=mode, max_tokens=8, pad_to_max_tokens=True, **weights, name="s"), data)
        case(f"{id}_{mode}_adapted", layer(output_mode=mode, name="s"), data, adapt=data)

# TextVectorization: lower() knows ASCII alone, and splitting knows Unicode's white space
V = L.TextVectorization
T = given([["Hello, World! \u00c4\u00d6 \u00df"], ["a b  a\u00a0c\u3000d\u2003e"], ["  "], ["don't [stop] ^_^ \U0001f600\u0301 A.B"]], "string")
S = ["hello", "a", "b", "\u00c4\u00d6", "a b", "\U0001f600\u0301"]
case("text_vectorization", V(vocabulary=S, name="t"), T)
case("text_vectorization_special_first", V(vocabulary=["", "[UNK]"] + S, name="t"), T)
case("text_vectorization_1d", V(vocabulary=S, name="t"), given(["a b", "", "b"], "string"))
case("text_vectorization_length", V(vocabulary=S, output_sequence_length=3, name="t"), T)
case("text_vectorization_long", V(vocabulary=S, output_sequence_length=9, name="t"), T)
case("text_vectorization_adapted", V(name="t"), T, adapt=T)
case("text_vectorization_adapted_most", V(max_tokens=6, ngrams=2, name="t"), T, adapt=T)
case("text_vectorization_adapted_tf_idf", V(output_mode="tf_idf", name="t"), T, adapt=T)
case("text_vectorization_adapted_characters", V(split="character", standardize=None, name="t"), T, adapt=T)
for standardize in (None, "lower", "strip_punctuation"):
    case(f"text_vectorization_{standardize}", V(vocabulary=S, standardize=standardize, name="t"), T)
case("text_vectorization_characters", V(vocabulary=S + ["l", "\u0301"], split="character", name="t"), T)
case("text_vectorization_ngrams", V(vocabulary=S, ngrams=2, name="t"), T)
case("text_vectorization_ngrams_some", V(vocabulary=S + ["a b a"], ngrams=(1, 3), output_sequence_length=5, name="t"), T)
for mode in ("multi_hot", "count", "tf_idf"):
    weights = {"idf_weights": [0.5, 1.25, 2.0, 3.0, 0.25, 1.0]} if mode == "tf_idf" else {}
    case(f"text_vectorization_{mode}", V(vocabulary=S, output_mode=mode, **weights, name="t"), T)
    case(f"text_vectorization_{mode}_padded", V(vocabulary=S, output_mode=mode, max_tokens=10, pad_to_max_tokens=True, **weights, name="t"), T)
for mode in ("int", "one_hot", "multi_hot", "count"):
    case(f"text_vectorization_unsplit_{mode}", V(vocabulary=S, split=None, output_mode=mode, name="t"), given([["A", "b", "!"], ["", "a", "a b"]], "string"))
case("text_vectorization_unsplit_length", V(vocabulary=S, split=None, output_sequence_length=4, name="t"), given([["a", "b", "c"], ["", "a", "a b"]], "string"))
case("text_vectorization_unsplit_short", V(vocabulary=S, split=None, output_sequence_length=2, name="t"), given([["a", "b", "c"], ["", "a", "a b"]], "string"))
case("text_vectorization_unsplit_ngrams", V(vocabulary=S, split=None, ngrams=2, name="t"), given([["a", "b", "c"], ["", "a", "a b"]], "string"))

# CategoryEncoding
E = L.CategoryEncoding
case("category_encoding", E(4, name="c"), given([[0, 1], [3, 3], [2, 9]], "int32"))
case("category_encoding_1d", E(4, name="c"), given([0, 1, 3, 3], "int64"))
case("category_encoding_3d", E(4, name="c"), x(2, 3, 2, ints=4, dtype="int64"))
case("category_encoding_floats", E(4, name="c"), given([[0.0, 1.0], [3.0, 3.0]], "float32"))
case("category_encoding_float64", E(4, dtype="float64", name="c"), given([[0, 1], [3, 3]], "int32"))
case("category_encoding_bfloat16", E(4, output_mode="one_hot", dtype="bfloat16", name="c"), given([[0, 1], [3, 3]], "int32"))
for mode in ("one_hot", "count"):
    case(f"category_encoding_{mode}", E(4, output_mode=mode, name="c"), given([[0, 1], [3, 3], [2, 9]], "int32"))
    case(f"category_encoding_{mode}_1d", E(4, output_mode=mode, name="c"), given([0, 1, 3, 3], "int64"))
    case(f"category_encoding_{mode}_3d", E(4, output_mode=mode, name="c"), x(2, 3, 2, ints=4, dtype="int64"))
case("category_encoding_one_hot_column", E(4, output_mode="one_hot", name="c"), given([[0], [3], [7]], "int32"))
case("category_encoding_weights", E(4, output_mode="count", name="c"), given([[0, 1], [3, 3], [2, 9]], "int32"), call={"count_weights": given([[5, 2], [3, 1], [4, 7]], "int64")})

# Hashing
H = L.Hashing
for kind, data, none in (("strings", given([["red", ""], ["gr\u00fcn \U0001f600", "red"], ["", "b"]], "string"), ""), ("ints", given([[3, -7], [0, 12345678901], [5, 3]], "int64"), 3)):
    case(f"hashing_{kind}", H(7, name="h"), data)
    case(f"hashing_{kind}_mask", H(7, mask_value=none, name="h"), data)
    case(f"hashing_{kind}_salt", H(7, salt=1337, name="h"), data)
    case(f"hashing_{kind}_salts", H(7, salt=[133, 137], mask_value=none, dtype="int32", name="h"), data)
    for mode in ("one_hot", "multi_hot", "count"):
        case(f"hashing_{kind}_{mode}", H(5, output_mode=mode, name="h"), data)
        case(f"hashing_{kind}_{mode}_mask", H(5, output_mode=mode, mask_value=none, dtype="float64", name="h"), data)
case("hashing_floats", H(5, name="h"), given([[1.5, -2.75], [3.0, 0.1]], "float32"))
case("hashing_one_bin", H(1, mask_value="", name="h"), given([["a", ""]], "string"))
case("hashing_one_hot_column", H(5, output_mode="one_hot", name="h"), given([["a"], ["b"]], "string"))
case("hashing_1d", H(5, output_mode="count", name="h"), given(["a", "b", "a"], "string"))

# Discretization
B = L.Discretization
case("discretization", B([-0.5, 0.0, 1.0], name="b"), x(4, 3))
case("discretization_ints", B([1, 3], name="b"), given([[0, 1], [2, 3], [4, -1]], "int64"))
case("discretization_bools", B([0.5], name="b"), given([[0, 1], [1, 1]], "bool"))
case("discretization_float64", B([-0.5, 0.1], dtype="float64", name="b"), x(4, 3, dtype="float64"))
for mode in ("one_hot", "multi_hot", "count"):
    case(f"discretization_{mode}", B([-0.5, 0.0, 1.0], output_mode=mode, name="b"), x(4, 3))
    case(f"discretization_{mode}_column", B([-0.5, 0.0, 1.0], output_mode=mode, name="b"), x(4, 1))
    case(f"discretization_{mode}_3d", B([-0.5, 0.0, 1.0], output_mode=mode, name="b"), x(2, 3, 2))
case("discretization_adapted", B(num_bins=4, name="b"), x(4, 3), adapt=x(37, 5))
case("discretization_adapted_epsilon", B(num_bins=3, epsilon=0.2, name="b"), x(4, 3), adapt=x(50))
case("discretization_adapted_many", B(num_bins=10, output_mode="one_hot", name="b"), x(4, 3), adapt=x(331))

# HashedCrossing
X = L.HashedCrossing
WORDS, NUMBERS = given(["red", "", "gr\u00fcn \U0001f600", "red"], "string"), given([3, -7, 12345678901, 3], "int64")
COLUMN = [given([["a"], ["b"], ["a"]], "string"), given([[101], [101], [102]], "int32")]
case("hashed_crossing", X(101, name="x"), [WORDS, NUMBERS])
case("hashed_crossing_column", X(101, name="x"), COLUMN)
case("hashed_crossing_int32", X(100, dtype="int32", name="x"), [NUMBERS, NUMBERS])
case("hashed_crossing_small_ints", X(50, name="x"), [given([3, 200, 0], "uint8"), given([65535, 100, 0], "uint16")])
case("hashed_crossing_floats", X(9, dtype="float32", name="x"), [WORDS, WORDS])
case("hashed_crossing_one_hot", X(5, output_mode="one_hot", name="x"), [WORDS, NUMBERS])
case("hashed_crossing_one_hot_column", X(5, output_mode="one_hot", dtype="float64", name="x"), COLUMN)
