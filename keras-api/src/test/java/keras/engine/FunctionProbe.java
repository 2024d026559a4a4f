package keras.engine;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Result;
import org.tensorflow.Tensor;
import org.tensorflow.proto.DeviceStepStats;
import org.tensorflow.proto.NodeExecStats;
import org.tensorflow.proto.RunMetadata;

/** Runs a function of a model bare: its one {@code Session.run}, without what fit does around. */
public final class FunctionProbe {
  private final GraphFunction function;

  private FunctionProbe(GraphFunction function) {
    this.function = function;
  }

  /**
   * Finds a function.
   *
   * @param name "train", "test" or "predict"
   * @param building has it built: the first fit of a model, say
   */
  public static FunctionProbe of(String name, Runnable building) {
    List<GraphFunction> built = new ArrayList<>();
    BuiltGraphs.watchFunctions(
        f -> {
          if (f.name().equals(name)) {
            built.add(f);
          }
        });
    try {
      building.run();
    } finally {
      BuiltGraphs.watchFunctions(f -> {});
    }
    if (built.size() != 1) {
      throw new IllegalStateException(
          "FunctionProbe: expected one function '%s'. Received: %d.".formatted(name, built.size()));
    }
    return new FunctionProbe(built.get(0));
  }

  /** Runs it once and drops what it returns. */
  public void run(List<? extends Tensor> feeds) {
    function.runner(feeds, false).run().close();
  }

  /** Runs it once and returns what each kernel did. */
  public List<NodeExecStats> trace(List<? extends Tensor> feeds) {
    try (Result result = function.runner(feeds, true).runAndFetchMetadata()) {
      RunMetadata metadata = result.getMetadata().orElseThrow();
      List<NodeExecStats> all = new ArrayList<>();
      for (DeviceStepStats device : metadata.getStepStats().getDevStatsList()) {
        all.addAll(device.getNodeStatsList());
      }
      return all;
    }
  }
}
