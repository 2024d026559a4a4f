package keras.io.kerasv3;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import keras.engine.Snapshot;
import keras.engine.Variable;
import keras.io.hdf5.Hdf5GroupWriter;
import keras.io.hdf5.Hdf5Writer;
import keras.io.storage.IOConsumer;
import keras.io.weights.StoredVariable;
import keras.layers.Layer;
import keras.saving.SaveOptions;
import org.jspecify.annotations.Nullable;

/**
 * Describes a model's variables in Keras 3's layout to an HDF5 writer, or to several. The values
 * are those of the moment when this was made; they are written from where they live, until it is
 * closed.
 */
final class StateWriter implements AutoCloseable {
  private final Map<String, StatePlan.Planned> plan;
  private final Snapshot values;

  /** Takes the values. */
  StateWriter(Map<String, StatePlan.Planned> plan) {
    this.plan = plan;
    this.values = Snapshot.of(variables(plan));
  }

  /** Which file a group's next variable goes to. */
  interface Files {
    /** Returns the file for the name of a group. */
    Hdf5Writer forGroup();

    /** Returns the file for a variable of a group. */
    Hdf5Writer forVariable(String group, StoredVariable slot);
  }

  /** Hands the description of one file to {@code use}. */
  static void describe(Layer model, String file, SaveOptions options, Consumer<Hdf5Writer> use) {
    Hdf5Writer one = new Hdf5Writer();
    try (StateWriter writer = new StateWriter(StatePlan.of(model, file, options))) {
      writer.describe(
          new Files() {
            @Override
            public Hdf5Writer forGroup() {
              return one;
            }

            @Override
            public Hdf5Writer forVariable(String group, StoredVariable slot) {
              return one;
            }
          });
      use.accept(one);
    }
  }

  void describe(Files files) {
    plan.forEach(
        (path, planned) -> {
          if (planned.name() != null) {
            files.forGroup().root().group(path).attribute("name", planned.name());
          } else if (planned.isEmpty()) {
            files.forGroup().root().group(path); // tf_keras asks for those without variables too
          }
          for (int i = 0; i < planned.slots().size(); i++) {
            StoredVariable slot = planned.slots().get(i);
            write(files.forVariable(path, slot).root().group(path), String.valueOf(i), slot);
          }
          planned
              .named()
              .forEach(
                  (name, slot) ->
                      write(files.forVariable(path, slot).root().group(path), name, slot));
        });
  }

  private static List<Variable> variables(Map<String, StatePlan.Planned> plan) {
    return plan.values().stream()
        .flatMap(p -> Stream.concat(p.slots().stream(), p.named().values().stream()))
        .<Variable>mapMulti(
            (slot, out) -> {
              if (slot.variable() != null) {
                out.accept(slot.variable());
              }
            })
        .toList();
  }

  private void write(Hdf5GroupWriter group, String name, StoredVariable slot) {
    @Nullable Variable variable = slot.variable();
    int bytes = Math.toIntExact(slot.shape().size() * slot.dtype().bytes());
    group.dataset(
        name,
        slot.dtype().id(),
        slot.shape().asArray(),
        variable == null
            ? out -> IOConsumer.bytes(ByteBuffer.allocate(bytes)).accept(out)
            : out -> values.write(variable, out));
  }

  @Override
  public void close() {
    values.close();
  }
}
