package keras.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.family.TType;

/**
 * The places of variables in one graph, and the runs that read and write many at once: TensorFlow
 * prepares each new combination for some ten milliseconds.
 */
final class VariableHandles {
  /** A variable's place in the graph. */
  private record Place(VarHandleOp handle, Operand<?> read, Placeholder<?> value, Op assign) {}

  private final Ops tf;
  private final Supplier<Session> session;
  private final String prefix;
  private final Map<Variable, Place> places = new LinkedHashMap<>();
  private int declared;

  /** Keeps places in the graph of {@code tf}, whose resources' names begin with a prefix. */
  VariableHandles(Ops tf, Supplier<Session> session, String prefix) {
    this.tf = tf.withSubScope("variables");
    this.session = session;
    this.prefix = prefix;
  }

  synchronized boolean has(Variable v) {
    return places.containsKey(v);
  }

  synchronized int size() {
    return places.size();
  }

  synchronized List<Variable> variables() {
    return List.copyOf(places.keySet());
  }

  /** Makes a place, without a value. */
  synchronized void add(Variable v) {
    Class<? extends TType> type = v.dtype().type();
    Shape shape = v.shape();
    VarHandleOp handle =
        tf.varHandleOp(type, shape, VarHandleOp.sharedName(prefix + "/v" + declared++));
    Placeholder<?> value = tf.placeholder(type, Placeholder.shape(shape));
    Operand<?> read = tf.readVariableOp(handle, type);
    places.put(v, new Place(handle, read, value, tf.assignVariableOp(handle, value)));
  }

  synchronized void remove(Variable v) {
    places.remove(v);
  }

  synchronized void clear() {
    places.clear();
  }

  /** The resource of a variable that has a place. */
  VarHandleOp handle(Variable v) {
    return place(v).handle();
  }

  private synchronized Place place(Variable v) {
    return Objects.requireNonNull(places.get(v));
  }

  /** Hands the values of variables to {@code use}, in order. */
  void read(List<Variable> variables, Consumer<List<Tensor>> use) {
    if (variables.isEmpty()) {
      use.accept(List.of());
      return;
    }
    try (Result values = fetch(variables)) {
      List<Tensor> all = new ArrayList<>();
      for (int i = 0; i < variables.size(); i++) {
        all.add(values.get(i));
      }
      use.accept(all);
    }
  }

  /** Returns the values of variables, at least one, in order. */
  Result fetch(List<Variable> variables) {
    Session.Runner run = SessionSettings.inCallingThread(session.get());
    variables.forEach(v -> run.fetch(place(v).read()));
    return run.run();
  }

  /** Writes values. */
  void write(Map<Variable, Tensor> values) {
    if (values.isEmpty()) {
      return;
    }
    Session.Runner run = SessionSettings.inCallingThread(session.get());
    values.forEach(
        (v, value) -> {
          Place place = place(v);
          run.feed(place.value(), value).addTarget(place.assign());
        });
    try (Result none = run.run()) {
      Objects.requireNonNull(none);
    }
  }

  /** Writes values that the host keeps, where it keeps one. */
  void writeHost(Map<Variable, ? extends @Nullable HostTensor> values) {
    Map<Variable, Tensor> tensors = new LinkedHashMap<>();
    try {
      values.forEach(
          (v, value) -> {
            if (value != null) {
              tensors.put(v, value.toTensor());
            }
          });
      write(tensors);
    } finally {
      tensors.values().forEach(Tensor::close);
    }
  }
}
