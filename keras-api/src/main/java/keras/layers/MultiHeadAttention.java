package keras.layers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import keras.config.Arg;
import keras.config.CustomObjects;
import keras.engine.Shapes;
import keras.ops.Expr;
import keras.ops.Numpy;
import keras.regularizers.Regularizer;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * Attention in several heads side by side, each on projections of its own (Vaswani et al., 2017).
 *
 * <pre>{@code
 * KerasTensor y = new MultiHeadAttention(2, 16).apply(x, x); // query and value
 * Structure<KerasTensor> both = new MultiHeadAttention(2, 16)
 *     .applyAll(x, c -> c.with("value", x).with("return_attention_scores", true));
 * }</pre>
 *
 * <p>Inputs: {@code query (batch, ..., queries, size)}, {@code value (batch, ..., keys, value
 * size)} and {@code key}, which is the value if left out. Outputs: the shape of the query, or its
 * last axis as {@code outputShape} says; with {@code return_attention_scores} also the scores,
 * {@code (batch, heads, queries, keys)}.
 *
 * <p>Masks of the query, the value and the key keep places out, and so do {@code attention_mask
 * (batch, queries, keys)} and {@code use_causal_mask}. The query's mask passes. As in Keras, {@code
 * query_mask} given to the call has no effect; a mask on the query itself has. And as in Keras 3
 * the tensors lose their masks by the call, for layers that take them later, too: in the {@code
 * call} of a layer of one's own, {@code add(x, attention(x, x))} has no mask. In a functional
 * model, whose masks are known before it runs, it has that of {@code x} for layers whose call takes
 * a {@code mask}, and none for another attention. A layer from a file of tf_keras leaves masks
 * where they are.
 *
 * <p>Weights: {@code kernel} and {@code bias} of {@code query}, {@code key}, {@code gate}, {@code
 * value} and {@code attention_output}, which are {@link EinsumDense}.
 *
 * <p>Differs from Keras: sizes of the output that the inputs tell are known, also where Keras
 * forgets them.
 *
 * <p>Keras: {@code keras/src/layers/attention/multi_head_attention.py}.
 */
public final class MultiHeadAttention extends HeadsLayer<MultiHeadAttention> {
  private static final String KEEPS_MASKS = "keeps_masks";

  @Arg private int numHeads;
  @Arg private int keyDim;
  @Arg private @Nullable Integer valueDim;
  @Arg private int @Nullable [] outputShape;
  @Arg private int @Nullable [] attentionAxes;

  private int[] axes = {};

  /** As tf_keras does, from whose file the layer came. */
  private boolean keepsMasks;

  private MultiHeadAttention() {}

  /**
   * Makes a layer of so many heads.
   *
   * @param numHeads at least 1
   * @param keyDim the size of each head's queries and keys, at least 1; also of its values, unless
   *     {@link #valueDim} says otherwise
   */
  public MultiHeadAttention(int numHeads, int keyDim) {
    this.numHeads = numHeads;
    this.keyDim = keyDim;
    validate();
  }

  /** Sets the size of each head's values. */
  public MultiHeadAttention valueDim(int valueDim) {
    return checked(() -> this.valueDim = valueDim);
  }

  /** Sets the sizes of the output's last axes; those of the query's last axis if not set. */
  public MultiHeadAttention outputShape(int... outputShape) {
    return checked(() -> this.outputShape = outputShape.clone());
  }

  /** Sets the axes of the query along which attention is computed; all but the first and last. */
  public MultiHeadAttention attentionAxes(int... axes) {
    return with(() -> attentionAxes = axes.clone());
  }

  @Override
  protected void validate() {
    requirePositive("num_heads", numHeads);
    requirePositive("key_dim", keyDim);
    valueDim = requirePositive("value_dim", valueDim == null ? keyDim : valueDim);
    if (outputShape != null && Arrays.stream(outputShape).anyMatch(n -> n < 1)) {
      throw new IllegalArgumentException(
          "MultiHeadAttention: `output_shape` must hold positive integers. Received: output_shape=%s."
              .formatted(Arrays.toString(outputShape)));
    }
    super.validate();
  }

