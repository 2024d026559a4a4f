package keras.io.weights;

import java.util.List;
import keras.io.hdf5.Hdf5File;
import keras.io.hdf5.Hdf5Group;
import keras.saving.ModelFormatException;
import keras.saving.Source;

/** Which of Keras' two layouts an HDF5 file has, where no name tells. */
public final class FileLayout {
  private static final List<String> LEGACY_ATTRIBUTES =
      List.of("model_config", "layer_names", "layer_names0");
  private static final List<String> KERAS_3_GROUPS =
      List.of("layers", "_layer_checkpoint_dependencies", "vars");

  private FileLayout() {}

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
