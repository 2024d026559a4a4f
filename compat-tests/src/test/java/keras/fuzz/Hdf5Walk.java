package keras.fuzz;

import keras.io.hdf5.Hdf5Attribute;
import keras.io.hdf5.Hdf5Dataset;
import keras.io.hdf5.Hdf5File;
import keras.io.hdf5.Hdf5Group;
import keras.io.hdf5.Hdf5Object;
import keras.saving.ModelFormatException;

/** Reads all that an HDF5 file holds, and goes on where something is refused. */
final class Hdf5Walk {
  private static final int DEEPEST = 5;
  private static final int MOST = 60;

  private int left = 400;

  private Hdf5Walk() {}

  static void all(Hdf5File file) {
    new Hdf5Walk().group(file.root(), 0);
  }

  private void group(Hdf5Group group, int depth) {
    attributes(group);
    attempt(
        () ->
            group.names().stream()
                .limit(MOST)
                .forEach(name -> attempt(() -> child(group, name, depth))));
  }

  private void child(Hdf5Group group, String name, int depth) {
    if (left-- <= 0) {
      return;
    }
    Hdf5Object object = group.object(name);
    if (object instanceof Hdf5Group inner && depth < DEEPEST) {
      group(inner, depth + 1);
    } else if (object instanceof Hdf5Dataset dataset) {
      attributes(dataset);
      attempt(dataset::bytes);
      attempt(dataset::strings);
      attempt(dataset::floats);
      attempt(dataset::longs);
    }
  }

  private static void attributes(Hdf5Object object) {
    attempt(
        () -> {
          for (String name : object.attributeNames()) {
            Hdf5Attribute attribute = object.requireAttribute(name);
            attempt(attribute::strings);
            attempt(attribute::doubles);
            attempt(attribute::longs);
          }
        });
  }

  /** What is refused is refused; anything else goes up. */
  private static void attempt(Runnable action) {
    try {
      action.run();
    } catch (ModelFormatException e) {
      Verdict.requireMessage(e);
    }
  }
}
