package keras.layers;

/**
 * The setters of layers of images, which declare {@code @Arg DataFormat dataFormat}.
 *
 * @param <L> the layer
 */
public interface DataFormatOptions<L> {
  /** Says where the inputs have their channels. */
  default L dataFormat(DataFormat dataFormat) {
    return Options.checked(this, "data_format", dataFormat);
  }

  /** Says where the inputs have their channels by Keras' name, as in {@code "channels_first"}. */
  default L dataFormat(String id) {
    return dataFormat(Options.named(this, "data_format", DataFormat.class, id));
  }
}
