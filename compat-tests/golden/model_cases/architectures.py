"""The functional models that cases share: functions of (K, L), a Keras and its layers."""
from model_cases.spec import layer


def wide_deep(K, L, wide=5, deep=6, units=(30, 30), act="relu", two_outputs=True):
    a = L.Input((wide,), name="wide_input")
    b = L.Input((deep,), name="deep_input")
    h = b
    for i, u in enumerate(units):
        h = L.Dense(u, activation=act, name=f"hidden{i + 1}")(h)
    c = L.Concatenate(name="concat")([a, h])
    outs = [L.Dense(1, name="main_output")(c)]
    if two_outputs:
        outs.append(L.Dense(1, name="aux_output")(h))
    return K.Model([a, b], outs, name="wide_deep")


def merges(K, L, n=6, units=5):
    a, b = L.Input((n,), name="a"), L.Input((n,), name="b")
    x = L.Dense(units, activation="tanh", name="da")(a)
    y = L.Dense(units, activation="tanh", name="db")(b)
    outs = [L.Add(name="add")([x, y]), L.Subtract(name="sub")([x, y]),
            L.Multiply(name="mul")([x, y]), L.Average(name="avg")([x, y]),
            L.Maximum(name="max")([x, y]), L.Minimum(name="min")([x, y]),
            L.Concatenate(name="cat")([x, y, a])]
    return K.Model([a, b], outs, name="merges")


def merges_seq(K, L, t=4, n=3, m=5):
    a, b = L.Input((t, n), name="a"), L.Input((m, n), name="b")
    return K.Model([a, b], [
        L.Concatenate(axis=1, name="cat_axis1")([a, b]),
        L.Dot(axes=2, name="dot")([a, b]),
        L.Dot(axes=(2, 2), normalize=True, name="dot_norm")([a, b]),
        L.Add(name="broadcast")([a, L.GlobalMaxPooling1D(keepdims=True, name="gmp")(b)]),
    ], name="merges_seq")


def attention(K, L, tq=4, tv=6, dim=5, **kw):
    q, v = L.Input((tq, dim), name="query"), L.Input((tv, dim), name="value")
    k = L.Dense(dim, name="key_proj")(v)
    return K.Model([q, v], [
        L.Attention(name="att")([q, v]),
        L.Attention(use_scale=True, name="att_scale")([q, v, k]),
        L.Attention(score_mode="concat", name="att_concat")([q, v]),
        L.AdditiveAttention(name="add_att")([q, v]),
        L.AdditiveAttention(use_scale=False, name="add_att_noscale")([q, v, k]),
    ], name="attention")


def mha(K, L, tq=5, tv=None, dim=6, heads=2, key_dim=3, **kw):
    q = L.Input((tq, dim), name="query")
    layer_ = L.MultiHeadAttention(heads, key_dim, name="mha", **kw)
    if tv is None:
        return K.Model(q, layer_(q, q), name="mha_self")
    v = L.Input((tv, dim + 1), name="value")
    return K.Model([q, v], layer_(q, v), name="mha_cross")


