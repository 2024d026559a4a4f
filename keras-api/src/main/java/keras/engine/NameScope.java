package keras.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.function.Supplier;

/**
 * The names of the layers that are being built or called in this thread: they make the paths of new
 * variables.
 *
 * <p>Keras: {@code keras/src/backend/common/name_scope.py}.
 */
public final class NameScope {
  private record Scope(String name, Object caller) {}

  private static final ThreadLocal<Deque<Scope>> OPEN = ThreadLocal.withInitial(ArrayDeque::new);

  private NameScope() {}

  /** Runs {@code body} inside the scope of a layer; a scope that is open already counts once. */
  public static <T> T within(String name, Object caller, Supplier<T> body) {
    Deque<Scope> open = OPEN.get();
    Scope last = open.peekLast();
    if (last != null && last.caller() == caller) {
      return body.get();
    }
    open.addLast(new Scope(name, caller));
    try {
      return body.get();
    } finally {
      open.removeLast();
    }
  }

  /** Returns the path of something named here, as in {@code "model/dense/kernel"}. */
  public static String path(String name) {
    StringBuilder path = new StringBuilder();
    for (Iterator<Scope> i = OPEN.get().iterator(); i.hasNext(); ) {
      path.append(i.next().name()).append('/');
    }
    return path.append(name).toString();
  }
}
