package keras.layers;

import keras.config.Arg;
import keras.engine.Shapes;
import keras.ops.Expr;
import keras.ops.ExtentOps;
import keras.ops.Numpy;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * Attention in several heads, whose queries share keys and values in groups (Ainslie et al., 2023).
 *
 * <pre>{@code
 * KerasTensor y = new GroupQueryAttention(16, 8, 2).apply(x, x); // query and value
 * }</pre>
 *
 * <p>Inputs: {@code query (batch, queries, size)}, {@code value (batch, keys, size)} and {@code key
 * (batch, keys, key size)}, which is the value if left out. Outputs: the shape of the query; with
 * {@code return_attention_scores} also the scores, {@code (batch, query heads, queries, keys)}.
 *
 * <p>Masks of the query, the value and the key keep places out, and so do {@code attention_mask
 * (batch, queries, keys)} and {@code use_causal_mask}. The query's mask passes.
 *
 * <p>Weights: {@code kernel} and {@code bias} of {@code query}, {@code key}, {@code gate}, {@code
 * value} and {@code attention_output}, which are {@link EinsumDense}.
 *
 * <p>Keras: {@code keras/src/layers/attention/grouped_query_attention.py}.
 */
public final class GroupQueryAttention extends HeadsLayer<GroupQueryAttention> {
  private static final int HEADS = 2;

  @Arg private int headDim;
  @Arg private int numQueryHeads;
  @Arg private int numKeyValueHeads;

  private GroupQueryAttention() {}

  /**
   * Makes a layer.
   *
   * @param headDim the size of each head's queries, keys and values, at least 1
   * @param numQueryHeads a multiple of {@code numKeyValueHeads}
   * @param numKeyValueHeads how many groups there are, at least 1
   */
  public GroupQueryAttention(int headDim, int numQueryHeads, int numKeyValueHeads) {
    this.headDim = headDim;
    this.numQueryHeads = numQueryHeads;
    this.numKeyValueHeads = numKeyValueHeads;
    validate();
  }

  @Override
  protected void validate() {
    requirePositive("head_dim", headDim);
    requirePositive("num_query_heads", numQueryHeads);
    requirePositive("num_key_value_heads", numKeyValueHeads);
    if (numQueryHeads % numKeyValueHeads != 0) {
      throw new IllegalArgumentException(
          "GroupQueryAttention: `num_query_heads` must divide by `num_key_value_heads`. Received: num_query_heads=%d, num_key_value_heads=%d."
              .formatted(numQueryHeads, numKeyValueHeads));
    }
    super.validate();
  }

  // ---------------------------------------------------------------- building

  @Override
  int keySize() {
    return headDim;
  }

  @Override
  int valueSize() {
    return headDim;
  }

  @Override
  void requireFitting(Shape query, Shape value, Shape key) {
    boolean fits =
        query.numDimensions() == 3
            && value.numDimensions() == 3
            && key.numDimensions() == 3
            && query.get(-1) == value.get(-1)
            && (value.get(1) == key.get(1) || value.get(1) < 0 || key.get(1) < 0);
    if (!fits) {
      throw new IllegalArgumentException(
          "%s: expected a query and a value of one size, and as many keys as values, of 3 axes each. Received: query %s, value %s, key %s."
              .formatted(this, Shapes.show(query), Shapes.show(value), Shapes.show(key)));
    }
  }

  @Override
  String attribute(String name) {
    return "_" + name;
  }

  @Override
  EinsumDense ofQuery(String name, Shape query, int size) {
    return dense(name, "bqm,muh->bquh", "uh", null, numQueryHeads, size);
  }

  @Override
  EinsumDense ofKey(String name, Shape key, int size) {
    return dense(name, "bkm,mvh->bkvh", "vh", null, numKeyValueHeads, size);
  }

  @Override
  Softmax softmax(int rank) {
    return new Softmax();
  }

  @Override
  EinsumDense ofHeads(String name, Shape query) {
    return dense(name, "bquh,uhm->bqm", "m", null, Math.toIntExact(query.get(-1)));
  }

  @Override
  Shape heads(Shape query) {
    return Shape.of(-1, -1, numQueryHeads, headDim);
  }

  // ---------------------------------------------------------------- calling

  /** Repeats keys or values for all queries of their group. */
  @Override
  Expr forQueries(Expr projected) {
    return ExtentOps.repeat(projected, numQueryHeads / numKeyValueHeads, HEADS);
  }

  @Override
  @Nullable Expr expanded(@Nullable Expr mask, int rank) {
    return mask != null && mask.rank() == 3 ? mask.expandDims(1) : mask;
  }

  @Override
  Expr scores(Expr queries, Expr keys) {
    return Numpy.einsum("bquh,bkuh->buqk", queries, keys);
  }

  @Override
  Expr averaged(Expr weights, Expr values) {
    return Numpy.einsum("buqk,bkuh->bquh", weights, values);
  }
}
