package keras.io.h5;

import java.util.ArrayList;
import java.util.List;
import keras.engine.HostTensor;
import keras.engine.Shapes;
import keras.io.hdf5.Hdf5Dataset;
import keras.io.hdf5.Hdf5Group;
import keras.io.weights.StoredValues;

/**
 * A layer's weights in a file: a group, and in it the datasets that its {@code weight_names} list.
 *
 * @param name the layer's name
 */
record StoredLayer(String name, List<String> weightNames, List<Hdf5Dataset> datasets) {
  /** Reads which datasets there are, not what they hold. */
  static StoredLayer read(String name, Hdf5Group group) {
    List<String> names = group.strings("weight_names");
    List<Hdf5Dataset> datasets = new ArrayList<>();
    for (String weight : names) {
      datasets.add(group.requireDataset(weight));
    }
    return new StoredLayer(name, names, List.copyOf(datasets));
  }

  /** Reads all layers of a group of weights, those without weights too. */
  static List<StoredLayer> readAll(Hdf5Group weights) {
    List<StoredLayer> layers = new ArrayList<>();
    for (String name : weights.strings("layer_names")) {
      layers.add(read(name, weights.requireGroup(name)));
    }
    return List.copyOf(layers);
  }

  /** Returns a weight's own name: {@code dense/kernel:0} is kernel. */
  String shortName(int index) {
    String path = weightNames.get(index);
    return path.substring(path.lastIndexOf('/') + 1).replaceFirst(":\\d+$", "");
  }

  /** Reads the values. */
  List<HostTensor> values() {
    return datasets.stream().map(StoredValues::read).toList();
  }

  /** Whether TensorFlow's variables are named, which end with the number of an output. */
  boolean isOfTensorFlow() {
    return weightNames.stream().anyMatch(n -> n.endsWith(":0"));
  }

  /** Returns {@code kernel (784, 300), bias (300,)}. */
  String shown() {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < datasets.size(); i++) {
      all.add(shortName(i) + " " + Shapes.show(StoredValues.shape(datasets.get(i))));
    }
    return all.isEmpty() ? "nothing" : String.join(", ", all);
  }
}
