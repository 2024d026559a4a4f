package keras.io.migration;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A config in the words of its readers, and what they will not understand.
 *
 * @param config fresh maps and lists, the caller's own to change
 * @param obstacles sentences without a full stop, one for each part that the readers cannot take,
 *     as in {@code Dense 'h1': the activation 'sparsemax' is Keras 3's alone}; empty if the config
 *     will do
 * @param differences what a reader will compute otherwise
 */
public record Converted(
    Map<String, @Nullable Object> config, List<String> obstacles, List<Difference> differences) {}
