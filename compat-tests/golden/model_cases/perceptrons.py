"""Multilayer perceptrons, and the layers that regularize and normalize."""
from model_cases.architectures import wide_deep
from model_cases.spec import ACCURACY, MAE, MSE, SCCE, Case, D, Fn, Seq, Train, sgd


ALL_ACTS = ("relu elu selu gelu tanh sigmoid softplus softsign silu exponential "
            "linear softmax").split()


def cases():
    C, S = Case, Seq
    out = []
    add = out.append
    acc, scce, mse, mae = ACCURACY, SCCE, MSE, MAE

    # --- multilayer perceptrons -------------------------------------------
    add(C("seed_mlp", S((2, 4), ("Flatten", {}), D(300, "relu"), D(100, "relu"), D(10, "softmax")),
          train=Train(sgd(), scce, acc, targets="sparse10", n=64, batch_size=32, epochs=3)))
    add(C("seed_mlp_input_shape", S((7, 7), ("Flatten", {}), D(30, "relu"), D(12, "relu"), D(10, "softmax"),
                                    input_style="input_shape"), formats="full",
          train=Train(sgd(), scce, acc, targets="sparse10", n=64, batch_size=32, epochs=3),
          notes="no Input: the first layer carries input_shape / batch_input_shape"))
    add(C("regression_mlp", S((8,), D(30, "relu"), D(1)), formats="full",
          train=Train(sgd(1e-2), mse, [mae, ("RootMeanSquaredError", {})], validation=True)))
    add(C("binary_sigmoid", S((5,), D(6, "elu"), D(1, "sigmoid")), formats="basic",
          train=Train(("Adam", dict(learning_rate=0.01)), ("BinaryCrossentropy", {}),
                      [("BinaryAccuracy", {}), ("AUC", dict(num_thresholds=50)), ("Precision", {}), ("Recall", {})],
                      targets="binary", n=30)))
    add(C("multilabel_sigmoid", S((6,), D(8, "relu"), D(4, "sigmoid")),
          train=Train(("RMSprop", dict(learning_rate=0.01)), ("BinaryCrossentropy", dict(label_smoothing=0.1)),
                      [("BinaryAccuracy", dict(threshold=0.4)), ("AUC", dict(multi_label=True, num_labels=4, num_thresholds=20))],
                      targets="multilabel4", n=24)))
    add(C("softmax_logits", S((5,), D(7, "tanh"), D(4)),
          train=Train(("Adam", {}), ("CategoricalCrossentropy", dict(from_logits=True, label_smoothing=0.1)),
                      [("CategoricalAccuracy", {}), ("TopKCategoricalAccuracy", dict(k=2))], targets="onehot4")))
    add(C("wide_deep", Fn(wide_deep), formats="full",
          train=Train(sgd(), [mse, mse], [[mae], [mae]], loss_weights=[0.9, 0.1])))
    add(C("mlp_activations", S((6,), *[D(5, a) for a in ALL_ACTS]), formats="basic"))
    add(C("mlp_hard_sigmoid", S((6,), D(5, "hard_sigmoid"), D(4, "hard_sigmoid")),
          notes="Keras 2: clip(0.2x+0.5, 0, 1); Keras 3: relu6(x+3)/6; outputs differ by design"))
    add(C("mlp_mish", S((6,), D(5, "mish"), D(3, "swish")), notes="'swish' is stored as 'silu' by Keras 3"))
    add(C("mlp_no_bias", S((6,), D(5, "relu", use_bias=False), D(3, use_bias=False))))
    add(C("mlp_float64", S((4,), D(5, "tanh", dtype="float64"), D(2, dtype="float64"), dtype="float64"),
          atol=1e-12, rtol=1e-12))
    add(C("mlp_3d_input", S((3, 4), D(5, "relu"), D(2)), notes="Dense on the last axis of a 3-D tensor"))
    add(C("mlp_initializers", S((6,), *[D(6, kernel_initializer=i) for i in (
        "zeros", "ones", "glorot_normal", "he_normal", "he_uniform", "lecun_normal", "lecun_uniform",
        ("RandomNormal", dict(stddev=0.1, seed=3)), ("RandomUniform", dict(minval=-.2, maxval=.3)),
        ("TruncatedNormal", dict(stddev=0.2)), ("VarianceScaling", dict(scale=2.0, mode="fan_avg", distribution="uniform")),
        ("Orthogonal", dict(gain=1.5)), ("Identity", dict(gain=0.5)), ("Constant", dict(value=0.3)))]),
        notes="configs to be read and written back; values were set, not initialized"))
    add(C("mlp_regularizers", S((5,), D(6, "relu", kernel_regularizer=("L2", dict(l2=0.01)), bias_regularizer=("L1", dict(l1=0.02))),
                                ("ActivityRegularization", dict(l1=0.01, l2=0.02)),
                                D(3, kernel_regularizer=("L1L2", dict(l1=0.003, l2=0.004)), activity_regularizer=("L2", dict(l2=0.01)))),
          train=Train(sgd(), mse, [mae]), notes="the reported loss includes the penalties"))
    add(C("mlp_constraints", S((5,), D(6, "relu", kernel_constraint=("MaxNorm", dict(max_value=0.8)), bias_constraint=("NonNeg", {})),
                               D(4, kernel_constraint=("UnitNorm", dict(axis=0))),
                               D(3, kernel_constraint=("MinMaxNorm", dict(min_value=0.3, max_value=0.6, rate=0.7)))),
          train=Train(sgd(0.1), mse)))
    add(C("mlp_sample_weight", S((5,), D(6, "relu"), D(1)),
          train=Train(sgd(0.05), mse, [mae], sample_weight=True, weighted_metrics=[mae])))
    add(C("mlp_class_weight", S((5,), D(6, "relu"), D(3, "softmax")),
          train=Train(sgd(0.05), scce, acc, targets="sparse3", class_weight={0: 1.0, 1: 2.5, 2: 0.5})))
    add(C("mlp_frozen", S((5,), D(6, "relu", trainable=False), ("BatchNormalization", dict(trainable=False)), D(2)),
          train=Train(("Adam", {}), mse), notes="frozen layers; frozen BatchNormalization runs in inference mode"))

    # --- regularizing and normalizing layers ------------------------------
    add(C("dropouts", S((4, 6), ("Dropout", dict(rate=0.3)), ("SpatialDropout1D", dict(rate=0.2)), ("GaussianNoise", dict(stddev=0.1)),
                        ("GaussianDropout", dict(rate=0.2)), ("AlphaDropout", dict(rate=0.1)), D(3)), formats="basic",
          notes="identity in inference"))
    add(C("batchnorm_mlp", S((6,), D(5, "relu"), ("BatchNormalization", dict(momentum=0.9)), D(3)), formats="basic",
          train=Train(sgd(), mse, [mae])))
    add(C("batchnorm_options", S((4, 6), ("BatchNormalization", dict(center=False)), ("BatchNormalization", dict(scale=False, epsilon=0.01)),
                                 ("BatchNormalization", dict(axis=1)))))
    add(C("layernorm", S((4, 6), ("LayerNormalization", {}), ("LayerNormalization", dict(axis=[1, 2], center=False)),
                         ("LayerNormalization", dict(scale=False, epsilon=1e-5))), train=Train(sgd(), mse, targets="like"),
          known_bad={"model_v3.h5": "Keras 3's h5 loader drops a list-valued axis of more than one entry"}))
    add(C("groupnorm_unitnorm", S((4, 6), ("GroupNormalization", dict(groups=3)), ("UnitNormalization", {}))))
    add(C("normalization_rescaling", S((5,), ("Normalization", {}), ("Rescaling", dict(scale=0.5, offset=-1.0)), D(2)),
          notes="Normalization statistics set by the fixture"))
    return out
