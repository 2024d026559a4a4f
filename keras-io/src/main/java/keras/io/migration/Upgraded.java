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
 */
public record Upgraded(Map<String, @Nullable Object> config, List<String> problems) {}
