package keras.layers;

/**
 * Looks up a vector for each index.
 *
 * <pre>{@code
 * new Embedding(10_000, 64).maskZero(true)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, ...)}, indices in [0, inputDim), negative ones counting from the end.
 * Outputs: {@code (batch, ..., outputDim)}. With {@code maskZero}, a mask that is false where the
 * index is 0.
 *
 * <p>Weights: {@code embeddings (inputDim, outputDim)}.
 *
 * <p>Differs from Keras: there is no LoRA, no {@code lora_rank} and no {@code lora_alpha}.
 *
 * <p>Keras: {@code keras/src/layers/core/embedding.py}.
 */
public final class Embedding extends EmbeddingLayer<Embedding> {
  private Embedding() {}

  /**
   * Makes a table of vectors.
   *
   * @param inputDim how many vectors, at least 1
   * @param outputDim the size of each, at least 1
   */
  public Embedding(int inputDim, int outputDim) {
    super(inputDim, outputDim);
  }
}
