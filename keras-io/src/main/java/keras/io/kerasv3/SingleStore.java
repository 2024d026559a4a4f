package keras.io.kerasv3;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import keras.io.hdf5.Hdf5Attribute;
import keras.io.hdf5.Hdf5Dataset;
import keras.io.hdf5.Hdf5File;
import keras.io.hdf5.Hdf5Group;
import org.jspecify.annotations.Nullable;

/** The variables of one HDF5 file. */
record SingleStore(Hdf5File file) implements VariableStore {
  /** Files of Keras 2.12 and 2.13 have this in the place of {@code layers}. */
  private static final String OLD_LAYERS = "_layer_checkpoint_dependencies";

  private static final int DEEPEST = 40;
  private static final int MOST = 500;

  @Override
  public String name() {
    return file.name();
  }

  @Override
  public boolean isOfKeras3() {
    return file.root().group("vars").flatMap(g -> g.attribute("name")).isPresent();
  }

  @Override
  public Map<String, Hdf5Dataset> variables(String group) {
    Map<String, Hdf5Dataset> found = VariableStore.datasets(file.root(), group);
    return found.isEmpty() && file.root().has(OLD_LAYERS)
        ? VariableStore.datasets(file.root(), group.replace("layers", OLD_LAYERS))
        : found;
  }

  @Override
  public @Nullable String owner(String group) {
    return file.root()
        .group(group)
        .flatMap(g -> g.attribute("name"))
        .map(Hdf5Attribute::string)
        .orElse(null);
  }

  @Override
  public List<String> groups() {
    List<String> out = new ArrayList<>();
    collect(file.root(), "", 0, out);
    return out;
  }

  /** Goes no deeper than models are, for groups may lead in circles. */
  private static void collect(Hdf5Group group, String prefix, int depth, List<String> out) {
    for (String name : group.names()) {
      if (out.size() >= MOST || depth >= DEEPEST) {
        return;
      }
      if (!name.equals("vars")) {
        group.group(name).ifPresent(g -> collect(g, prefix + name + "/", depth + 1, out));
      } else if (!group.requireGroup(name).names().isEmpty()) {
        out.add(prefix + name);
      }
    }
  }

  @Override
  public void close() {
    file.close();
  }
}
