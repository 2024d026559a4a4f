package keras.io.weights;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import keras.io.hdf5.Hdf5Dataset;
import keras.io.hdf5.Hdf5Group;
import keras.io.hdf5.Hdf5Object;
import keras.saving.Inspection.Finding;
import keras.saving.Inspection.StoredWeight;

/** What an HDF5 file holds: its datasets, and what leads out of it. */
public final class StoredWeights {
  /** Groups may lead in circles; models nest less deeply. */
  private static final int DEEPEST = 40;

  private static final int MOST = 100_000;

  /** Between digits and what is none. */
  private static final Pattern PARTS = Pattern.compile("(?<=[0-9])(?=[^0-9])|(?<=[^0-9])(?=[0-9])");

  private final List<StoredWeight> weights = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();

  private StoredWeights() {}

  /** Lists what is below a group, by names, numbers in them by their value. */
  public static StoredWeights of(Hdf5Group root) {
    StoredWeights found = new StoredWeights();
    found.collect(root, 0);
    return found;
  }

  /** Returns the datasets. */
  public List<StoredWeight> weights() {
    return weights;
  }

  /** Returns the links, and the datasets whose data would be elsewhere. */
  public List<Finding> findings() {
    return findings;
  }

  private void collect(Hdf5Group group, int depth) {
    for (String name : group.names().stream().sorted(StoredWeights::compare).toList()) {
      if (depth >= DEEPEST || weights.size() >= MOST || findings.size() >= MOST) {
        return;
      }
      Optional<Hdf5Group.Outside> outside = group.outside(name);
      if (outside.isPresent()) {
        String path = (group.path().equals("/") ? "/" : group.path() + "/") + name;
        findings.add(new Finding(outside.get().kind(), path, outside.get().what()));
        continue;
      }
      Hdf5Object object = group.object(name);
      if (object instanceof Hdf5Group inner) {
        collect(inner, depth + 1);
      } else if (object instanceof Hdf5Dataset data) {
        weights.add(new StoredWeight(data.path(), data.shape(), data.dtype()));
      }
    }
  }

  /** Compares names so that {@code vars/2} stands before {@code vars/10}. */
  static int compare(String a, String b) {
    String[] x = PARTS.split(a, -1);
    String[] y = PARTS.split(b, -1);
    for (int i = 0; i < Math.min(x.length, y.length); i++) {
      boolean numbers = isNumber(x[i]) && isNumber(y[i]);
      int order =
          numbers ? new BigInteger(x[i]).compareTo(new BigInteger(y[i])) : x[i].compareTo(y[i]);
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(x.length, y.length);
  }

  private static boolean isNumber(String part) {
    return !part.isEmpty() && Character.isDigit(part.charAt(0));
  }
}
