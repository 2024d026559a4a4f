package keras.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Anything Keras serialises as {@code {module, class_name, config}}: layers, optimizers, losses,
 * metrics, initializers and the like.
 *
 * <p>Options are open until first use, then closed: a setter calls {@link #requireOpen()}.
 */
public abstract class KerasObject {
  private boolean closed;

  /** Made this object of a config, if anything of the caller's did. */
  @Nullable Factory factory;

  /** Returns the Keras config: every {@link Arg} by its key, in the order of declaration. */
  public Map<String, @Nullable Object> config() {
    return Configs.of(this);
  }

  /** Throws unless options may still be set. */
  protected final void requireOpen() {
    if (closed) {
      throw new IllegalStateException(
          this + " is already built; set its options before its first use.");
    }
  }

  /** Closes the options, at first use. */
  protected final void closeOptions() {
    closed = true;
  }

  /** Makes the state that a {@code build_config} beside the config says was made; none here. */
  protected void buildFromConfig(Map<?, ?> buildConfig) {}

  /** Checks the arguments after they were read from a config; an override throws on a bad one. */
  protected void validate() {}

  /** Takes what a config holds beyond the arguments, before they are read; for wrappers. */
  protected Map<String, @Nullable Object> adopt(
      Map<String, @Nullable Object> config, CustomObjects custom) {
    return config;
  }

  @Override
  public String toString() {
    return getClass().getSimpleName();
  }
}