def transformer(K, L, t=6, vocab=20, dim=8, heads=2, ff=16, classes=3):
    x = L.Input((t,), dtype="int32", name="tokens")
    e = L.Embedding(vocab, dim, name="embed")(x)
    a = L.MultiHeadAttention(heads, dim // heads, name="mha")(e, e)
    h = L.LayerNormalization(name="ln1")(L.Add(name="add1")([e, a]))
    f = L.Dense(ff, activation="gelu", name="ff1")(h)
    f = L.Dense(dim, name="ff2")(f)
    h = L.LayerNormalization(epsilon=1e-6, name="ln2")(L.Add(name="add2")([h, f]))
    h = L.GlobalAveragePooling1D(name="gap")(h)
    return K.Model(x, L.Dense(classes, activation="softmax", name="out")(h),
                   name="transformer")


def siamese(K, L, n=4, units=5, bn=True):
    """A Sequential inside a functional model, and layers called twice."""
    a, b = L.Input((n,), name="left"), L.Input((n,), name="right")
    shared = L.Dense(units, activation="relu", name="shared")
    inner = [L.Input((units,), name="enc_in"), L.Dense(units, activation="elu", name="enc_d1")]
    if bn:
        inner.append(L.BatchNormalization(name="enc_bn"))
    inner.append(L.Dense(2, name="enc_d2"))
    enc = K.Sequential(inner, name="encoder")
    ea, eb = enc(shared(a)), enc(shared(b))
    d = L.Subtract(name="diff")([ea, eb])
    return K.Model([a, b], L.Dense(1, activation="sigmoid", name="out")(d),
                   name="siamese")


def nested_functional(K, L, n=4):
    """Functional inside functional inside Sequential-headed functional."""
    i = L.Input((n,), name="block_in")
    block = K.Model(i, L.Add(name="res")(
        [i, L.Dense(n, activation="tanh", name="block_d")(i)]), name="block")
    j = L.Input((n,), name="tower_in")
    tower = K.Model(j, block(block(j)), name="tower")
    x = L.Input((n,), name="x")
    return K.Model(x, L.Dense(2, name="head")(tower(x)), name="nested")


def seq2seq(K, L, te=5, td=4, n=3, units=4, cell="LSTM"):
    """Encoder states handed to a decoder: calls with keyword tensors."""
    e, d = L.Input((te, n), name="enc"), L.Input((td, n), name="dec")
    r = getattr(L, cell)(units, return_state=True, name="encoder")(e)
    y = getattr(L, cell)(units, return_sequences=True, name="decoder")(
        d, initial_state=r[1:])
    return K.Model([e, d], L.Dense(n, activation="softmax", name="out")(y),
                   name="seq2seq")


def states(K, L, t=5, n=3, units=4):
    """return_state outputs of every recurrent layer."""
    x = L.Input((t, n), name="x")
    outs = []
    for c in ("SimpleRNN", "LSTM", "GRU"):
        outs += list(getattr(L, c)(units, return_state=True, name=c.lower())(x))
    return K.Model(x, outs, name="states")


def resnet(K, L, h=8, c=3, f=4):
    x = L.Input((h, h, c), name="image")
    y = L.Conv2D(f, 3, padding="same", use_bias=False, name="conv0")(x)
    y = L.ReLU(name="relu0")(L.BatchNormalization(name="bn0")(y))
    s = y
    y = L.Conv2D(f, 3, padding="same", use_bias=False, name="conv1")(y)
    y = L.ReLU(name="relu1")(L.BatchNormalization(name="bn1")(y))
    y = L.Add(name="add")([s, y])
    y = L.MaxPooling2D(2, name="pool")(y)
    y = L.GlobalAveragePooling2D(name="gap")(y)
    return K.Model(x, L.Dense(3, activation="softmax", name="out")(y), name="resnet")


def global_pools(K, L, shape=(5, 4, 3)):
    x = L.Input(shape, name="x")
    nd = len(shape) - 1
    outs = [getattr(L, f"Global{k}Pooling{nd}D")(keepdims=kd, name=f"g{k.lower()}{int(kd)}")(x)
            for k in ("Average", "Max") for kd in (False, True)]
    return K.Model(x, outs, name="global_pools")


def branches(K, L, shape, specs):
    """One input, one output for each layer spec: for layers without weights."""
    x = L.Input(shape, name="x")
    return K.Model(x, [layer(K, L, (c, dict(k, name=f"o{i:02d}")))(x)
                       for i, (c, k) in enumerate(specs)], name="branches")


def masked_rnn(K, L, t=6, vocab=9, dim=4, units=3, cell="LSTM", how="mask_zero"):
    if how == "mask_zero":
        x = L.Input((t,), dtype="int32", name="tokens")
        h = L.Embedding(vocab, dim, mask_zero=True, name="embed")(x)
    else:
        x = L.Input((t, dim), name="x")
        h = L.Masking(mask_value=0.0, name="masking")(x)
    h = getattr(L, cell)(units, return_sequences=True, name="rnn1")(h)
    h = getattr(L, cell)(units, name="rnn2")(h)
    return K.Model(x, L.Dense(2, name="out")(h), name="masked_rnn")


def sequential_of_models(K, L, n=4):
    inner = K.Sequential([L.Input((3,), name="i1"), L.Dense(3, activation="relu", name="in_d")], name="inner")
    i = L.Input((3,), name="i2")
    fun = K.Model(i, L.Multiply(name="gate")([i, L.Dense(3, activation="sigmoid", name="fn_d")(i)]), name="fun")
    return K.Sequential([L.Input((n,), name="x"), L.Dense(3, name="first"), inner, fun, L.Dense(2, name="last")], name="outer")


def long_names(K, L, layers=36, length=1810):
    """Layer names that together pass 64 kB: layer_names0, layer_names1 in h5."""
    x = L.Input((3,), name="x")
    h = x
    for i in range(layers):
        h = L.Activation("linear", name=f"n{i:02d}_" + "x" * (length - 4))(h)
    return K.Model(x, L.Dense(2, name="out")(h), name="long_names")


def unicode_names(K, L):
    x = L.Input((3,), name="entrée")
    h = L.Dense(4, activation="relu", name="слой_один")(x)
    return K.Model(x, L.Dense(2, name="出力")(h), name="unicode")
