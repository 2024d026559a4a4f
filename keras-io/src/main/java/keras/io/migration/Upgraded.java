package keras.io.migration;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A config in Keras 3's form.
 *
 * @param config the config; a map of the caller's own
 * @param problems what in it Keras 3 cannot express, a sentence each; building it would compute
 *     something else
 * @param notes what only training would have needed and is left out, a sentence each
 */
public record Upgraded(
    Map<String, @Nullable Object> config, List<String> problems, List<String> notes) {}
