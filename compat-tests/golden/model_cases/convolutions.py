"""Convolutions, pooling, padding, reshaping, and the layers that are activations."""
from model_cases.architectures import branches, global_pools, resnet
from model_cases.spec import ACCURACY, MSE, SCCE, Case, D, Fn, Seq, Train, sgd


def cases():
    C, S = Case, Seq
    out = []
    add = out.append
    acc, scce, mse = ACCURACY, SCCE, MSE

    # --- convolutions ------------------------------------------------------
    def conv(name, shape, *layers, **kw):
        add(C(name, S(shape, *layers), **kw))
    conv("conv1d_valid", (9, 3), ("Conv1D", dict(filters=4, kernel_size=3, activation="relu")))
    conv("conv1d_same_stride", (9, 3), ("Conv1D", dict(filters=4, kernel_size=4, strides=2, padding="same")))
    conv("conv1d_causal_dilated", (9, 3), ("Conv1D", dict(filters=4, kernel_size=3, padding="causal", dilation_rate=2)),
         train=Train(("Adam", {}), mse, targets="like"))
    conv("conv1d_groups", (9, 4), ("Conv1D", dict(filters=6, kernel_size=3, groups=2)))
    conv("conv2d_valid", (7, 8, 3), ("Conv2D", dict(filters=4, kernel_size=3, activation="relu")), formats="full")
    conv("conv2d_same_stride", (7, 8, 3), ("Conv2D", dict(filters=4, kernel_size=[2, 3], strides=[2, 3], padding="same")))
    conv("conv2d_dilated", (9, 8, 2), ("Conv2D", dict(filters=3, kernel_size=3, dilation_rate=[2, 1], use_bias=False)))
    conv("conv2d_groups", (6, 6, 4), ("Conv2D", dict(filters=6, kernel_size=3, groups=2, padding="same")))
    conv("conv3d", (5, 6, 4, 2), ("Conv3D", dict(filters=3, kernel_size=[2, 3, 2], activation="tanh")),
         ("Conv3D", dict(filters=2, kernel_size=2, strides=2, padding="same")))
    conv("conv2d_transpose", (4, 5, 3), ("Conv2DTranspose", dict(filters=2, kernel_size=3, strides=2, padding="same")),
         ("Conv2DTranspose", dict(filters=3, kernel_size=[2, 3], strides=[1, 2], padding="valid", activation="relu")),
         train=Train(sgd(), mse, targets="like"))
    conv("conv1d_transpose", (5, 3), ("Conv1DTranspose", dict(filters=4, kernel_size=3, strides=2, padding="same")))
    conv("conv3d_transpose", (3, 3, 2, 2), ("Conv3DTranspose", dict(filters=2, kernel_size=2, strides=2)))
    conv("depthwise_conv2d", (6, 7, 3), ("DepthwiseConv2D", dict(kernel_size=3, depth_multiplier=2, activation="relu")),
         ("DepthwiseConv2D", dict(kernel_size=2, strides=2, padding="same")), train=Train(sgd(), mse, targets="like"))
    conv("depthwise_conv1d", (8, 3), ("DepthwiseConv1D", dict(kernel_size=3, depth_multiplier=2)))
    conv("separable_conv2d", (6, 7, 3), ("SeparableConv2D", dict(filters=4, kernel_size=3, depth_multiplier=2, padding="same", activation="relu")),
         train=Train(sgd(), mse, targets="like"))
    conv("separable_conv1d", (8, 3), ("SeparableConv1D", dict(filters=5, kernel_size=3)))
    add(C("lenet", S((12, 12, 1), ("Conv2D", dict(filters=4, kernel_size=3, padding="same", activation="tanh")), ("AveragePooling2D", dict(pool_size=2)),
                     ("Conv2D", dict(filters=6, kernel_size=3, activation="tanh")), ("MaxPooling2D", dict(pool_size=2)), ("Flatten", {}),
                     D(10, "relu"), ("Dropout", dict(rate=0.0)), D(4, "softmax")), formats="full",
          train=Train(("Adam", {}), scce, acc, targets="sparse4", n=16, epochs=2)))
    add(C("resnet_block", Fn(resnet), formats="basic", train=Train(sgd(0.05, momentum=0.9), scce, acc, targets="sparse3", epochs=2)))

    # --- pooling, padding, reshaping --------------------------------------
    add(C("pool1d", Fn(branches, shape=(7, 3), specs=[(f"{k}Pooling1D", dict(pool_size=p, strides=s, padding=pad))
          for k in ("Max", "Average") for p, s, pad in ((2, None, "valid"), (3, 2, "same"), (3, 1, "valid"))])))
    add(C("pool2d", Fn(branches, shape=(7, 6, 2), specs=[(f"{k}Pooling2D", dict(pool_size=p, strides=s, padding=pad))
          for k in ("Max", "Average") for p, s, pad in ((2, None, "valid"), ([3, 2], [2, 1], "same"), (3, 1, "same"))]), formats="basic"))
    add(C("pool3d", Fn(branches, shape=(4, 5, 4, 2), specs=[(f"{k}Pooling3D", dict(pool_size=p, strides=s, padding=pad))
          for k in ("Max", "Average") for p, s, pad in ((2, None, "valid"), (2, 1, "same"))])))
    add(C("global_pool1d", Fn(global_pools, shape=(5, 3))))
    add(C("global_pool2d", Fn(global_pools, shape=(5, 4, 3))))
    add(C("global_pool3d", Fn(global_pools, shape=(3, 4, 2, 3))))
    add(C("pad_crop_up", Fn(branches, shape=(4, 5, 2), specs=[
        ("ZeroPadding2D", dict(padding=1)), ("ZeroPadding2D", dict(padding=[[1, 2], [0, 3]])), ("Cropping2D", dict(cropping=1)),
        ("Cropping2D", dict(cropping=[[1, 0], [2, 1]])), ("UpSampling2D", dict(size=2)), ("UpSampling2D", dict(size=[2, 3], interpolation="bilinear"))])))
    add(C("pad_crop_up_1d", Fn(branches, shape=(6, 2), specs=[
        ("ZeroPadding1D", dict(padding=[1, 2])), ("Cropping1D", dict(cropping=[1, 1])), ("UpSampling1D", dict(size=3))])))
    add(C("pad_crop_up_3d", Fn(branches, shape=(3, 3, 4, 2), specs=[
        ("ZeroPadding3D", dict(padding=1)), ("Cropping3D", dict(cropping=[[0, 1], [1, 0], [1, 1]])), ("UpSampling3D", dict(size=[1, 2, 2]))])))
    add(C("reshapes", Fn(branches, shape=(4, 6), specs=[
        ("Reshape", dict(target_shape=[3, 8])), ("Reshape", dict(target_shape=[-1, 2])), ("Permute", dict(dims=[2, 1])), ("Flatten", {})])))
    add(C("repeat_vector", S((5,), D(4, "relu"), ("RepeatVector", dict(n=3)), ("Permute", dict(dims=[2, 1])))))

    # --- activation layers -------------------------------------------------
    add(C("advanced_activations", Fn(branches, shape=(4, 6), specs=[
        ("ReLU", {}), ("ReLU", dict(max_value=1.0, negative_slope=0.1, threshold=0.2)), ("LeakyReLU", {}), ("ELU", dict(alpha=0.7)),
        ("Softmax", {}), ("Softmax", dict(axis=1)), ("PReLU", {}), ("PReLU", dict(shared_axes=[1])), ("Activation", dict(activation="selu"))]),
        formats="basic", notes="LeakyReLU: tf_keras config 'alpha', Keras 3 'negative_slope'"))
    add(C("thresholded_relu", S((6,), ("ThresholdedReLU", dict(theta=0.5))), only="tk", notes="gone in Keras 3"))
    return out
