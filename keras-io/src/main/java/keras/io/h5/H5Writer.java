package keras.io.h5;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import keras.engine.HostTensor;
import keras.engine.Snapshot;
import keras.engine.Variable;
import keras.io.configs.WrittenConfigs;
import keras.io.hdf5.Hdf5GroupWriter;
import keras.io.hdf5.Hdf5Writer;
import keras.io.json.Json;
import keras.io.migration.CompileConfigs;
import keras.io.migration.FromKeras3;
import keras.io.migration.Target;
import keras.io.weights.Framework;
import keras.io.weights.LegacyLayout;
import keras.io.weights.OptimizerLayout;
import keras.io.weights.StoredVariable;
import keras.io.weights.TfKerasSlots;
import keras.io.weights.UniqueNames;
import keras.models.Model;
import keras.ops.DType;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.NdArray;

/**
 * Describes models and weights to an HDF5 writer in the form of Keras 2, which Keras 3 shares. The
 * values are those of the moment of the description; they are written from where they live.
 *
 * <p>The optimizer's state goes where its reader can use it: for tf_keras into {@code
 * /optimizer_weights}. Keras 3 cannot train a model with a state there, not even one that it wrote,
 * so for it and in portable files the state is in a group of this library's own, which both Kerases
 * pass over.
 *
 * <p>Keras: {@code keras/src/legacy/saving/legacy_h5_format.py}.
 */
final class H5Writer {
  /** The golden values; both Kerases pass over the group. */
  static final String GOLDEN = "golden";

  private final Target target;
  private final Snapshot values;

  private H5Writer(Target target, Snapshot values) {
    this.target = target;
    this.values = values;
  }

  /** Hands the description of a whole model, and of its golden values, to {@code use}. */
  static void describe(
      Model model,
      WrittenConfigs configs,
      Map<String, NdArray<?>> golden,
      Consumer<Hdf5Writer> use) {
    Target target = configs.target();
    Hdf5Writer file = new Hdf5Writer();
    Hdf5GroupWriter root = file.root();
    root.attribute("keras_version", configs.version());
    root.attribute("backend", "tensorflow");
    root.attribute("model_config", Json.write(FromKeras3.legacy(configs.model(), target)));
    LegacyLayout layout = LegacyLayout.of(model, framework(target));
    Map<String, @Nullable Object> compile = configs.compile();
    List<StoredVariable> state = compile == null ? List.of() : state(model, target);
    if (compile != null) {
      Map<String, @Nullable Object> training =
          CompileConfigs.legacy(compile, configs.compileTarget());
      root.attribute("training_config", Json.write(training));
    }
    try (Snapshot values = values(layout, state)) {
      H5Writer writer = new H5Writer(target, values);
      writer.weights(root.group("model_weights"), layout);
      if (!state.isEmpty()) {
        writer.state(root, model, state, Objects.requireNonNull(compile));
      }
      golden.forEach((name, array) -> write(root.group(GOLDEN), name, HostTensor.of(array)));
      use.accept(file);
    }
  }

  /** The same of the weights alone, as tf_keras' {@code save_weights} writes them. */
  static void describeWeights(Model model, Target target, Consumer<Hdf5Writer> use) {
    LegacyLayout layout = LegacyLayout.of(model, framework(target));
    Hdf5Writer file = new Hdf5Writer();
    try (Snapshot values = values(layout, List.of())) {
      new H5Writer(target, values).weights(file.root(), layout);
      use.accept(file);
    }
  }

  private static Framework framework(Target target) {
    return target == Target.TF_KERAS ? Framework.TF_KERAS : Framework.KERAS_3;
  }

  /** Takes all values at once, so that they are of one moment even if another thread trains. */
  private static Snapshot values(LegacyLayout layout, List<StoredVariable> state) {
    List<Variable> all = new ArrayList<>();
    layout.layers().forEach(layer -> all.addAll(layer.variables()));
    all.addAll(layout.topLevel());
    for (StoredVariable slot : state) {
      if (slot.variable() != null) {
        all.add(slot.variable());
      }
    }
    return Snapshot.of(all);
  }

  // ---------------------------------------------------------------- weights

  private void weights(Hdf5GroupWriter group, LegacyLayout layout) {
    group.attribute("layer_names", layout.layers().stream().map(LegacyLayout.Entry::name).toList());
    group.attribute("backend", "tensorflow");
    group.attribute("keras_version", target.version());
    for (LegacyLayout.Entry layer : layout.layers()) {
      List<String> names = target == Target.KERAS_3 ? layer.keras3Names() : layer.tfKerasNames();
      write(
          group.group(layer.name()),
          names,
          layer.variables().stream().map(StoredVariable::of).toList());
    }
    String suffix = target == Target.KERAS_3 ? "" : ":0";
    write(
        group.group("top_level_model_weights"),
        layout.topLevel().stream().map(v -> v.path() + suffix).toList(),
        layout.topLevel().stream().map(StoredVariable::of).toList());
  }

  private void write(Hdf5GroupWriter group, List<String> names, List<StoredVariable> slots) {
    group.attribute("weight_names", names);
    for (int i = 0; i < names.size(); i++) {
      write(group, names.get(i), slots.get(i));
    }
  }

  /** Neither Keras reads bfloat16 from a legacy file, so those are written as float32. */
  private void write(Hdf5GroupWriter group, String name, StoredVariable slot) {
    DType dtype = slot.dtype() == DType.BFLOAT16 ? DType.FLOAT32 : slot.dtype();
    Variable variable = slot.variable();
    if (variable != null && dtype == slot.dtype()) {
      group.dataset(name, dtype.id(), slot.shape().asArray(), out -> values.write(variable, out));
      return;
    }
    int bytes = Math.toIntExact(slot.shape().size() * dtype.bytes());
    group.bytes(
        name,
        dtype.id(),
        slot.shape().asArray(),
        () ->
            variable == null
                ? ByteBuffer.allocate(bytes)
                : values.get(variable).cast(dtype).data());
  }

  private static void write(Hdf5GroupWriter group, String name, HostTensor value) {
    group.bytes(name, value.dtype().id(), value.shape().asArray(), value::data);
  }

  // ---------------------------------------------------------------- the optimizer

  private static List<StoredVariable> state(Model model, Target target) {
    if (!model.optimizer().isBuilt()) {
      return List.of();
    }
    model.optimizer().settleState();
    return OptimizerLayout.of(model.optimizer(), model.trainableWeights(), framework(target))
        .slots();
  }

  private void state(
      Hdf5GroupWriter root,
      Model model,
      List<StoredVariable> state,
      Map<String, @Nullable Object> compile) {
    if (target == Target.TF_KERAS) {
      String name = String.valueOf(config(compile.get("optimizer")).get("name"));
      write(root.group("optimizer_weights"), TfKerasSlots.of(model, state, name), state);
      return;
    }
    List<String> names = new ArrayList<>();
    state.forEach(slot -> names.add(Objects.requireNonNull(slot.variable()).path()));
    write(root.group(StoredOptimizer.OWN_GROUP), UniqueNames.of(names, ""), state);
  }

  private static Map<?, ?> config(@Nullable Object spec) {
    return spec instanceof Map<?, ?> m && m.get("config") instanceof Map<?, ?> c ? c : Map.of();
  }
}
