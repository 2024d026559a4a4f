package keras.engine;

import java.util.function.Consumer;
import org.tensorflow.Graph;

/** Shows every graph that the engine has built in to a watcher, which only tests set. */
public final class BuiltGraphs {
  private static volatile Consumer<Graph> watcher = graph -> {};

  private BuiltGraphs() {}

  /** Sets who is shown graphs while they are open, some of them again after they have grown. */
  static void watch(Consumer<Graph> newWatcher) {
    watcher = newWatcher;
  }

  /** Shows a graph that has been built or has grown. */
  public static void show(Graph graph) {
    watcher.accept(graph);
  }
}
