package keras.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.MutableHashTable;
import org.tensorflow.op.core.Placeholder;

/** The tables in one graph, and the runs that bring them their content. */
final class TableHandles {
  private record Place(
      MutableHashTable handle, Placeholder<?> keys, Placeholder<?> values, Op fill) {}

  private final Ops tf;
  private final Supplier<Session> session;
  private final String prefix;
  private final Map<Table, Place> places = new LinkedHashMap<>();
  private final Map<Table, Table.Content> filled = new LinkedHashMap<>();

  /** Keeps tables in the graph of {@code tf}, whose resources' names begin with a prefix. */
  TableHandles(Ops tf, Supplier<Session> session, String prefix) {
    this.tf = tf.withSubScope("tables");
    this.session = session;
    this.prefix = prefix;
  }

  /** The resource of a table. */
  synchronized Operand<?> handle(Table table) {
    return places.computeIfAbsent(table, this::place).handle();
  }

  private Place place(Table table) {
    MutableHashTable handle =
        tf.mutableHashTable(
            table.keyDtype().type(),
            table.valueDtype().type(),
            MutableHashTable.sharedName(prefix + "/t" + places.size()));
    Placeholder<?> keys = tf.placeholder(table.keyDtype().type());
    Placeholder<?> values = tf.placeholder(table.valueDtype().type());
    return new Place(handle, keys, values, tf.lookupTableImport(handle, keys, values));
  }

  /** Whether a table has other content than its copy here. */
  synchronized boolean isStale() {
    return places.keySet().stream().anyMatch(t -> t.content() == null || isStale(t));
  }

  private boolean isStale(Table table) {
    Table.@Nullable Content here = filled.get(table);
    return !Objects.equals(here, table.content());
  }

  /** Brings the copies here up to date. */
  synchronized void refresh() {
    for (Map.Entry<Table, Place> entry : places.entrySet()) {
      Table.Content content = entry.getKey().require();
      if (!content.equals(filled.get(entry.getKey()))) {
        fill(entry.getValue(), content);
        filled.put(entry.getKey(), content);
      }
    }
  }

  private void fill(Place place, Table.Content content) {
    try (Tensor keys = content.keys().toTensor();
        Tensor values = content.values().toTensor();
        Result none =
            SessionSettings.inCallingThread(session.get())
                .feed(place.keys(), keys)
                .feed(place.values(), values)
                .addTarget(place.fill())
                .run()) {
      Objects.requireNonNull(none);
    }
  }
}
