package keras.io.kerasv3;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import keras.io.hdf5.Hdf5Dataset;
import keras.io.hdf5.Hdf5Group;
import org.jspecify.annotations.Nullable;

/** The variables of a file in Keras 3's layout, by the path of the group they are in. */
interface VariableStore extends AutoCloseable {
  /** Returns the name that messages give the file. */
  String name();

  /** Whether Keras 3 wrote it: it notes the name of each object beside its variables. */
  boolean isOfKeras3();

  /** Returns the variables of a group such as {@code layers/dense/vars}; none if it is missing. */
  Map<String, Hdf5Dataset> variables(String group);

  /** Returns the name of the object whose variables a group holds; null where none is noted. */
  @Nullable String owner(String group);

  /** Returns the paths of groups that hold variables, or the first few hundred of them. */
  List<String> groups();

  @Override
  void close();

  /** Returns the datasets of a group at a path, none if it is missing. */
  static Map<String, Hdf5Dataset> datasets(Hdf5Group root, String path) {
    Map<String, Hdf5Dataset> out = new LinkedHashMap<>();
    Optional<Hdf5Group> group = root.group(path);
    if (group.isPresent()) {
      for (String name : group.get().names()) {
        out.put(name, group.get().requireDataset(name));
      }
    }
    return out;
  }
}
