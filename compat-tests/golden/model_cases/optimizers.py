"""Every optimizer on the same little regression."""
from model_cases.spec import MSE, Case, D, Seq, Train, schedule


OPTIMIZERS = {
    "sgd": ("SGD", dict(learning_rate=0.05)),
    "sgd_momentum": ("SGD", dict(learning_rate=0.02, momentum=0.9)),
    "sgd_nesterov": ("SGD", dict(learning_rate=0.02, momentum=0.9, nesterov=True)),
    "sgd_decay": ("SGD", dict(learning_rate=0.05, weight_decay=0.01)),
    "sgd_clipnorm": ("SGD", dict(learning_rate=0.1, clipnorm=0.3)),
    "sgd_clipvalue": ("SGD", dict(learning_rate=0.1, clipvalue=0.05)),
    "sgd_global_clipnorm": ("SGD", dict(learning_rate=0.1, global_clipnorm=0.5)),
    "adam": ("Adam", dict(learning_rate=0.01)),
    "adam_amsgrad": ("Adam", dict(learning_rate=0.01, amsgrad=True, beta_1=0.8, beta_2=0.9, epsilon=1e-4)),
    "adam_ema": ("Adam", dict(learning_rate=0.01, use_ema=True, ema_momentum=0.9, ema_overwrite_frequency=4)),
    "adamw": ("AdamW", dict(learning_rate=0.01, weight_decay=0.05)),
    "rmsprop": ("RMSprop", dict(learning_rate=0.01)),
    "rmsprop_centered": ("RMSprop", dict(learning_rate=0.01, rho=0.8, momentum=0.5, centered=True)),
    "adagrad": ("Adagrad", dict(learning_rate=0.05, initial_accumulator_value=0.2)),
    "adadelta": ("Adadelta", dict(learning_rate=0.5, rho=0.9)),
    "adamax": ("Adamax", dict(learning_rate=0.02)),
    "nadam": ("Nadam", dict(learning_rate=0.01)),
    "ftrl": ("Ftrl", dict(learning_rate=0.1, l1_regularization_strength=0.01, l2_regularization_strength=0.02, l2_shrinkage_regularization_strength=0.01, beta=0.1)),
    "lion": ("Lion", dict(learning_rate=0.003)),
    "adafactor": ("Adafactor", dict(learning_rate=0.01)),
    "adam_exponential_decay": ("Adam", dict(learning_rate=schedule("ExponentialDecay", initial_learning_rate=0.02, decay_steps=3, decay_rate=0.7, staircase=True))),
    "sgd_cosine_decay": ("SGD", dict(learning_rate=schedule("CosineDecay", initial_learning_rate=0.02, decay_steps=8, alpha=0.1, warmup_target=0.05, warmup_steps=2))),
    "sgd_piecewise": ("SGD", dict(learning_rate=schedule("PiecewiseConstantDecay", boundaries=[2, 5], values=[0.05, 0.02, 0.01]))),
}


def cases():
    return [Case(f"opt_{name}", Seq((4,), D(5, "tanh"), D(1)), formats="lite",
                 train=Train(optimizer, MSE, n=18, batch_size=6, epochs=3))
            for name, optimizer in OPTIMIZERS.items()]
