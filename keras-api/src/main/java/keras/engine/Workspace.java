package keras.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.family.TType;

/**
 * One graph and one session: where the variables of one or more models live and run.
 *
 * <p>The rule for shared weights: a variable lives in one workspace. A model that needs variables
 * of two workspaces makes them one: the values move, the functions of every model concerned are
 * built anew at their next use, nothing is lost. A workspace closes with the last model that uses
 * it; the values then return to the variables.
 */
final class Workspace {
  private static final AtomicLong COUNT = new AtomicLong();

  /** A variable's place in the graph. */
  private record Place(VarHandleOp handle, Operand<?> read, Placeholder<?> value, Op assign) {}

  private final long id = COUNT.getAndIncrement();
  private final Graph graph = new Graph();
  private final Ops tf = Ops.create(graph);
  private final Session session;
  private final Map<Variable, Place> places = new LinkedHashMap<>();
  private final Set<Home> users = new LinkedHashSet<>();
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock(true);
  private int declared;
  private volatile @Nullable Workspace movedTo;
  private volatile boolean closed;

  Workspace(long work) {
    session = new Session(graph, SessionSettings.choose(work));
  }

  Graph graph() {
    return graph;
  }

  Ops tf() {
    return tf;
  }

  Session session() {
    return session;
  }

  /** The lock that those who only read variables share. */
  Lock shared() {
    return lock.readLock();
  }

  /**
   * The lock that those who write variables, move or close hold alone, in the order they came: what
   * is read under {@link #shared} is of one moment. A thread that shares already goes on sharing.
   */
  Lock alone() {
    return lock.getReadHoldCount() > 0 ? lock.readLock() : lock.writeLock();
  }

  /** The workspace that took over this one's variables, at the end of the chain; or this one. */
  Workspace current() {
    Workspace w = this;
    for (Workspace next = w.movedTo; next != null; next = w.movedTo) {
      w = next;
    }
    return w;
  }

  boolean isLive() {
    return movedTo == null && !closed;
  }

  synchronized void addUser(Home home) {
    users.add(home);
  }

  /** The op that reads a variable anew, for one function. */
  synchronized Expr read(Ops ops, Variable v) {
    return Expr.of(ops, ops.readVariableOp(place(v).handle(), v.dtype().type()));
  }

  /** The variable's resource, for an update in place. */
  synchronized VarHandleOp handle(Variable v) {
    return place(v).handle();
  }

  private synchronized Place place(Variable v) {
    Place known = places.get(v);
    if (known != null && v.home() == this) {
      return known;
    }
    Workspace home = v.claim(this);
    if (home != this) {
      throw new ForeignVariableException(v, home.current());
    }
    return settle(
        v,
        place -> {
          HostTensor given = v.host();
          if (given == null) {
            InitialValues.compute(List.of(v), (x, t) -> write(place, t));
          } else {
            try (Tensor t = given.toTensor()) {
              write(place, t);
            }
          }
        });
  }

  /** Gives a claimed variable its place and value; where that fails it is nowhere again. */
  private Place settle(Variable v, Consumer<Place> value) {
    try {
      Place place = declare(v);
      value.accept(place);
      v.host(null);
      return place;
    } catch (RuntimeException e) {
      places.remove(v);
      v.home(null);
      throw e;
    }
  }

  private Place declare(Variable v) {
    return places.computeIfAbsent(
        v,
        x -> {
          Class<? extends TType> type = v.dtype().type();
          Ops scoped = tf.withSubScope("variables");
          VarHandleOp handle =
              scoped.varHandleOp(
                  type, v.shape(), VarHandleOp.sharedName("w%d/v%d".formatted(id, declared++)));
          Placeholder<?> value = scoped.placeholder(type, Placeholder.shape(v.shape()));
          Operand<?> read = scoped.readVariableOp(handle, type);
          return new Place(handle, read, value, scoped.assignVariableOp(handle, value));
        });
  }

  /** Gives many new variables their first values in one run. */
  synchronized void placeAll(List<Variable> variables) {
    List<Variable> fresh = new ArrayList<>();
    for (Variable v : variables) {
      if (v.home() == null && v.host() == null) {
        fresh.add(v);
      }
    }
    InitialValues.compute(
        fresh,
        (v, t) -> {
          if (!places.containsKey(v) && v.claim(this) == this) {
            settle(v, place -> write(place, t));
          }
        });
    variables.forEach(this::place);
  }

  private void write(Place place, Tensor value) {
    try (Result none =
        session.runner().feed(place.value(), value).addTarget(place.assign()).run()) {
      Objects.requireNonNull(none);
    }
  }

  /** Hands the values of variables that live here to {@code use}, all of one moment. */
  void readValues(List<Variable> variables, Consumer<List<Tensor>> use) {
    if (variables.isEmpty()) {
      use.accept(List.of());
      return;
    }
    Session.Runner run = session.runner();
    synchronized (this) {
      for (Variable v : variables) {
        run.fetch(Objects.requireNonNull(places.get(v)).read());
      }
    }
    try (Result values = run.run()) {
      List<Tensor> all = new ArrayList<>();
      for (int i = 0; i < variables.size(); i++) {
        all.add(values.get(i));
      }
      use.accept(all);
    }
  }

  /** Overwrites variables, while nothing runs; says no where they live here no more. */
  boolean writeValues(Map<Variable, HostTensor> values) {
    Lock alone = alone();
    alone.lock();
    try {
      for (Map.Entry<Variable, HostTensor> e : values.entrySet()) {
        Place place;
        synchronized (this) {
          place = places.get(e.getKey());
        }
        if (!isLive() || place == null) {
          return false;
        }
        try (Tensor t = e.getValue().toTensor()) {
          write(place, t);
        }
      }
      return true;
    } finally {
      alone.unlock();
    }
  }

  /** Moves everything into {@code target}; waits for the calls that run in either. */
  void moveTo(Workspace target) {
    Workspace first = id < target.id ? this : target;
    Workspace second = first == this ? target : this;
    first.lock.writeLock().lock();
    second.lock.writeLock().lock();
    try {
      if (!isLive() || !target.isLive()) {
        return;
      }
      List<Variable> mine = List.copyOf(places.keySet());
      readValues(
          mine,
          values -> {
            for (int i = 0; i < mine.size(); i++) {
              Variable v = mine.get(i);
              Place place;
              synchronized (target) {
                place = target.declare(v);
              }
              target.write(place, values.get(i));
              v.home(target);
            }
          });
      synchronized (target) {
        target.users.addAll(users);
      }
      users.clear();
      movedTo = target;
      release();
    } finally {
      second.lock.writeLock().unlock();
      first.lock.writeLock().unlock();
    }
  }

  /**
   * Drops a user; with the last one the values return to the variables and the session closes. Says
   * no where the user has moved to another workspace.
   */
  boolean removeUser(Home home) {
    lock.writeLock().lock();
    try {
      synchronized (this) {
        if (movedTo != null) {
          return false;
        }
        users.remove(home);
        if (!users.isEmpty() || closed) {
          return true;
        }
      }
      List<Variable> mine = List.copyOf(places.keySet());
      readValues(
          mine,
          values -> {
            for (int i = 0; i < mine.size(); i++) {
              mine.get(i).host(HostTensor.of(values.get(i)));
              mine.get(i).home(null);
            }
          });
      closed = true;
      release();
      return true;
    } finally {
      lock.writeLock().unlock();
    }
  }

  private void release() {
    places.clear();
    session.close();
    graph.close();
  }

  synchronized int size() {
    return places.size();
  }
}
