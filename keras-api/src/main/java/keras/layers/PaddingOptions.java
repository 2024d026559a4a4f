package keras.layers;

/**
 * The setters of layers whose window may reach over the edges, which declare {@code @Arg Padding
 * padding}.
 *
 * @param <L> the layer
 */
public interface PaddingOptions<L> {
  /** Sets what the window does at the edges. */
  default L padding(Padding padding) {
    return Options.checked(this, "padding", padding);
  }

  /** Sets what the window does at the edges by its Keras name, as in {@code "same"}. */
  default L padding(String id) {
    return padding(Options.named(this, "padding", Padding.class, id));
  }
}