  /** The penalty is on the projections, not on the output. */
  @Override
  @Nullable Regularizer outputPenalty() {
    return null;
  }

  // ---------------------------------------------------------------- building

  @Override
  int keySize() {
    return keyDim;
  }

  @Override
  int valueSize() {
    return valueDim == null ? keyDim : valueDim;
  }

  @Override
  void requireFitting(Shape query, Shape value, Shape key) {
    boolean same = value.numDimensions() == key.numDimensions() && query.numDimensions() > 1;
    for (int i = 1; same && i < value.numDimensions() - 1; i++) {
      same = value.get(i) == key.get(i) || value.get(i) < 0 || key.get(i) < 0;
    }
    if (!same) {
      throw new IllegalArgumentException(
          "%s: expected a value and a key that differ in their last axis alone. Received: query %s, value %s, key %s."
              .formatted(this, Shapes.show(query), Shapes.show(value), Shapes.show(key)));
    }
  }

  @Override
  String attribute(String name) {
    return name;
  }

  @Override
  EinsumDense ofQuery(String name, Shape query, int size) {
    return projection(name, query.numDimensions() - 1, 1, numHeads, size);
  }

  @Override
  EinsumDense ofKey(String name, Shape key, int size) {
    return projection(name, key.numDimensions() - 1, 1, numHeads, size);
  }

  @Override
  EinsumDense ofHeads(String name, Shape query) {
    int[] last = outputShape == null ? new int[] {Math.toIntExact(query.get(-1))} : outputShape;
    return projection(name, query.numDimensions() - 1, 2, last);
  }

  private EinsumDense projection(String name, int free, int bound, int... made) {
    AttentionEquations.Projection to = AttentionEquations.projection(free, bound, made.length);
    List<@Nullable Integer> sizes = new ArrayList<>();
    for (int i = 1; i < to.rank() - made.length; i++) {
      sizes.add(null);
    }
    Arrays.stream(made).forEach(sizes::add);
    return dense(name, to.equation(), to.biasAxes(), sizes.toArray(Integer[]::new));
  }

  @Override
  Shape heads(Shape query) {
    return query.take(query.numDimensions() - 1).append(Shape.of(numHeads, valueSize()));
  }

  @Override
  Softmax softmax(int rank) {
    int[] given = attentionAxes;
    axes =
        given == null
            ? IntStream.range(1, rank - 2).toArray()
            : IntStream.of(given).map(a -> a >= 0 ? a : rank - 1 + a).toArray();
    attentionAxes = axes;
    int scores = AttentionEquations.of(rank, axes).scoresRank();
    return new Softmax().axis(IntStream.range(scores - axes.length, scores).toArray());
  }

  // ---------------------------------------------------------------- configs

  @Override
  protected Map<String, @Nullable Object> adopt(
      Map<String, @Nullable Object> config, CustomObjects custom) {
    Map<String, @Nullable Object> left = new LinkedHashMap<>(config);
    keepsMasks = Boolean.TRUE.equals(left.remove(KEEPS_MASKS));
    return super.adopt(left, custom);
  }

  @Override
  public Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> config = super.config();
    if (keepsMasks) {
      config.put(KEEPS_MASKS, true);
    }
    return config;
  }

  // ---------------------------------------------------------------- calling

  @Override
  public boolean takesMasks() {
    return !keepsMasks;
  }

  @Override
  void release(Expr query, Expr value, Expr key) {
    if (!keepsMasks) {
      List.of(query, value, key).forEach(Expr::forgetMask);
    }
  }

  @Override
  @Nullable Expr expanded(@Nullable Expr mask, int rank) {
    Expr wide = mask;
    while (wide != null && wide.rank() < rank) {
      wide = wide.expandDims(-axes.length * 2 - 1);
    }
    return wide;
  }

  @Override
  Expr scores(Expr queries, Expr keys) {
    return Numpy.einsum(AttentionEquations.of(keys.rank(), axes).product(), keys, queries);
  }

  @Override
  Expr averaged(Expr weights, Expr values) {
    return Numpy.einsum(AttentionEquations.of(values.rank(), axes).combine(), weights, values);
  }
}
