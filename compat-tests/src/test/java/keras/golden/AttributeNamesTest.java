package keras.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keras.Keras;
import keras.engine.KerasTensor;
import keras.engine.Shapes;
import keras.engine.Variable;
import keras.layers.InputLayer;
import keras.layers.Layer;
import keras.models.Model;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.saving.ModelFormatException;
import keras.saving.SaveOptions;
import keras.saving.SaveOptions.Dialect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Where files have the variables of each layer, beside the Kerases' own files: the names in legacy
 * HDF5, the objects of checkpoints, and the groups of {@code .weights.h5}. A new layer needs no
 * line here.
 */
@ExtendWith(PythonExtension.class)
class AttributeNamesTest {
  private static final String TF_KERAS =
      """
      from tf_keras.src.applications.convnext import LayerScale
      for name in names:
          file = os.path.join(folder, name)
          model = keras.models.load_model(
              file + ".tf.h5",
              custom_objects={
                  "SpectralNormalization": keras.layers.SpectralNormalization,
                  "LayerScale": LayerScale},
              compile=False)
          layer = model.layers[-1]
          with h5py.File(file + ".tf.h5") as f:
              ours = [str(n) for n in f["model_weights"][layer.name].attrs["weight_names"]]
          said = {}
          theirs = [w.name for w in layer.trainable_weights + layer.non_trainable_weights]
          if ours != theirs:
              said["h5"] = [ours, theirs]
          model.save_weights(file + ".theirs")
          keys = lambda p: sorted(
              k for k in tf.train.load_checkpoint(p).get_variable_to_shape_map()
              if k not in ("save_counter/.ATTRIBUTES/VARIABLE_VALUE", "_CHECKPOINTABLE_OBJECT_GRAPH"))
          if keys(file + ".ckpt") != keys(file + ".theirs"):
              said["checkpoint"] = [keys(file + ".ckpt"), keys(file + ".theirs")]
          before = [w.numpy() for w in model.weights]
          for w in model.weights:
              w.assign(tf.zeros_like(w))
          model.load_weights(file + ".ckpt").assert_existing_objects_matched()
          if not all(np.array_equal(a, b.numpy()) for a, b in zip(before, model.weights)):
              said["values"] = "differ"
          if said:
              result[name] = said
      """;

  private static final String KERAS_3 =
      """
      for name in names:
          file = os.path.join(folder, name)
          model = keras.saving.load_model(file + ".keras")
          model.save_weights(file + ".theirs.weights.h5")
          def groups(path):
              found = []
              with h5py.File(path) as f:
                  f.visititems(
                      lambda k, v: found.append(k)
                      if isinstance(v, h5py.Dataset) and "seed_generator" not in k else None)
              return sorted(found)
          ours, theirs = groups(file + ".weights.h5"), groups(file + ".theirs.weights.h5")
          if ours != theirs:
              result[name] = {"weights.h5": [ours, theirs]}
          tf.train.Checkpoint(model).write(file + ".keras3")
          held = tf.train.load_checkpoint(file + ".keras3").get_variable_to_shape_map()
          if sum("VARIABLE_VALUE" in k for k in held) < len(model.weights):
              result[name] = result.get(name, "lost")
      """;

  private final Path dir;

  AttributeNamesTest(@TempDir Path dir) {
    this.dir = dir;
  }

  private Map<String, Model> models() {
    Map<String, Model> models = new LinkedHashMap<>();
    Map<String, String> seen = new LinkedHashMap<>();
    for (LayerFixture fixture : LayerFixture.all()) {
      if (!fixture.isCalled() || fixture.weights().isEmpty()) {
        continue;
      }
      Keras.clearSession();
      Layer layer = fixture.layer();
      List<KerasTensor> inputs = new ArrayList<>();
      List<?> shapes = fixture.json().objects("shapes").get(0).list("inputs");
      for (int i = 0; i < fixture.inputs().size(); i++) {
        String dtype = fixture.inputs().get(i).dtype().id();
        inputs.add(
            new InputLayer(Shapes.fromConfig((List<?>) shapes.get(i))).dtype(dtype).output());
      }
      List<KerasTensor> outputs =
          layer.apply(fixture.call(layer, KerasTensor.class, inputs)).flat();
      List<String> names = layer.weights().stream().map(Variable::path).toList();
      if (seen.putIfAbsent(layer.getClass().getName() + names, "") == null) {
        models.put(fixture.toString(), Model.of(inputs, outputs));
      }
    }
    return models;
  }

  @Test
  void namesVariablesAsTfKerasDoes(Python python) {
    List<String> names = new ArrayList<>();
    models()
        .forEach(
            (name, model) -> {
              String file = dir.resolve(name).toString();
              try (model) {
                model.save(file + ".tf.h5", SaveOptions.defaults().dialect(Dialect.TF_KERAS));
                model.saveWeights(file + ".ckpt");
                names.add(name);
              } catch (UnsupportedOperationException e) {
                assertTrue(String.valueOf(e.getMessage()).contains("tf_keras"), e::getMessage);
              }
            });
    assertTrue(names.size() >= 20, () -> names.size() + " models");
    assertEquals(
        Map.of(), python.tfKeras().exec(TF_KERAS, Map.of("names", names, "folder", dir)).values());
  }

  @Test
  void findsVariablesWhereKeras3HasThem(Python python) {
    Map<String, Model> models = models();
    SaveOptions options = SaveOptions.defaults().dialect(Dialect.KERAS_3);
    List<String> names = new ArrayList<>();
    models.forEach(
        (name, model) -> {
          try {
            model.save(dir.resolve(name + ".keras").toString(), options);
            model.saveWeights(dir.resolve(name + ".weights.h5").toString(), options);
            names.add(name);
          } catch (UnsupportedOperationException e) {
            assertTrue(String.valueOf(e.getMessage()).contains("Keras 3 has no"), e::getMessage);
          }
        });
    assertTrue(names.size() >= 20, () -> names.size() + " models");
    // Keras 3's own checkpoints do not hold the cells in a list.
    Map<String, String> lost =
        Map.of("rnn_stacked", "lost", "rnn_stacked_list", "lost", "stacked_rnn_cells", "lost");
    assertEquals(
        lost, python.keras3().exec(KERAS_3, Map.of("names", names, "folder", dir)).values());
    models.forEach(
        (name, model) -> {
          try (model) {
            String checkpoint = dir.resolve(name + ".keras3").toString();
            if (lost.containsKey(name)) {
              assertThrows(ModelFormatException.class, () -> model.loadWeights(checkpoint));
            } else if (names.contains(name)) {
              model.loadWeights(checkpoint);
            }
          }
        });
  }
}
