package keras.io.weights;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import keras.io.hdf5.Hdf5File;
import keras.io.hdf5.Hdf5Group;
import keras.saving.ModelFormatException;
import keras.saving.Source;

/** What kind of weights a file holds, where no name tells. */
public final class FileLayout {
  private static final List<String> LEGACY_ATTRIBUTES =
      List.of("model_config", "layer_names", "layer_names0");
  private static final List<String> KERAS_3_GROUPS =
      List.of("layers", "_layer_checkpoint_dependencies", "vars");

  private static final byte[] ZIP = {'P', 'K', 3, 4};
  private static final byte[] END = {'P', 'K', 5, 6};
  private static final int END_BYTES = 22;
  private static final int MOST_COMMENT = 0xffff;
  private static final int NAME_LENGTH = 26;
  private static final int NAME = 30;
  private static final String ARRAY = ".npy";

  private FileLayout() {}

  /** Returns the refusal to load a model from a file of weights. */
  public static IllegalArgumentException notAModel(String file) {
    return new IllegalArgumentException(
        "loadModel: %s holds weights, not a model. Make the model and call model.loadWeights(path)."
            .formatted(file));
  }

  /** Whether a file is a zip that is not empty; other bytes may stand in front of it. */
  public static boolean isZip(byte[] file) {
    return beginsAsZip(file) || endsAsZip(file);
  }

  private static boolean beginsAsZip(byte[] file) {
    return Arrays.equals(file, 0, Math.min(file.length, ZIP.length), ZIP, 0, ZIP.length);
  }

  /** Whether the last record of a zip ends a file, but for a comment of the length it says. */
  private static boolean endsAsZip(byte[] file) {
    if (Hdf5File.isHdf5(file)) {
      return false;
    }
    for (int at = file.length - END_BYTES;
        at >= Math.max(0, file.length - END_BYTES - MOST_COMMENT);
        at--) {
      int comment = (file[at + END_BYTES - 2] & 0xff) | (file[at + END_BYTES - 1] & 0xff) << 8;
      if (Arrays.equals(file, at, at + END.length, END, 0, END.length)
          && at + END_BYTES + comment == file.length) {
        return true;
      }
    }
    return false;
  }

  /** Whether a file is a zip whose first member is an array of NumPy's. */
  public static boolean isNpz(byte[] file) {
    if (file.length < NAME || !beginsAsZip(file)) {
      return false;
    }
    int length = (file[NAME_LENGTH] & 0xff) | (file[NAME_LENGTH + 1] & 0xff) << 8;
    return file.length >= NAME + length
        && new String(file, NAME, length, StandardCharsets.ISO_8859_1).endsWith(ARRAY);
  }

  /** Whether a file in memory is HDF5 with weights in the layout of Keras 3. */
  public static boolean isOfKeras3(Source.InMemory file) {
    if (!Hdf5File.isHdf5(file.bytes())) {
      return false;
    }
    try (Hdf5File opened = Hdf5File.open(file.name(), file.bytes())) {
      Hdf5Group root = opened.root();
      return LEGACY_ATTRIBUTES.stream().noneMatch(a -> root.attribute(a).isPresent())
          && KERAS_3_GROUPS.stream().anyMatch(root::has);
    } catch (ModelFormatException e) {
      return false; // it is not sound: its reader will say where
    }
  }
}
