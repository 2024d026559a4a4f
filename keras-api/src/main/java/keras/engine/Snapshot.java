package keras.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.tensorflow.Result;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.buffer.ByteDataBuffer;
import org.tensorflow.ndarray.buffer.DataBuffers;

/**
 * The values of many variables, those that share a workspace of one moment. Nothing is copied until
 * it is asked for, and training may go on meanwhile: TensorFlow copies a tensor that is held before
 * it updates it.
 */
public final class Snapshot implements AutoCloseable {
  private static final int BLOCK_BYTES = 1 << 20;

  private final Map<Variable, HostTensor> onHost = new HashMap<>();
  private final Map<Variable, Tensor> placed = new HashMap<>();
  private final List<Result> results = new ArrayList<>();

  private Snapshot() {}

  /** Takes the values; those that no one has asked for yet are initialized. */
  public static Snapshot of(List<Variable> variables) {
    Snapshot snapshot = new Snapshot();
    boolean taken = false;
    try {
      snapshot.take(variables.stream().distinct().toList());
      taken = true;
      return snapshot;
    } finally {
      if (!taken) {
        snapshot.close();
      }
    }
  }

  private void take(List<Variable> variables) {
    Map<Workspace, List<Variable>> homes = new HashMap<>();
    List<Variable> fresh = new ArrayList<>();
    for (Variable v : variables) {
      Workspace home = v.home();
      HostTensor host = v.host();
      if (home != null) {
        homes.computeIfAbsent(home.current(), w -> new ArrayList<>()).add(v);
      } else if (host != null) {
        onHost.put(v, host);
      } else {
        fresh.add(v);
      }
    }
    homes.forEach(this::takePlaced);
    InitialValues.compute(
        fresh,
        values -> {
          for (int i = 0; i < fresh.size(); i++) {
            HostTensor value = HostTensor.of(values.get(i));
            fresh.get(i).keep(value);
            onHost.put(fresh.get(i), value);
          }
        });
  }

  private void takePlaced(Workspace w, List<Variable> variables) {
    w.shared().lock();
    try {
      if (w.isLive()) {
        Result values = w.fetch(variables);
        results.add(values);
        for (int i = 0; i < variables.size(); i++) {
          placed.put(variables.get(i), values.get(i));
        }
        return;
      }
    } finally {
      w.shared().unlock();
    }
    take(variables); // they moved meanwhile
  }

  /** Returns a value; one that lives in a workspace is copied. */
  public HostTensor get(Variable variable) {
    HostTensor host = onHost.get(variable);
    return host != null ? host : HostTensor.of(Objects.requireNonNull(placed.get(variable)));
  }

  /** Writes the bytes of a value, little-endian and in row-major order, from where it lives. */
  public void write(Variable variable, WritableByteChannel out) throws IOException {
    HostTensor host = onHost.get(variable);
    if (host != null) {
      write(host.data().duplicate(), out);
      return;
    }
    ByteDataBuffer bytes = Objects.requireNonNull(placed.get(variable)).asRawTensor().data();
    int most = (int) Math.min(BLOCK_BYTES, bytes.size());
    ByteBuffer block = ByteBuffer.allocateDirect(most).order(ByteOrder.LITTLE_ENDIAN);
    for (long at = 0; at < bytes.size(); at += most) {
      int length = (int) Math.min(most, bytes.size() - at);
      block.clear().limit(length);
      bytes.slice(at, length).copyTo(DataBuffers.of(block.duplicate()), length);
      write(block, out);
    }
  }

  private static void write(ByteBuffer bytes, WritableByteChannel out) throws IOException {
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }

  @Override
  public void close() {
    results.forEach(Result::close);
    results.clear();
  }
}
