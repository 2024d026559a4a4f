package keras.engine;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A model's place to run: it leads to the workspace its variables live in, wherever they move.
 *
 * <p>Made empty; the workspace is found or made when the first function is built.
 */
public final class WorkspaceRef implements AutoCloseable {
  private final Supplier<String> owner;
  private @Nullable Workspace workspace;
  private int samples = 1;
  private boolean closed;

  /** Makes a place for something without a name. */
  public WorkspaceRef() {
    this(() -> "The model");
  }

  /** Makes a place; messages name its owner. */
  public WorkspaceRef(Supplier<String> owner) {
    this.owner = owner;
  }

  String owner() {
    return owner.get();
  }

  /** Says how many samples a step may have, about; used when the session is made. */
  public synchronized void samples(int most) {
    samples = Math.max(samples, most);
    Workspace w = workspace;
    if (w != null) {
      w.current().samples(samples);
    }
  }

  /** The workspace of this moment. */
  synchronized Workspace workspace() {
    if (closed) {
      throw new IllegalStateException(
          owner() + " is closed. Build it again from its layers or load it again.");
    }
    Workspace w = workspace;
    if (w == null || !w.current().isLive()) {
      w = new Workspace();
      w.addUser(this);
      w.samples(samples);
    }
    w = w.current();
    workspace = w;
    return w;
  }

  /** Makes this place and another one, with variables that are needed here, the same. */
  void join(Workspace other) {
    Workspace mine = workspace();
    Workspace theirs = other.current();
    if (mine == theirs) {
      return;
    }
    if (mine.size() > theirs.size()) {
      theirs.moveTo(mine);
    } else {
      mine.moveTo(theirs);
    }
  }

  /** Frees the graph and the session, unless another open model shares them. */
  @Override
  public void close() {
    Workspace w;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      w = workspace;
    }
    while (w != null && !w.current().removeUser(this)) {
      w = w.current();
    }
  }
}
