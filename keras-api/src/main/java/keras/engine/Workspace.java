package keras.engine;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import keras.engine.loops.WhileLoop;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.VarHandleOp;

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

  private final long id = COUNT.getAndIncrement();
  private final Graph graph = new Graph();
  private final Ops tf = Ops.create(graph);
  private final VariableHandles places;
  private final TableHandles tables;
  private final Set<Variable> unset = new LinkedHashSet<>();
  private final List<WhileLoop> loops = new CopyOnWriteArrayList<>();
  private final Set<WorkspaceRef> users = new LinkedHashSet<>();
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock(true);
  private volatile @Nullable Workspace movedTo;
  private volatile boolean closed;
  private volatile int samples = 1;
  private final Object making = new Object();
  private volatile @Nullable Session session;

  Workspace() {
    places = new VariableHandles(tf, this::session, "w" + id);
    tables = new TableHandles(tf, this::session, "w" + id);
  }

  /** Says how many samples a step may have; used when the session is made. */
  void samples(int most) {
    samples = Math.max(samples, most);
  }

  /** Closes a loop when this closes, and counts the work of its steps. */
  void keep(WhileLoop loop) {
    loops.add(loop);
  }

  Graph graph() {
    return graph;
  }

  Ops tf() {
    return tf;
  }

  /** Returns what the functions that were built by now compute. */
  WorkEstimate work() {
    return WorkEstimate.of(graph, samples);
  }

  /** Returns the session, made at its first use for the work of the functions built by then. */
  Session session() {
    Session s = session;
    if (s != null) {
      return s;
    }
    synchronized (making) {
      s = session;
      if (s == null) {
        long work = work().work();
        for (WhileLoop loop : loops) {
          work = Math.max(work, WorkEstimate.of(loop.graph(), samples).work());
        }
        s = new Session(graph, SessionSettings.choose(work));
        session = s;
      }
      return s;
    }
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

  synchronized void addUser(WorkspaceRef home) {
    users.add(home);
  }

  /** The variable's resource, for an update in place. */
  synchronized VarHandleOp handle(Variable v) {
    place(v);
    return places.handle(v);
  }

  /** The table's resource. */
  synchronized Operand<?> handle(Table table) {
    return tables.handle(table);
  }

  /** Brings the tables here up to date, while nothing runs. */
  void refreshTables() {
    if (!tables.isStale()) {
      return;
    }
    Lock alone = alone();
    alone.lock();
    try {
      if (isLive()) {
        tables.refresh();
      }
    } finally {
      alone.unlock();
    }
  }

  /** Gives the variable a place here; its value comes with {@link #giveFirstValues}. */
  synchronized void place(Variable v) {
    Workspace home = v.claim(this);
    if (home != this) {
      throw new ForeignVariableException(v, home.current());
    }
    if (!places.has(v)) {
      places.add(v);
      unset.add(v);
    }
  }

  /** Gives the variables that were placed since their first values, all in one run. */
  synchronized void giveFirstValues() {
    if (unset.isEmpty()) {
      return;
    }
    Map<Variable, @Nullable HostTensor> given = new LinkedHashMap<>();
    session(); // it chooses the threads of the process, before the one that computes values
    unset.forEach(v -> given.put(v, v.host()));
    List<Variable> fresh = given.keySet().stream().filter(v -> given.get(v) == null).toList();
    try {
      InitialValues.compute(
          fresh,
          values -> {
            Map<Variable, Tensor> made = new LinkedHashMap<>();
            for (int i = 0; i < fresh.size(); i++) {
              made.put(fresh.get(i), values.get(i));
            }
            places.write(made);
          });
      places.writeHost(given);
    } catch (RuntimeException e) {
      forget();
      throw e;
    }
    unset.forEach(v -> v.host(null));
    unset.clear();
  }

  /** Takes back the places of variables that have no value yet. */
  synchronized void forget() {
    for (Variable v : unset) {
      places.remove(v);
      v.home(null);
    }
    unset.clear();
  }

  /** Hands the values of variables that live here to {@code use}, all of one moment. */
  void readValues(List<Variable> variables, Consumer<List<Tensor>> use) {
    synchronized (this) {
      giveFirstValues();
    }
    places.read(variables, use);
  }

  /** Returns the values of variables that live here, all of one moment. */
  Result fetch(List<Variable> variables) {
    synchronized (this) {
      giveFirstValues();
    }
    return places.fetch(variables);
  }

  /** Overwrites variables while nothing runs; returns false if they no longer live here. */
  boolean writeValues(Map<Variable, HostTensor> values) {
    Lock alone = alone();
    alone.lock();
    try {
      synchronized (this) {
        if (!isLive() || !values.keySet().stream().allMatch(places::has)) {
          return false;
        }
        giveFirstValues();
      }
      places.writeHost(values);
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
      List<Variable> mine = places.variables();
      readValues(
          mine,
          values -> {
            Map<Variable, Tensor> moved = new LinkedHashMap<>();
            for (int i = 0; i < mine.size(); i++) {
              target.places.add(mine.get(i));
              moved.put(mine.get(i), values.get(i));
            }
            target.places.write(moved);
          });
      mine.forEach(v -> v.home(target));
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
  boolean removeUser(WorkspaceRef home) {
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
      List<Variable> mine = places.variables();
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
    Session s = session;
    if (s != null) {
      s.close();
    }
    loops.forEach(WhileLoop::close);
    graph.close();
  }

  int size() {
    return places.size();
  }
}
