package keras.io.kerasv3;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import keras.engine.HostTensor;
import keras.engine.Values;
import keras.engine.Variable;
import keras.io.hdf5.Hdf5GroupWriter;
import keras.io.hdf5.Hdf5Writer;
import keras.io.weights.Slot;
import keras.models.Model;
import keras.saving.SaveOptions;
import org.jspecify.annotations.Nullable;

/**
 * Describes a model's variables in Keras 3's layout to an HDF5 writer, or to several. The values
 * are those of the moment of the description.
 */
final class StateWriter {
  private final Map<String, StatePlan.Planned> plan;
  private final Map<Variable, HostTensor> values;

  /** Reads the values. */
  StateWriter(Map<String, StatePlan.Planned> plan) {
    this.plan = plan;
    this.values = values(plan);
  }

  /** Which file a group's next variable goes to. */
  interface Files {
    /** Returns the file for the name of a group. */
    Hdf5Writer forGroup();

    /** Returns the file for a variable of a group. */
    Hdf5Writer forVariable(String group, Slot slot);
  }

  static Hdf5Writer describe(Model model, String file, SaveOptions options) {
    Hdf5Writer writer = new Hdf5Writer();
    new StateWriter(StatePlan.of(model, file, options))
        .describe(
            new Files() {
              @Override
              public Hdf5Writer forGroup() {
                return writer;
              }

              @Override
              public Hdf5Writer forVariable(String group, Slot slot) {
                return writer;
              }
            });
    return writer;
  }

  void describe(Files files) {
    plan.forEach(
        (path, planned) -> {
          if (planned.name() != null) {
            files.forGroup().root().group(path).attribute("name", planned.name());
          } else if (planned.slots().isEmpty()) {
            files.forGroup().root().group(path); // tf_keras asks for those without variables too
          }
          for (int i = 0; i < planned.slots().size(); i++) {
            Slot slot = planned.slots().get(i);
            write(files.forVariable(path, slot).root().group(path), String.valueOf(i), slot);
          }
        });
  }

  private static Map<Variable, HostTensor> values(Map<String, StatePlan.Planned> plan) {
    List<Variable> variables =
        plan.values().stream()
            .flatMap(p -> p.slots().stream())
            .<Variable>mapMulti(
                (slot, out) -> {
                  if (slot.variable() != null) {
                    out.accept(slot.variable());
                  }
                })
            .distinct()
            .toList();
    List<HostTensor> values = Values.read(variables);
    Map<Variable, HostTensor> out = new HashMap<>();
    for (int i = 0; i < variables.size(); i++) {
      out.put(variables.get(i), values.get(i));
    }
    return out;
  }

  private void write(Hdf5GroupWriter group, String name, Slot slot) {
    long bytes = slot.shape().size() * slot.dtype().bytes();
    @Nullable HostTensor value = slot.variable() == null ? null : values.get(slot.variable());
    group.bytes(
        name,
        slot.dtype().id(),
        slot.shape().asArray(),
        () -> value == null ? ByteBuffer.allocate(Math.toIntExact(bytes)) : value.data());
  }
}
