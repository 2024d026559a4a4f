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
 * Describes a model's variables in Keras 3's layout to an HDF5 writer. The values are those of the
 * moment of the description.
 */
final class StateWriter {
  private StateWriter() {}

  static Hdf5Writer describe(Model model, String file, SaveOptions options) {
    Map<String, StatePlan.Planned> plan = StatePlan.of(model, file, options);
    Map<Variable, HostTensor> values = values(plan);
    Hdf5Writer writer = new Hdf5Writer();
    plan.forEach(
        (path, planned) -> {
          Hdf5GroupWriter group = writer.root().group(path);
          if (planned.name() != null) {
            group.attribute("name", planned.name());
          }
          for (int i = 0; i < planned.slots().size(); i++) {
            write(group, String.valueOf(i), planned.slots().get(i), values);
          }
        });
    return writer;
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

  private static void write(
      Hdf5GroupWriter group, String name, Slot slot, Map<Variable, HostTensor> values) {
    long bytes = slot.shape().size() * slot.dtype().bytes();
    @Nullable HostTensor value = slot.variable() == null ? null : values.get(slot.variable());
    group.bytes(
        name,
        slot.dtype().id(),
        slot.shape().asArray(),
        () -> value == null ? ByteBuffer.allocate(Math.toIntExact(bytes)) : value.data());
  }
}
