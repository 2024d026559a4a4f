package keras.preprocessing;

import org.jspecify.annotations.Nullable;

/** What {@link TextDatasets} take. */
public final class TextOptions extends DirectoryOptions<TextOptions> {
  @Nullable Integer maxLength;

  TextOptions(String function) {
    super(function);
  }

  @Override
  TextOptions self() {
    return this;
  }

  /** Cuts longer texts to a number of bytes of UTF-8; they stay whole unless told. */
  public TextOptions maxLength(int maxLength) {
    if (maxLength < 0) {
      throw error("maxLength must be 0 or more", maxLength);
    }
    this.maxLength = maxLength;
    return this;
  }
}
