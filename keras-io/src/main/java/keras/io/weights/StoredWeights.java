package keras.io.weights;

import java.util.ArrayList;
import java.util.List;
import keras.io.hdf5.Hdf5Dataset;
import keras.io.hdf5.Hdf5Group;
import keras.io.hdf5.Hdf5Object;
import keras.saving.Inspection.StoredWeight;

/** Lists the datasets of an HDF5 file. */
public final class StoredWeights {
  /** Groups may lead in circles; models nest less deeply. */
  private static final int DEEPEST = 40;

  private static final int MOST = 100_000;

  private StoredWeights() {}

  /** Returns the datasets below a group, in the file's order. */
  public static List<StoredWeight> of(Hdf5Group root) {
    List<StoredWeight> found = new ArrayList<>();
    collect(root, 0, found);
    return found;
  }

  private static void collect(Hdf5Group group, int depth, List<StoredWeight> found) {
    for (String name : group.names()) {
      if (depth >= DEEPEST || found.size() >= MOST) {
        return;
      }
      Hdf5Object object = group.object(name);
      if (object instanceof Hdf5Group inner) {
        collect(inner, depth + 1, found);
      } else if (object instanceof Hdf5Dataset data) {
        found.add(new StoredWeight(data.path(), data.shape(), data.dtype()));
      }
    }
  }
}
