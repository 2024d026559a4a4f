package keras.engine;

import java.util.function.Consumer;
import org.tensorflow.Graph;

/** Shows every graph and every function that the engine has built to watchers, which tests set. */
public final class BuiltGraphs {
  private static volatile Consumer<Graph> watcher = graph -> {};
  private static volatile Consumer<GraphFunction> functionWatcher = function -> {};

  private BuiltGraphs() {}

  /** Sets who is shown graphs while they are open, some of them again after they have grown. */
  static void watch(Consumer<Graph> newWatcher) {
    watcher = newWatcher;
  }

  /** Sets who is shown functions when they are built. */
  static void watchFunctions(Consumer<GraphFunction> newWatcher) {
    functionWatcher = newWatcher;
  }

  /** Shows a function that has been built. */
  static void show(GraphFunction function) {
    functionWatcher.accept(function);
  }

  /** Shows a graph that has been built or has grown. */
  public static void show(Graph graph) {
    watcher.accept(graph);
  }
}
