"""Writes keras/data/sample_order.txt: the orders in which Keras 3 and tf_keras visit the samples.

A line: version, shuffle, samples, batch size, seed, passes; then for each pass its first indices
and the CRC-32 of all of them as little-endian int32.

    python sample_order.py > ../resources/keras/data/sample_order.txt
"""

import os
import sys
import zlib

os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras
import numpy as np
import tf_keras
from keras.src.trainers.data_adapters.array_data_adapter import ArrayDataAdapter
from tf_keras.src.engine.data_adapter import TensorLikeDataAdapter

PASSES = 3


def one_pass(data):
    return np.concatenate([(b[0] if isinstance(b, tuple) else b).numpy() for b in iter(data)])


def keras3(n, batch, seed, shuffle):
    keras.utils.set_random_seed(seed)
    data = ArrayDataAdapter(
        np.arange(n, dtype="int64"), batch_size=batch, shuffle=shuffle
    ).get_tf_dataset()
    # fit makes an iterator for every epoch
    return [one_pass(data) for _ in range(PASSES)]


def keras2(n, batch, seed):
    tf_keras.utils.set_random_seed(seed)
    data = TensorLikeDataAdapter(
        np.arange(n, dtype="int64"), batch_size=batch, shuffle=True, epochs=PASSES
    ).get_dataset()
    return np.split(one_pass(data), PASSES)


def line(version, shuffle, n, batch, seed, passes):
    orders = []
    for order in passes:
        assert sorted(order) == list(range(n))
        crc = zlib.crc32(order.astype("<i4").tobytes())
        orders.append(",".join(map(str, order[:12])) + ":" + str(crc))
    print(version, shuffle, n, batch, seed, *orders)


print("# keras", keras.__version__, "tf_keras", tf_keras.__version__)
for n in [1, 2, 3, 5, 10, 700, 1001, 60000]:
    for seed in [0, 1, 42, 2**31 - 1, 2**31, 2**32 - 1]:
        line("KERAS_3", "true", n, 32, seed, keras3(n, 32, seed, True))
for n, batch in [(1, 4), (10, 4), (9, 4), (1000, 32), (1001, 7), (5, 1), (10, 10)]:
    for seed in [0, 42]:
        line("KERAS_3", "batch", n, batch, seed, keras3(n, batch, seed, "batch"))
for n in [1, 10, 1000]:
    for seed in [0, 42]:
        line("TF_KERAS", "true", n, 32, seed, keras2(n, 32, seed))
sys.stdout.flush()
