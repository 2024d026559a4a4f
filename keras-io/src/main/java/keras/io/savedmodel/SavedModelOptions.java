package keras.io.savedmodel;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * How a SavedModel is opened.
 *
 * <pre>{@code
 * SavedModel.load(Path.of("export"), SavedModelOptions.defaults().allowAllOps(true));
 * }</pre>
 *
 * @param allowAllOps whether the program may hold ops that touch files, the network, other devices
 *     or Python
 * @param tags which of the programs in the folder is opened: the one with just these tags
 * @param rawStrings whether strings come out as {@code byte[]}, not as Java strings
 */
public record SavedModelOptions(boolean allowAllOps, Set<String> tags, boolean rawStrings) {
  /** Copies the tags. */
  public SavedModelOptions {
    tags = Set.copyOf(tags);
  }

  /** Returns what serves: safe ops alone, the tag {@code serve}, Java strings. */
  public static SavedModelOptions defaults() {
    return new SavedModelOptions(false, Set.of("serve"), false);
  }

  /**
   * Returns these options with or without the check of ops. Without it the program can do all that
   * this process may do: read and write its files, talk to its network. Only for SavedModels whose
   * maker is trusted.
   */
  public SavedModelOptions allowAllOps(boolean allow) {
    return new SavedModelOptions(allow, tags, rawStrings);
  }

  /** Returns these options for the program with just these tags. */
  public SavedModelOptions tags(String... wanted) {
    return new SavedModelOptions(allowAllOps, new TreeSet<>(List.of(wanted)), rawStrings);
  }

  /**
   * Returns these options with strings as {@code NdArray<byte[]>}, for those that are not text, or
   * as {@code NdArray<String>}.
   */
  public SavedModelOptions rawStrings(boolean raw) {
    return new SavedModelOptions(allowAllOps, tags, raw);
  }
}
